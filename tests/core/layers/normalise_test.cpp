// SPDX-License-Identifier: Apache-2.0
#include "layers/normalise.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "layers/fixtures.h"

using namespace findling;

TEST_CASE("normalise: gives length one and returns the length before") {
  std::vector<float> x{3.0F, 0.0F, -4.0F};
  CHECK(layers::normalise(kernels::active(), x) == doctest::Approx(5.0));
  CHECK(x[0] == doctest::Approx(0.6));
  CHECK(x[2] == doctest::Approx(-0.8));
}

TEST_CASE("normalise: zeros stay zeros, forward and backward") {
  std::vector<float> x(5, 0.0F);
  const float length = layers::normalise(kernels::active(), x);
  CHECK(length == 0.0F);
  CHECK(x == std::vector<float>(5, 0.0F));
  std::vector<float> grad(5, 1.0F);
  layers::normalise_backward(kernels::active(), x, length, grad);
  CHECK(grad == std::vector<float>(5, 0.0F));
}

TEST_CASE("normalise: the gradient agrees with finite differences") {
  const auto& k = kernels::active();
  std::vector<float> x = test::random_floats(19, 1);
  const std::vector<float> towards = test::random_floats(19, 2);
  const auto value = [&] {
    std::vector<float> unit = x;
    layers::normalise(k, unit);
    return static_cast<double>(k.dot(unit.data(), towards.data(), unit.size()));
  };
  std::vector<float> unit = x;
  const float length = layers::normalise(k, unit);
  std::vector<float> grad = towards;
  layers::normalise_backward(k, unit, length, grad);
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(static_cast<double>(grad[i]) == doctest::Approx(test::slope(x[i], value)).epsilon(1e-3));
  }
}
