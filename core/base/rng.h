// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace findling::base {

/// Scrambles 64 bits; a bijection in which every input bit reaches every output bit.
/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford).
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

/// Random numbers that depend on (seed, stream) and their position only.
///
/// Give every task its own stream (its index, say) and results never depend on which thread ran
/// it. Construction costs a few nanoseconds. Not for secrets.
class Rng {
 public:
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) noexcept
      : key_(mix64(mix64(seed + kStep) ^ (stream * kStreamStep + kStep))) {}

  /// 64 random bits.
  std::uint64_t next_u64() noexcept { return mix64(key_ + kStep * ++counter_); }

  /// A whole number in [0, n), each equally likely; 0 when n is 0.
  std::uint64_t below(std::uint64_t n) noexcept;

  /// A number in [0, 1), a multiple of 2^-24, so that it is exact as a float.
  float uniform() noexcept { return static_cast<float>(next_u64() >> 40) * 0x1p-24F; }

  /// A standard normal number. Uses the C library's logarithm and cosine: the last bits may differ
  /// between operating systems.
  float normal() noexcept;

  /// Puts `values` in a random order, each order equally likely (Fisher and Yates).
  template <typename T>
  void shuffle(std::span<T> values) noexcept {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(i))]);
    }
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;        // 2^64 / golden ratio, odd
  static constexpr std::uint64_t kStreamStep = 0xD1342543DE82EF95ULL;  // any other odd constant

  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

}  // namespace findling::base
