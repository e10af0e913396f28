// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "kernels/kernels.h"

namespace findling::layers {

/// Divides `x` by its Euclidean length and returns that length. A vector of zeros stays as it is
/// and gives 0.
float normalise(const kernels::KernelTable& k, std::span<float> x) noexcept;

/// Turns `grad`, the gradient by `unit = x / length`, into the gradient by `x`:
/// `(grad - (grad . unit) unit) / length`, or zeros when the length is 0.
void normalise_backward(const kernels::KernelTable& k, std::span<const float> unit, float length,
                        std::span<float> grad) noexcept;

}  // namespace findling::layers
