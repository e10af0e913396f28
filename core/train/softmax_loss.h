// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "kernels/kernels.h"

namespace findling::train {

/// Cross entropy of a softmax over scaled cosines, and its gradient, in one pass.
///
/// `scores` [C] holds cosines, in [-1, 1], and is overwritten with the gradient by them of
/// `share * -log softmax(scale * scores)[label]`. Returns the loss without `share`.
float softmax_loss(const kernels::KernelTable& k, std::span<float> scores, std::size_t label,
                   float scale, float share) noexcept;

}  // namespace findling::train
