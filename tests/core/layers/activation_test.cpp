// SPDX-License-Identifier: Apache-2.0
#include "layers/activation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace findling::layers {
namespace {

std::vector<float> activated(Activation activation, std::vector<float> x) {
  activate(kernels::active(), activation, x);
  return x;
}

}  // namespace

TEST_CASE("activations are those of the C library, also far out") {
  std::vector<float> x;
  for (int i = -240; i <= 240; ++i) x.push_back(0.5F * static_cast<float>(i));
  const auto relu = activated(Activation::kRelu, x);
  const auto tanh = activated(Activation::kTanh, x);
  const auto sigmoid = activated(Activation::kSigmoid, x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto value = static_cast<double>(x[i]);
    CHECK(relu[i] == std::max(x[i], 0.0F));
    CHECK(std::abs(static_cast<double>(tanh[i]) - std::tanh(value)) < 3e-7);
    CHECK(std::abs(static_cast<double>(sigmoid[i]) - 1.0 / (1.0 + std::exp(-value))) < 3e-7);
  }
}

TEST_CASE("softmax gives shares of one sample") {
  const auto y = activated(Activation::kSoftmax, {1000.0F, 1000.0F, 998.0F});
  const double rest = std::exp(-2.0);
  CHECK(static_cast<double>(y[0]) == doctest::Approx(1.0 / (2.0 + rest)));
  CHECK(static_cast<double>(y[2]) == doctest::Approx(rest / (2.0 + rest)));
}

TEST_CASE("names go both ways, and others are refused") {
  for (const char* name : {"linear", "relu", "tanh", "sigmoid", "softmax"}) {
    CHECK(name_of(activation_of(name)) == name);
  }
  CHECK_THROWS_WITH_AS(activation_of("swish"), doctest::Contains("got swish"),
                       std::invalid_argument);
}

}  // namespace findling::layers
