// SPDX-License-Identifier: Apache-2.0
#include "lsh/winner_take_all.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "base/rng.h"
#include "kernels/kernels.h"

namespace findling::lsh {

namespace {

constexpr unsigned kBitsPerBin = 3;
constexpr std::size_t kBinStep = 16;   // what the kernel takes
constexpr std::size_t kMostHops = 64;  // of the walk; then bin after bin
constexpr float kAbsent = -std::numeric_limits<float>::infinity();
constexpr auto kNobody = static_cast<std::int8_t>(kernels::kBinWidth);

}  // namespace

WinnerTakeAll::WinnerTakeAll(const HashShape& shape)
    : HashFamily(shape),
      bins_per_table_((shape.bits + kBitsPerBin - 1) / kBitsPerBin),
      n_bins_((shape.n_tables * bins_per_table_ + kBinStep - 1) / kBinStep * kBinStep),
      ids_(kernels::kBinWidth * n_bins_) {
  deal();
}

// Deals the columns to the bins in random order, again and again, so that all take part equally.
void WinnerTakeAll::deal() {
  base::Rng rng(shape().seed);
  const auto absent = static_cast<std::uint32_t>(folded_dim());
  std::vector<std::uint32_t> deck(folded_dim());
  std::iota(deck.begin(), deck.end(), 0U);
  std::size_t left = 0;
  std::fill(ids_.begin(), ids_.end(), absent);
  for (std::size_t bin = 0; bin < shape().n_tables * bins_per_table_; ++bin) {
    // The last bin of a table has the bits that are left.
    const std::size_t at = bin % bins_per_table_ * kBitsPerBin;
    const std::size_t n_bits = std::min<std::size_t>(kBitsPerBin, shape().bits - at);
    for (std::size_t place = 0; place < (std::size_t{1} << n_bits); ++place) {
      if (left == 0) {
        rng.shuffle(std::span(deck));
        left = deck.size();
      }
      ids_[place * n_bins_ + bin] = deck[--left];
    }
  }
}

std::size_t WinnerTakeAll::memory_bytes() const noexcept {
  return ids_.size() * sizeof(std::uint32_t);
}

void WinnerTakeAll::take(std::size_t column, float value, float* input) const noexcept {
  if (value == 0.0F) return;
  float& slot = input[fold(column).slot];
  slot = std::max(slot, value);
}

void WinnerTakeAll::prepare(std::span<const float> x, Scratch& scratch) const {
  scratch.input.resize(folded_dim() + 1);
  float* input = scratch.input.data();
  input[folded_dim()] = kAbsent;
  if (x.size() <= kMostHashed) {
    for (std::size_t i = 0; i < x.size(); ++i) input[i] = x[i] == 0.0F ? kAbsent : x[i];
    return;
  }
  std::fill_n(input, folded_dim(), kAbsent);
  for (std::size_t i = 0; i < x.size(); ++i) take(i, x[i], input);
}

void WinnerTakeAll::prepare(const SparseVector& x, Scratch& scratch) const {
  scratch.input.resize(folded_dim() + 1);
  std::fill(scratch.input.begin(), scratch.input.end(), kAbsent);
  for (std::size_t i = 0; i < x.columns.size(); ++i) {
    take(x.columns[i], x.values[i], scratch.input.data());
  }
}

// The winner of a bin, or of the first bin with one on its walk.
unsigned WinnerTakeAll::winner(std::size_t bin,
                               std::span<const std::int8_t> winners) const noexcept {
  if (winners[bin] != kNobody) return static_cast<unsigned>(winners[bin]);
  const std::size_t n_used = shape().n_tables * bins_per_table_;
  for (std::size_t hop = 1; hop <= kMostHops; ++hop) {
    const std::uint64_t mixed = base::mix64(shape().seed ^ (bin * kMostHops + hop));
    const std::int8_t other = winners[static_cast<std::size_t>(mixed % n_used)];
    if (other != kNobody) return static_cast<unsigned>(other);
  }
  for (std::size_t step = 1; step < n_used; ++step) {
    const std::int8_t other = winners[(bin + step) % n_used];
    if (other != kNobody) return static_cast<unsigned>(other);
  }
  return 0;
}

void WinnerTakeAll::find_buckets(std::size_t /*n_probes*/, Scratch& scratch,
                                 std::span<std::uint16_t> buckets) const {
  scratch.winners.resize(n_bins_);
  const auto winners = scratch.winners.span();
  kernels::active().bin_winners(scratch.input.data(), ids_.data(), n_bins_, winners.data());
  const std::uint32_t kept = (1U << shape().bits) - 1U;
  for (std::size_t table = 0; table < shape().n_tables; ++table) {
    std::uint32_t bucket = 0;
    for (std::size_t i = 0; i < bins_per_table_; ++i) {
      bucket |= winner(table * bins_per_table_ + i, winners) << (kBitsPerBin * i);
    }
    // A short bin may have taken its winner from a wide one.
    buckets[table] = static_cast<std::uint16_t>(bucket & kept);
  }
}

}  // namespace findling::lsh
