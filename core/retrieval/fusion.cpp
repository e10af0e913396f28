// SPDX-License-Identifier: Apache-2.0
#include "retrieval/fusion.h"

#include <algorithm>
#include <limits>

namespace findling::retrieval {

ScaledRange scale_min_max(std::span<float> scores, std::span<const std::uint8_t> live) noexcept {
  float low = std::numeric_limits<float>::infinity();
  float high = -low;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (live[i] == 0) continue;
    low = std::min(low, scores[i]);
    high = std::max(high, scores[i]);
  }
  const float range = high - low;
  const float factor = range > 0.0F ? 1.0F / range : 0.0F;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = live[i] == 0 ? 0.0F : std::min((scores[i] - low) * factor, 1.0F);
  }
  return {low, factor};
}

float scale_by_max(std::span<float> scores) noexcept {
  if (scores.empty()) return 0.0F;
  const float high = *std::max_element(scores.begin(), scores.end());
  if (high <= 0.0F) return 0.0F;
  for (float& score : scores) score /= high;
  return high;
}

std::vector<Scored> select_best(std::span<const float> scores,
                                std::span<const std::uint8_t> allowed, std::size_t k) {
  // A heap of the best so far with the worst of them on top: most passages cost one comparison.
  std::vector<Scored> best;
  best.reserve(std::min(k, scores.size()) + 1);
  for (std::size_t i = 0; i < scores.size() && k > 0; ++i) {
    if (allowed[i] == 0) continue;
    const Scored candidate{static_cast<std::uint32_t>(i), scores[i]};
    if (best.size() == k && !ranks_before(candidate, best.front())) continue;
    best.push_back(candidate);
    std::push_heap(best.begin(), best.end(), ranks_before);
    if (best.size() <= k) continue;
    std::pop_heap(best.begin(), best.end(), ranks_before);
    best.pop_back();
  }
  std::sort_heap(best.begin(), best.end(), ranks_before);
  return best;
}

}  // namespace findling::retrieval
