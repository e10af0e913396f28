// SPDX-License-Identifier: Apache-2.0
#include "lsh/sketches.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>

#include "base/rng.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kNarrowest = 16;  // what the kernels take
constexpr std::size_t kWidest = 65536;
constexpr std::size_t kLargestSum = 65535;
constexpr std::size_t kLargestEntry = 255;
constexpr std::size_t kEntries = 16;

std::size_t width_for(std::size_t dim) {
  if (dim >= 1 && dim <= kWidest) return std::bit_ceil(std::max(dim, kNarrowest));
  throw std::invalid_argument("[lsh] expected 1 to 65536 columns for a sketch, got " +
                              std::to_string(dim));
}

float sum_of_magnitudes(const float* x, std::size_t n) {
  float sum = 0.0F;
  for (std::size_t i = 0; i < n; ++i) sum += std::abs(x[i]);
  return sum;
}

// The sums of four values over all their signs: entry c has +x[j] where bit j of c is set.
void signed_sums(const float* x, float* sums) {
  sums[0] = -(x[0] + x[1] + x[2] + x[3]);
  for (unsigned code = 1; code < kEntries; ++code) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(code));
    sums[code] = sums[code & (code - 1)] + 2.0F * x[lowest];
  }
}

}  // namespace

Sketcher::Sketcher(std::size_t dim, std::uint64_t seed)
    : width_(width_for(dim)), signs_(kRounds * width_) {
  base::Rng rng(seed);
  for (float& sign : signs_) sign = (rng.next_u64() >> 63) != 0 ? -1.0F : 1.0F;
}

void Sketcher::rotate(const kernels::KernelTable& k, std::span<const float> x,
                      float* out) const noexcept {
  std::copy(x.begin(), x.end(), out);
  std::fill(out + x.size(), out + width_, 0.0F);
  for (std::size_t round = 0; round < kRounds; ++round) {
    k.hadamard_signs(signs_.data() + round * width_, out, width_);
  }
  // Each round made it sqrt(width) times as long.
  k.scale(1.0F / static_cast<float>(width_), out, width_);
}

// Entries are rounded to bytes: an error of about 1 % of that of the signs. They begin at 0, and no
// sum of them leaves 16 bits.
void Sketcher::ask(const kernels::KernelTable& k, std::span<const float> x,
                   SketchQuery& query) const {
  query.rotated.resize(width_);
  query.tables.resize(n_groups() * kEntries);
  rotate(k, x, query.rotated.data());
  float largest = 0.0F;
  float all = 0.0F;
  for (std::size_t group = 0; group < n_groups(); ++group) {
    const float size = sum_of_magnitudes(query.rotated.data() + group * kGroup, kGroup);
    largest = std::max(largest, size);
    all += size;
  }
  if (!std::isfinite(all) || largest < kernels::kFlatRow) {
    std::fill(query.tables.begin(), query.tables.end(), std::uint8_t{0});
    query.scale = 0.0F;
    query.offset = 0.0F;
    return;
  }
  const auto most = static_cast<float>(std::min(kLargestEntry, kLargestSum / n_groups()));
  const float inverse = most / (2.0F * largest);
  query.scale = 1.0F / inverse;
  query.offset = -all;
  for (std::size_t group = 0; group < n_groups(); ++group) {
    const float* four = query.rotated.data() + group * kGroup;
    float sums[kEntries];
    signed_sums(four, sums);
    const float size = sum_of_magnitudes(four, kGroup);
    for (std::size_t code = 0; code < kEntries; ++code) {
      const float entry = std::clamp((sums[code] + size) * inverse + 0.5F, 0.0F, most);
      query.tables[group * kEntries + code] = static_cast<std::uint8_t>(entry);
    }
  }
}

void Sketcher::take(const kernels::KernelTable& k, std::span<const float> x,
                    std::span<const float> centre, Sketch& sketch) const {
  sketch.rotated.resize(width_);
  sketch.codes.resize(n_groups());
  float* rotated = sketch.rotated.data();
  rotate(k, x, rotated);
  k.axpy(-1.0F, centre.data(), rotated, width_);
  const float magnitudes = sum_of_magnitudes(rotated, width_);
  const bool flat = magnitudes < kernels::kFlatRow;
  const float squares = k.sum_squares(rotated, width_);
  sketch.length = std::sqrt(squares);
  sketch.factor = flat ? 0.0F : squares / magnitudes;
  for (std::size_t group = 0; group < n_groups(); ++group) {
    const float* four = rotated + group * kGroup;
    unsigned code = 0;
    for (unsigned bit = 0; bit < kGroup; ++bit) code |= (four[bit] > 0.0F ? 1U : 0U) << bit;
    sketch.codes[group] = static_cast<std::uint8_t>(code);
  }
}

}  // namespace findling::lsh
