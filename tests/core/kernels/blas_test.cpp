// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;

namespace {

// Summing n products in any order is off by at most n roundings of the sum of magnitudes
// (Higham 2002, section 3.1); two summations differ by twice that.
double dot_tolerance(std::span<const float> x, std::span<const float> y) {
  double magnitude = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) magnitude += std::abs(double{x[i]} * y[i]);
  return static_cast<double>(x.size() + 1) * kEps * magnitude;
}

}  // namespace

TEST_CASE("kernels: dot and sum_squares agree with the scalar form") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, shift, 1);
    Guarded<float> y = random_floats(n, 0, 2);
    const double dot_error =
        std::abs(double{k.dot(x.data(), y.data(), n)} - oracle().dot(x.data(), y.data(), n));
    REQUIRE(dot_error <= dot_tolerance(x.values(), y.values()));
    const double square_error =
        std::abs(double{k.sum_squares(x.data(), n)} - oracle().sum_squares(x.data(), n));
    REQUIRE(square_error <= dot_tolerance(x.values(), x.values()));
  });
}

TEST_CASE("kernels: a dot has the same bits wherever its input lies") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    Guarded<float> x = random_floats(n, 0, 1);
    Guarded<float> moved = random_floats(n, shift, 1);
    Guarded<float> y = random_floats(n, 0, 2);
    REQUIRE(k.dot(x.data(), y.data(), n) == k.dot(moved.data(), y.data(), n));
  });
}

TEST_CASE("kernels: axpy agrees with the scalar form and writes nothing else") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, 1, 1);
    Guarded<float> before = random_floats(n, shift, 2);
    Guarded<float> got = before;
    Guarded<float> expected = before;
    k.axpy(-1.7F, x.data(), got.data(), n);
    oracle().axpy(-1.7F, x.data(), expected.data(), n);
    // One form rounds the product and the sum, the other rounds once.
    const auto tolerance = [&](std::size_t i) {
      return kEps * (1.7 * std::abs(double{x[i]}) + std::abs(double{before[i]}));
    };
    REQUIRE(worst_excess(got.values(), expected.values(), tolerance) <= 0.0);
    REQUIRE(got.intact());
  });
}

TEST_CASE("kernels: scale and add round once, so every variant gives the same bits") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, 1, 1);
    Guarded<float> got = random_floats(n, shift, 2);
    Guarded<float> expected = got;
    k.add(x.data(), got.data(), n);
    k.scale(0.3F, got.data(), n);
    oracle().add(x.data(), expected.data(), n);
    oracle().scale(0.3F, expected.data(), n);
    REQUIRE(worst_excess(got.values(), expected.values(), [](std::size_t) { return 0.0; }) == 0.0);
    REQUIRE(got.intact());
  });
}

TEST_CASE("kernels: dot_rows is dot, row by row, to the bit") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    for (const std::size_t dim : {0U, 1U, 15U, 16U, 17U, 100U, 256U}) {
      constexpr std::size_t kRows = 9;
      const std::size_t stride = dim + 3;
      Guarded<float> x = random_floats(dim, 1, 1);
      Guarded<float> rows = random_floats(kRows * stride, 0, 2);
      Guarded<float> out(kRows, 1);
      k->dot_rows(x.data(), rows.data(), stride, kRows, dim, out.data());
      for (std::size_t i = 0; i < kRows; ++i) {
        CHECK(out[i] == k->dot(x.data(), rows.data() + i * stride, dim));
      }
      CHECK(out.intact());
    }
  }
}

TEST_CASE("kernels: gather_dot agrees with the scalar form") {
  Guarded<float> dense = random_floats(500, 0, 3);
  for_each_case([&](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    Guarded<float> values = random_floats(n, shift, 1);
    std::vector<std::uint32_t> ids(n);
    std::vector<float> picked(n);
    base::Rng rng(5, n);
    for (std::size_t i = 0; i < n; ++i) {
      ids[i] = static_cast<std::uint32_t>(rng.below(500));
      picked[i] = dense[ids[i]];
    }
    const float got = k.gather_dot(values.data(), ids.data(), n, dense.data());
    const float expected = oracle().gather_dot(values.data(), ids.data(), n, dense.data());
    REQUIRE(std::abs(double{got} - expected) <= dot_tolerance(values.values(), picked));
  });
}

TEST_CASE("kernels: scatter_axpy adds up ids that occur twice") {
  const std::vector<std::uint32_t> ids = {4, 0, 4, 2};
  const std::vector<float> values = {1.0F, 2.0F, 3.0F, 4.0F};
  for (const kernels::KernelTable* k : kernels::supported()) {
    Guarded<float> dense(5, 0);
    std::fill(dense.values().begin(), dense.values().end(), 1.0F);
    k->scatter_axpy(0.5F, values.data(), ids.data(), ids.size(), dense.data());
    const std::vector<float> expected = {2.0F, 1.0F, 3.0F, 1.0F, 3.0F};
    CHECK(std::equal(expected.begin(), expected.end(), dense.data()));
    CHECK(dense.intact());
  }
}
