// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;

TEST_CASE("kernels: bytes and halves become the same floats in every variant") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, shift, n);
    Guarded<std::int8_t> bytes(n, shift);
    oracle().quantize_row_i8(x.data(), n, bytes.data());
    Guarded<float> got(n, shift);
    Guarded<float> expected(n, 0);
    k.widen_i8(bytes.data(), 0.37F, n, got.data());
    oracle().widen_i8(bytes.data(), 0.37F, n, expected.data());
    REQUIRE(std::equal(got.values().begin(), got.values().end(), expected.data()));
    REQUIRE(got.intact());

    Guarded<std::uint16_t> halves(n, shift);
    Guarded<std::uint16_t> expected_halves(n, 0);
    k.narrow_bf16(x.data(), n, halves.data());
    oracle().narrow_bf16(x.data(), n, expected_halves.data());
    REQUIRE(std::equal(halves.values().begin(), halves.values().end(), expected_halves.data()));
    REQUIRE(halves.intact());
    k.widen_bf16(halves.data(), n, got.data());
    oracle().widen_bf16(halves.data(), n, expected.data());
    REQUIRE(std::equal(got.values().begin(), got.values().end(), expected.data()));
    REQUIRE(got.intact());
  });
}

TEST_CASE("kernels: a half is the nearest one, ties to even, and never infinite") {
  const std::vector<std::pair<float, std::uint16_t>> cases{
      {0.0F, 0x0000},
      {-0.0F, 0x8000},
      {1.0F, 0x3F80},
      {std::bit_cast<float>(0x3F808000U), 0x3F80},  // half way, down to even
      {std::bit_cast<float>(0x3F818000U), 0x3F82},  // half way, up to even
      {std::bit_cast<float>(0x3F808001U), 0x3F81},
      {std::bit_cast<float>(0x3FFFFFFFU), 0x4000},  // carries into the exponent
      {-2.0F, 0xC000},
      {std::numeric_limits<float>::max(), 0x7F7F},
      {std::numeric_limits<float>::lowest(), 0xFF7F},
      {std::numeric_limits<float>::denorm_min(), 0x0000},
  };
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    for (const auto& [value, expected] : cases) {
      CAPTURE(value);
      const std::vector<float> x(37, value);
      std::vector<std::uint16_t> halves(37);
      k->narrow_bf16(x.data(), x.size(), halves.data());
      CHECK(halves == std::vector<std::uint16_t>(37, expected));
    }
  }
}

TEST_CASE("kernels: a half is within 1/256 of its float") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    Guarded<float> x = random_floats(500, 0, 9);
    Guarded<std::uint16_t> halves(500, 0);
    Guarded<float> back(500, 0);
    k->narrow_bf16(x.data(), 500, halves.data());
    k->widen_bf16(halves.data(), 500, back.data());
    for (std::size_t i = 0; i < 500; ++i) {
      CHECK(std::abs(back[i] - x[i]) <= std::abs(x[i]) / 256.0F);
    }
  }
}
