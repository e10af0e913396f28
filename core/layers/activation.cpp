// SPDX-License-Identifier: Apache-2.0
#include "layers/activation.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace findling::layers {

namespace {

constexpr std::array<std::pair<Activation, std::string_view>, 5> kNames{{
    {Activation::kLinear, "linear"},
    {Activation::kRelu, "relu"},
    {Activation::kTanh, "tanh"},
    {Activation::kSigmoid, "sigmoid"},
    {Activation::kSoftmax, "softmax"},
}};

// 1 / (1 + exp(-slope x)); the kernel's exponential ends at exp(88), which is finite.
void logistic(const kernels::KernelTable& k, float slope, std::span<float> x) noexcept {
  k.exp_sum(x.data(), x.size(), 0.0F, -slope, x.data());
  for (float& value : x) value = 1.0F / (1.0F + value);
}

void softmax(const kernels::KernelTable& k, std::span<float> x) noexcept {
  const float largest = k.max(x.data(), x.size());
  const float sum = k.exp_sum(x.data(), x.size(), largest, 1.0F, x.data());
  k.scale(1.0F / sum, x.data(), x.size());
}

}  // namespace

Activation activation_of(std::string_view name) {
  for (const auto& [activation, known] : kNames) {
    if (known == name) return activation;
  }
  throw std::invalid_argument(
      "[network] expected activation linear, relu, tanh, sigmoid or softmax, got " +
      std::string(name));
}

std::string_view name_of(Activation activation) noexcept {
  return kNames[static_cast<std::size_t>(activation)].second;
}

void activate(const kernels::KernelTable& k, Activation activation, std::span<float> x) noexcept {
  switch (activation) {
    case Activation::kLinear:
      return;
    case Activation::kRelu:
      for (float& value : x) value = std::max(value, 0.0F);
      return;
    case Activation::kTanh:
      logistic(k, 2.0F, x);
      for (float& value : x) value = 2.0F * value - 1.0F;
      return;
    case Activation::kSigmoid:
      return logistic(k, 1.0F, x);
    case Activation::kSoftmax:
      return softmax(k, x);
  }
}

void activate_backward(Activation activation, std::span<const float> y,
                       std::span<float> gradient) noexcept {
  const std::size_t n = y.size();
  switch (activation) {
    case Activation::kLinear:
    case Activation::kSoftmax:
      return;
    case Activation::kRelu:
      for (std::size_t i = 0; i < n; ++i) gradient[i] = y[i] > 0.0F ? gradient[i] : 0.0F;
      return;
    case Activation::kTanh:
      for (std::size_t i = 0; i < n; ++i) gradient[i] *= 1.0F - y[i] * y[i];
      return;
    case Activation::kSigmoid:
      for (std::size_t i = 0; i < n; ++i) gradient[i] *= y[i] * (1.0F - y[i]);
      return;
  }
}

}  // namespace findling::layers
