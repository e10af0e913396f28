// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;

namespace {

Guarded<float> random_signs(std::size_t n, std::size_t shift) {
  Guarded<float> signs = random_floats(n, shift, 1);
  for (float& sign : signs.values()) sign = sign < 0.0F ? -1.0F : 1.0F;
  return signs;
}

// n_bins bins of ids below n_values, with repeats.
std::vector<std::uint32_t> random_ids(std::size_t n_bins, std::size_t n_values) {
  base::Rng rng(5);
  std::vector<std::uint32_t> ids(kernels::kBinWidth * n_bins);
  for (std::uint32_t& id : ids) id = static_cast<std::uint32_t>(rng.below(n_values));
  return ids;
}

}  // namespace

TEST_CASE("kernels: hadamard_signs multiplies by the signs, then by Hadamard's matrix") {
  constexpr std::size_t kN = 64;
  for (const kernels::KernelTable* k : kernels::supported()) {
    Guarded<float> signs = random_signs(kN, 1);
    Guarded<float> x = random_floats(kN, 3, 2);
    std::vector<double> expected(kN);
    for (std::size_t i = 0; i < kN; ++i) {
      for (std::size_t j = 0; j < kN; ++j) {
        const double sign = std::popcount(i & j) % 2 == 0 ? 1.0 : -1.0;
        expected[i] += sign * static_cast<double>(signs[j]) * static_cast<double>(x[j]);
      }
    }
    k->hadamard_signs(signs.data(), x.data(), kN);
    for (std::size_t i = 0; i < kN; ++i) {
      CHECK(std::abs(static_cast<double>(x[i]) - expected[i]) < 64.0 * 8.0 * kEps);
    }
    CHECK(x.intact());
  }
}

TEST_CASE("kernels: hadamard_signs gives the same bits in every variant") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    for (std::size_t n = 16; n <= 4096; n *= 2) {
      for (const std::size_t shift : {0U, 1U, 3U}) {
        Guarded<float> signs = random_signs(n, 0);
        Guarded<float> got = random_floats(n, shift, n);
        Guarded<float> expected = random_floats(n, 0, n);
        k->hadamard_signs(signs.data(), got.data(), n);
        oracle().hadamard_signs(signs.data(), expected.data(), n);
        REQUIRE(std::equal(got.values().begin(), got.values().end(), expected.data()));
        REQUIRE(got.intact());
      }
    }
  }
}

TEST_CASE("kernels: bin_winners finds the same places in every variant") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    for (std::size_t n_bins = 0; n_bins <= 160; n_bins += 16) {
      Guarded<float> x = random_floats(40, 1, 4);
      const auto ids = random_ids(n_bins, 40);
      Guarded<std::int8_t> got(n_bins, 3);
      std::vector<std::int8_t> expected(n_bins);
      k->bin_winners(x.data(), ids.data(), n_bins, got.data());
      oracle().bin_winners(x.data(), ids.data(), n_bins, expected.data());
      REQUIRE(std::equal(expected.begin(), expected.end(), got.data()));
      REQUIRE(got.intact());
    }
  }
}

TEST_CASE("kernels: of equals the first place wins a bin, and nobody an empty one") {
  const float none = -std::numeric_limits<float>::infinity();
  const std::vector<float> x = {none, 2.0F, 2.0F, -3.0F};
  std::vector<std::uint32_t> ids(kernels::kBinWidth * 16, 0);
  ids[2 * 16 + 0] = 1;
  ids[5 * 16 + 0] = 2;
  ids[7 * 16 + 1] = 3;
  for (const kernels::KernelTable* k : kernels::supported()) {
    std::vector<std::int8_t> winners(16);
    k->bin_winners(x.data(), ids.data(), 16, winners.data());
    CHECK(winners[0] == 2);
    CHECK(winners[1] == 7);
    CHECK(winners[2] == 8);
  }
}

TEST_CASE("kernels: lookup_sums adds the entries that the codes name, in every variant") {
  constexpr std::size_t kBlock = kernels::kLookupBlock;
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    for (const std::size_t n_groups : {0U, 4U, 8U, 12U, 64U, 256U}) {
      for (const std::size_t n_blocks : {0U, 1U, 3U}) {
        base::Rng rng(n_groups + n_blocks);
        Guarded<std::uint8_t> codes(n_blocks * n_groups * 16, 1);
        Guarded<std::uint8_t> tables(n_groups * 16, 3);
        for (std::uint8_t& code : codes.values()) code = static_cast<std::uint8_t>(rng.below(256));
        // 256 groups of the largest entry are the largest sum there is.
        for (std::uint8_t& x : tables.values()) x = static_cast<std::uint8_t>(255 - rng.below(3));
        Guarded<std::uint16_t> got(n_blocks * kBlock, 1);
        k->lookup_sums(codes.data(), tables.data(), n_groups, n_blocks, got.data());
        for (std::size_t i = 0; i < n_blocks * kBlock; ++i) {
          std::size_t expected = 0;
          for (std::size_t group = 0; group < n_groups; ++group) {
            const std::size_t at = (i / kBlock * n_groups + group) * 16 + i % 16;
            const unsigned code = codes.data()[at];
            expected += tables.data()[group * 16 + (i % kBlock < 16 ? code & 15U : code >> 4U)];
          }
          REQUIRE(std::size_t{got.data()[i]} == expected);
        }
        REQUIRE(got.intact());
      }
    }
  }
}
