// SPDX-License-Identifier: Apache-2.0
#include "train/softmax_loss.h"

#include <cmath>

namespace findling::train {

float softmax_loss(const kernels::KernelTable& k, std::span<float> scores, std::size_t label,
                   float scale, float share) noexcept {
  const float largest = k.max(scores.data(), scores.size());
  const float at_label = scale * (scores[label] - largest);
  const float sum = k.exp_sum(scores.data(), scores.size(), largest, scale, scores.data());
  const float slope = scale * share;
  k.scale(slope / sum, scores.data(), scores.size());
  scores[label] -= slope;
  return std::log(sum) - at_label;
}

}  // namespace findling::train
