// SPDX-License-Identifier: Apache-2.0
#include "lsh/signed_projections.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/rng.h"
#include "kernels/kernels.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kRounds = 3;
constexpr std::size_t kNarrowest = 16;  // what the kernel takes
constexpr std::size_t kFlipped = 3;     // the planes that a probe may step over

// A set of flipped bits of one bucket, and how unlikely it is to be right.
struct Flip {
  float cost;
  std::uint16_t bits;
};

// The bits of the smallest margins, least certain first.
std::array<Flip, kFlipped> least_certain(const float* projections, unsigned bits) {
  std::array<Flip, kFlipped> least;
  least.fill({INFINITY, 0});
  for (unsigned bit = 0; bit < bits; ++bit) {
    // Squares: the costs of two flips then add up like log-likelihoods (Lv et al. 2007).
    Flip flip{projections[bit] * projections[bit], static_cast<std::uint16_t>(1U << bit)};
    for (Flip& place : least) {
      if (flip.cost < place.cost) std::swap(flip, place);
    }
  }
  return least;
}

// All combinations of the least certain bits, likeliest first.
std::array<Flip, std::size_t{1} << kFlipped> flips(const float* projections, unsigned bits) {
  const auto least = least_certain(projections, bits);
  std::array<Flip, std::size_t{1} << kFlipped> all{};
  for (std::size_t set = 1; set < all.size(); ++set) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(set));
    const Flip& rest = all[set & (set - 1)];
    all[set] = {rest.cost + least[lowest].cost,
                static_cast<std::uint16_t>(rest.bits ^ least[lowest].bits)};
  }
  std::sort(all.begin(), all.end(), [](const Flip& a, const Flip& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.bits < b.bits;
  });
  return all;
}

}  // namespace

SignedProjections::SignedProjections(const HashShape& shape)
    : HashFamily(shape),
      width_(std::bit_ceil(std::max(kNarrowest, folded_dim()))),
      n_blocks_((shape.n_tables * shape.bits + width_ - 1) / width_),
      signs_(n_blocks_ * kRounds * width_) {
  base::Rng rng(shape.seed);
  for (float& sign : signs_) sign = (rng.next_u64() >> 63) != 0 ? -1.0F : 1.0F;
}

std::size_t SignedProjections::most_probes() const noexcept {
  return std::size_t{1} << std::min<std::size_t>(kFlipped, shape().bits);
}

std::size_t SignedProjections::memory_bytes() const noexcept {
  return signs_.size() * sizeof(float);
}

void SignedProjections::prepare(std::span<const float> x, Scratch& scratch) const {
  scratch.input.resize(width_);
  float* input = scratch.input.data();
  std::fill_n(input, width_, 0.0F);
  if (x.size() <= kMostHashed) {
    std::copy(x.begin(), x.end(), input);
    return;
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == 0.0F) continue;
    const Fold to = fold(i);
    input[to.slot] += to.sign * x[i];
  }
}

void SignedProjections::prepare(const SparseVector& x, Scratch& scratch) const {
  scratch.input.resize(width_);
  std::fill_n(scratch.input.data(), width_, 0.0F);
  for (std::size_t i = 0; i < x.columns.size(); ++i) {
    const Fold to = fold(x.columns[i]);
    scratch.input[to.slot] += to.sign * x.values[i];
  }
}

void SignedProjections::project(Scratch& scratch) const {
  const kernels::KernelTable& k = kernels::active();
  scratch.values.resize(n_blocks_ * width_);
  for (std::size_t block = 0; block < n_blocks_; ++block) {
    float* values = scratch.values.data() + block * width_;
    std::copy_n(scratch.input.data(), width_, values);
    for (std::size_t round = 0; round < kRounds; ++round) {
      k.hadamard_signs(signs_.data() + (block * kRounds + round) * width_, values, width_);
    }
  }
}

void SignedProjections::find_buckets(std::size_t n_probes, Scratch& scratch,
                                     std::span<std::uint16_t> buckets) const {
  project(scratch);
  const unsigned bits = shape().bits;
  for (std::size_t table = 0; table < shape().n_tables; ++table) {
    const float* projections = scratch.values.data() + table * bits;
    unsigned own = 0;
    for (unsigned bit = 0; bit < bits; ++bit) own |= (projections[bit] > 0.0F ? 1U : 0U) << bit;
    std::uint16_t* out = buckets.data() + table * n_probes;
    out[0] = static_cast<std::uint16_t>(own);
    if (n_probes == 1) continue;
    const auto all = flips(projections, bits);
    for (std::size_t i = 1; i < n_probes; ++i) {
      out[i] = static_cast<std::uint16_t>(own ^ all[i].bits);
    }
  }
}

}  // namespace findling::lsh
