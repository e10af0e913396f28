// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::retrieval {

/// How scores were mapped: `(score - low) * factor`.
struct ScaledRange {
  float low = 0.0F;
  float factor = 0.0F;
};

/// Maps the scores of live passages onto [0, 1], the smallest to 0 and the largest to 1; all 0 when
/// they are equal. Removed passages get 0. Returns how.
ScaledRange scale_min_max(std::span<float> scores, std::span<const std::uint8_t> live) noexcept;

/// Divides the scores, none of them negative, by the largest. A passage without a word of the query
/// stays at 0 and one with a word stays above, also when every passage has it. Returns
/// the largest, or 0.
float scale_by_max(std::span<float> scores) noexcept;

/// A passage and its score.
struct Scored {
  std::uint32_t slot;
  float score;
};

/// Better first; of equals the earlier slot.
inline bool ranks_before(const Scored& a, const Scored& b) noexcept {
  return a.score > b.score || (a.score == b.score && a.slot < b.slot);
}

/// The `k` best passages that are `allowed` (non-zero), best first; fewer when there are fewer.
std::vector<Scored> select_best(std::span<const float> scores,
                                std::span<const std::uint8_t> allowed, std::size_t k);

}  // namespace findling::retrieval
