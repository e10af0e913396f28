// SPDX-License-Identifier: Apache-2.0
#include "train/row_optimizer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "layers/fixtures.h"

namespace findling {
namespace {

using train::OptimizerConfig;
using train::OptimizerKind;
using train::RowOptimizer;

constexpr std::size_t kDim = 5;
const kernels::KernelTable& k = kernels::active();

// One row, stepped by `steps` random gradients of which every `every`-th reaches it.
std::vector<float> stepped(const OptimizerConfig& config, int steps, int every, float lr) {
  RowOptimizer optimizer(1, kDim, config);
  auto weights = test::random_floats(kDim, 1);
  for (int i = 0; i < steps; ++i) {
    optimizer.begin_step(lr);
    const auto gradient = test::random_floats(kDim, 100 + static_cast<std::uint64_t>(i));
    if (i % every == 0) optimizer.update(k, 0, weights, gradient);
  }
  return weights;
}

double as_double(float x) { return static_cast<double>(x); }

}  // namespace

TEST_CASE("Adam with decay follows dense Adam whose gradients are zero between") {
  constexpr int kSteps = 13;
  const OptimizerConfig config{.beta1 = 0.8F, .beta2 = 0.95F, .decay_while_asleep = true};
  const auto found = stepped(config, kSteps, 4, 0.1F);
  const auto start = test::random_floats(kDim, 1);
  for (std::size_t j = 0; j < kDim; ++j) {
    double w = as_double(start[j]);
    double m = 0.0;
    double v = 0.0;
    for (int i = 0; i < kSteps; ++i) {
      const bool awake = i % 4 == 0;
      const double g =
          awake ? as_double(test::random_floats(kDim, 100 + static_cast<std::uint64_t>(i))[j])
                : 0.0;
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      const double t = i + 1;
      // A row that sleeps does not move.
      if (awake) {
        w -= 0.1 * (m / (1.0 - std::pow(0.8, t))) /
             (std::sqrt(v / (1.0 - std::pow(0.95, t))) + 1e-8);
      }
    }
    CHECK(as_double(found[j]) == doctest::Approx(w).epsilon(1e-4));
  }
}

TEST_CASE("Adam without decay keeps the moments of a row that sleeps") {
  OptimizerConfig config{.decay_while_asleep = false};
  RowOptimizer optimizer(1, 1, config);
  std::vector<float> weight{0.0F};
  const std::vector<float> one{1.0F};
  const std::vector<float> none{0.0F};
  optimizer.begin_step(1.0F);
  optimizer.update(k, 0, weight, one);
  for (int i = 0; i < 5; ++i) optimizer.begin_step(1.0F);
  optimizer.update(k, 0, weight, none);
  CHECK(optimizer.mean()[0] == doctest::Approx(0.09F));
}

TEST_CASE("SGD goes against the gradient, with momentum further") {
  const OptimizerConfig plain{.kind = OptimizerKind::kSgd, .beta1 = 0.0F};
  const OptimizerConfig momentum{.kind = OptimizerKind::kSgd, .beta1 = 0.5F};
  const auto start = test::random_floats(kDim, 1);
  const auto first = test::random_floats(kDim, 100);
  const auto second = test::random_floats(kDim, 101);
  const auto found_plain = stepped(plain, 2, 1, 0.1F);
  const auto found_momentum = stepped(momentum, 2, 1, 0.1F);
  for (std::size_t j = 0; j < kDim; ++j) {
    const float expected = start[j] - 0.1F * (first[j] + second[j]);
    CHECK(found_plain[j] == doctest::Approx(expected));
    CHECK(found_momentum[j] == doctest::Approx(expected - 0.05F * first[j]));
  }
}

TEST_CASE("Adagrad divides by the root of the row's mean squares") {
  const OptimizerConfig config{.kind = OptimizerKind::kAdagrad};
  const auto start = test::random_floats(kDim, 1);
  const auto gradient = test::random_floats(kDim, 100);
  float squares = 0.0F;
  for (const float g : gradient) squares += g * g / static_cast<float>(kDim);
  const auto found = stepped(config, 1, 1, 0.1F);
  for (std::size_t j = 0; j < kDim; ++j) {
    CHECK(found[j] == doctest::Approx(start[j] - 0.1F * gradient[j] / std::sqrt(squares)));
  }
}

TEST_CASE("weight decay that was slept through is caught up") {
  OptimizerConfig config{.kind = OptimizerKind::kSgd, .beta1 = 0.0F, .weight_decay = 0.5F};
  RowOptimizer optimizer(1, 1, config);
  std::vector<float> weight{1.0F};
  const std::vector<float> none{0.0F};
  for (int i = 0; i < 3; ++i) optimizer.begin_step(0.1F);
  optimizer.update(k, 0, weight, none);
  CHECK(weight[0] == doctest::Approx(std::pow(0.95F, 3.0F)));
}

TEST_CASE("state that is taken over goes on with the same bits") {
  const OptimizerConfig config{.weight_decay = 0.1F, .decay_while_asleep = true};
  RowOptimizer first(2, kDim, config);
  auto weights = test::random_floats(2 * kDim, 1);
  const auto step = [&](RowOptimizer& optimizer, std::vector<float>& w, std::uint64_t seed) {
    optimizer.begin_step(0.1F);
    const auto gradient = test::random_floats(kDim, seed);
    optimizer.update(k, seed % 2, std::span(w).subspan(seed % 2 * kDim, kDim), gradient);
  };
  for (std::uint64_t i = 0; i < 3; ++i) step(first, weights, i);
  RowOptimizer second(2, kDim, config);
  second.set_step(first.step());
  std::copy(first.last_step().begin(), first.last_step().end(), second.last_step().begin());
  std::copy(first.mean().begin(), first.mean().end(), second.mean().begin());
  std::copy(first.square().begin(), first.square().end(), second.square().begin());
  auto copy = weights;
  for (std::uint64_t i = 3; i < 7; ++i) {
    step(first, weights, i);
    step(second, copy, i);
  }
  CHECK(copy == weights);
}

TEST_CASE("constants outside of their range are refused") {
  CHECK_THROWS_WITH_AS(RowOptimizer(1, 1, {.beta1 = 1.0F}), doctest::Contains("[0, 1)"),
                       std::invalid_argument);
  CHECK_THROWS_AS(RowOptimizer(1, 1, {.eps = 0.0F}), std::invalid_argument);
  CHECK_THROWS_AS(RowOptimizer(1, 1, {.weight_decay = -1.0F}), std::invalid_argument);
  CHECK_THROWS_AS(train::optimizer_of("lion"), std::invalid_argument);
}

}  // namespace findling
