// SPDX-License-Identifier: Apache-2.0
#include "base/rng.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <span>
#include <vector>

using findling::base::mix64;
using findling::base::Rng;

TEST_CASE("rng: the same seed and stream give the same numbers, whatever else is drawn") {
  Rng first(7, 3);
  Rng other(7, 4);
  Rng second(7, 3);
  for (int i = 0; i < 100; ++i) {
    other.next_u64();
    CHECK(first.next_u64() == second.next_u64());
  }
}

TEST_CASE("rng: neighbouring seeds and streams share no numbers") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
      Rng rng(seed, stream);
      for (int i = 0; i < 25; ++i) seen.insert(rng.next_u64());
    }
  }
  CHECK(seen.size() == 20 * 20 * 25);
}

TEST_CASE("rng: stored results depend on these exact numbers") {
  CHECK(mix64(1) == 0x5692161d100b05e5ULL);
  CHECK(mix64(0x9E3779B97F4A7C15ULL) == 0xe220a8397b1dcdafULL);  // SplitMix64(0), first output
}

TEST_CASE("rng: below(n) stays below n and every value is as likely as the next") {
  Rng rng(1);
  constexpr std::uint64_t kValues = 7;
  constexpr int kDraws = 70000;
  std::array<int, kValues> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(static_cast<std::size_t>(rng.below(kValues)));
  double chi2 = 0.0;
  for (const int count : counts) chi2 += std::pow(count - kDraws / 7.0, 2) / (kDraws / 7.0);
  CHECK(chi2 < 22.46);  // 6 degrees of freedom, probability 0.001
}

TEST_CASE("rng: below(n) of a number just above 2^63 rejects what would be biased") {
  Rng rng(2);
  constexpr std::uint64_t kN = (1ULL << 63) + 1;
  double mean = 0.0;
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t value = rng.below(kN);
    REQUIRE(value < kN);
    mean += static_cast<double>(value) / 0x1p63 / 20000.0;
  }
  CHECK(mean == doctest::Approx(0.5).epsilon(0.02));
  CHECK(rng.below(1) == 0);
  CHECK(rng.below(0) == 0);
}

TEST_CASE("rng: uniform() is in [0, 1) with the right mean") {
  Rng rng(3);
  double mean = 0.0;
  for (int i = 0; i < 100000; ++i) {
    const float value = rng.uniform();
    REQUIRE(value >= 0.0F);
    REQUIRE(value < 1.0F);
    mean += value / 100000.0;
  }
  CHECK(std::abs(mean - 0.5) < 4.0 * 0.2887 / std::sqrt(100000.0));
}

TEST_CASE("rng: normal() has mean 0, variance 1 and the tails of a normal") {
  Rng rng(4);
  constexpr int kDraws = 100000;
  double mean = 0.0;
  double square = 0.0;
  int beyond_two = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = rng.normal();
    mean += value / kDraws;
    square += value * value / kDraws;
    beyond_two += std::abs(value) > 2.0 ? 1 : 0;
  }
  CHECK(std::abs(mean) < 4.0 / std::sqrt(kDraws));
  CHECK(std::abs(square - 1.0) < 4.0 * std::sqrt(2.0 / kDraws));
  CHECK(std::abs(beyond_two / double{kDraws} - 0.0455) < 4.0 * std::sqrt(0.0455 / kDraws));
}

TEST_CASE("rng: shuffle() keeps the values and makes each order as likely") {
  Rng rng(5);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; ++i) {
    std::array<int, 3> values = {0, 1, 2};
    rng.shuffle(std::span<int>(values));
    REQUIRE(std::set<int>(values.begin(), values.end()).size() == 3);
    const auto first = static_cast<std::size_t>(values[0]);
    ++counts.at(2 * first + (values[1] > values[2] ? 1U : 0U));
  }
  for (const int count : counts) CHECK(std::abs(count - 10000) < 4 * 92);
}
