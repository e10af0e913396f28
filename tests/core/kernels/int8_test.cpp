// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;

namespace {

Guarded<std::int8_t> random_bytes(std::size_t n, std::size_t shift, std::uint64_t stream) {
  Guarded<std::int8_t> values(n, shift);
  base::Rng rng(12, stream);
  for (std::int8_t& value : values.values()) {
    value = static_cast<std::int8_t>(static_cast<int>(rng.below(255)) - 127);
  }
  return values;
}

}  // namespace

TEST_CASE("kernels: dot_i8 is exact") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<std::int8_t> x = random_bytes(n, shift, 1);
    Guarded<std::int8_t> y = random_bytes(n, 0, 2);
    REQUIRE(k.dot_i8(x.data(), y.data(), n) == oracle().dot_i8(x.data(), y.data(), n));
  });
}

TEST_CASE("kernels: dot_rows_i8 is dot_i8 of every row") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    for (const std::size_t dim : {0U, 1U, 31U, 63U, 64U, 65U, 200U, 256U, 300U}) {
      for (const std::size_t n_rows : {0U, 1U, 3U, 4U, 5U, 9U}) {
        const std::size_t stride = dim + 5;
        Guarded<std::int8_t> x = random_bytes(dim, 1, 1);
        Guarded<std::int8_t> rows = random_bytes(n_rows * stride, 3, 2);
        Guarded<std::int32_t> got(n_rows, 1);
        k->dot_rows_i8(x.data(), rows.data(), stride, n_rows, dim, got.data());
        for (std::size_t i = 0; i < n_rows; ++i) {
          REQUIRE(got[i] == oracle().dot_i8(x.data(), rows.data() + i * stride, dim));
        }
        REQUIRE(got.intact());
      }
    }
  }
}

TEST_CASE("kernels: dot_i8 of the largest values and the longest row does not overflow") {
  constexpr std::size_t kLongest = 130000;
  const std::vector<std::int8_t> x(kLongest, 127);
  const std::vector<std::int8_t> y(kLongest, -127);
  for (const kernels::KernelTable* k : kernels::supported()) {
    CHECK(k->dot_i8(x.data(), x.data(), kLongest) == 127 * 127 * 130000);
    CHECK(k->dot_i8(x.data(), y.data(), kLongest) == -127 * 127 * 130000);
  }
}

TEST_CASE("kernels: quantize_row_i8 gives the same bytes in every variant") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, shift, n);
    Guarded<std::int8_t> got(n, shift);
    Guarded<std::int8_t> expected(n, shift);
    REQUIRE(k.quantize_row_i8(x.data(), n, got.data()) ==
            oracle().quantize_row_i8(x.data(), n, expected.data()));
    REQUIRE(std::equal(got.values().begin(), got.values().end(), expected.data()));
    REQUIRE(got.intact());
  });
}

TEST_CASE("kernels: a quantised row is within half a step of the row") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    Guarded<float> x = random_floats(300, 0, 9);
    Guarded<std::int8_t> q(300, 0);
    const double scale = k->quantize_row_i8(x.data(), 300, q.data());
    for (std::size_t i = 0; i < 300; ++i) {
      CHECK(std::abs(x[i] - scale * q[i]) <= scale * (0.5 + 127.0 * 2.0 * kEps));
      CHECK(q[i] >= -127);
    }
  }
}

TEST_CASE("kernels: a row of zeros, or nearly so, becomes zeros with scale 0") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    for (const float value : {0.0F, 1e-38F, -1e-31F}) {
      const std::vector<float> x(21, value);
      std::vector<std::int8_t> q(21, 5);
      CHECK(k->quantize_row_i8(x.data(), x.size(), q.data()) == 0.0F);
      CHECK(q == std::vector<std::int8_t>(21, 0));
    }
  }
}
