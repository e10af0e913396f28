// SPDX-License-Identifier: Apache-2.0
#include "train/adam.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "layers/fixtures.h"

using namespace findling;
using train::LazyAdam;

namespace {

constexpr std::size_t kDim = 8;

// Adam as in the paper, every value at every step, in double precision.
struct DenseAdam {
  explicit DenseAdam(std::size_t n) : mean(n), square(n) {}

  void step(std::vector<double>& w, const std::vector<float>& grad, double lr) {
    ++t;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const auto g = static_cast<double>(grad[i]);
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.999 * square[i] + 0.001 * g * g;
      const double m = mean[i] / (1.0 - std::pow(0.9, t));
      const double v = square[i] / (1.0 - std::pow(0.999, t));
      w[i] -= lr * m / (std::sqrt(v) + 1e-8);
    }
  }

  int t = 0;
  std::vector<double> mean;
  std::vector<double> square;
};

}  // namespace

TEST_CASE("lazy adam: equals dense Adam for a row that every step touches") {
  LazyAdam adam(1, kDim);
  DenseAdam dense(kDim);
  std::vector<float> w = test::random_floats(kDim, 1);
  std::vector<double> expected(w.begin(), w.end());
  for (std::uint64_t step = 0; step < 50; ++step) {
    const auto grad = test::random_floats(kDim, 100 + step);
    adam.begin_step(0.01F);
    adam.update(kernels::active(), 0, w, grad);
    dense.step(expected, grad, 0.01);
  }
  for (std::size_t i = 0; i < kDim; ++i) {
    CHECK(static_cast<double>(w[i]) == doctest::Approx(expected[i]).epsilon(1e-3));
  }
}

TEST_CASE("lazy adam: a row that slept wakes up with the moments dense Adam would have") {
  LazyAdam adam(2, kDim);
  DenseAdam dense(kDim);
  std::vector<float> w(kDim, 0.0F);
  const auto first = test::random_floats(kDim, 1);
  const auto second = test::random_floats(kDim, 2);
  adam.begin_step(0.01F);
  adam.update(kernels::active(), 1, w, first);
  std::vector<double> reference(kDim, 0.0);
  dense.step(reference, first, 0.01);
  for (int step = 0; step < 6; ++step) {
    adam.begin_step(0.01F);  // of other rows
    dense.step(reference, std::vector<float>(kDim, 0.0F), 0.01);
  }
  const std::vector<float> before = w;
  const std::vector<double> reference_before = reference;
  adam.begin_step(0.01F);
  adam.update(kernels::active(), 1, w, second);
  dense.step(reference, second, 0.01);
  for (std::size_t i = 0; i < kDim; ++i) {
    CHECK(static_cast<double>(w[i] - before[i]) ==
          doctest::Approx(reference[i] - reference_before[i]).epsilon(1e-3));
  }
}

TEST_CASE("lazy adam: without decay while asleep, sleeping steps only change the bias") {
  LazyAdam adam(1, 1, {.decay_while_asleep = false});
  std::vector<float> w{0.0F};
  const std::vector<float> grad{0.5F};
  adam.begin_step(0.01F);
  adam.update(kernels::active(), 0, w, grad);
  adam.begin_step(0.01F);
  adam.begin_step(0.01F);
  const float before = w[0];
  adam.update(kernels::active(), 0, w, grad);
  const double mean = (0.9 * 0.05 + 0.05) / (1.0 - std::pow(0.9, 3));
  const double square = (0.999 * 0.00025 + 0.00025) / (1.0 - std::pow(0.999, 3));
  CHECK(static_cast<double>(w[0] - before) ==
        doctest::Approx(-0.01 * mean / std::sqrt(square)).epsilon(1e-3));
}

TEST_CASE("lazy adam: rows do not see each other") {
  LazyAdam adam(2, kDim);
  std::vector<float> w0(kDim, 1.0F);
  std::vector<float> w1(kDim, 1.0F);
  const auto grad = test::random_floats(kDim, 1);
  adam.begin_step(0.01F);
  adam.update(kernels::active(), 0, w0, grad);
  adam.update(kernels::active(), 1, w1, grad);
  CHECK(w0 == w1);
}
