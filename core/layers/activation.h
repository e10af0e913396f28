// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "kernels/kernels.h"

namespace findling::layers {

/// What a layer does to each value, or with softmax to each sample, at its end.
enum class Activation { kLinear, kRelu, kTanh, kSigmoid, kSoftmax };

/// Throws `std::invalid_argument` for a name that is none of linear, relu, tanh, sigmoid, softmax.
Activation activation_of(std::string_view name);
std::string_view name_of(Activation activation) noexcept;

/// Applies it to one sample's values, in place. tanh and sigmoid are exact to about 2e-7.
void activate(const kernels::KernelTable& k, Activation activation, std::span<float> x) noexcept;

/// Turns the gradient by the activated values `y` into the one by the values before, in place.
/// Softmax has none: it is for outputs, whose loss takes the values before it.
void activate_backward(Activation activation, std::span<const float> y,
                       std::span<float> gradient) noexcept;

}  // namespace findling::layers
