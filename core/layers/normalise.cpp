// SPDX-License-Identifier: Apache-2.0
#include "layers/normalise.h"

#include <algorithm>
#include <cmath>

namespace findling::layers {

float normalise(const kernels::KernelTable& k, std::span<float> x) noexcept {
  const float length = std::sqrt(k.sum_squares(x.data(), x.size()));
  if (length > 0.0F) k.scale(1.0F / length, x.data(), x.size());
  return length;
}

void normalise_backward(const kernels::KernelTable& k, std::span<const float> unit, float length,
                        std::span<float> grad) noexcept {
  if (length <= 0.0F) {
    std::fill(grad.begin(), grad.end(), 0.0F);
    return;
  }
  const float along = k.dot(grad.data(), unit.data(), grad.size());
  k.axpy(-along, unit.data(), grad.data(), grad.size());
  k.scale(1.0F / length, grad.data(), grad.size());
}

}  // namespace findling::layers
