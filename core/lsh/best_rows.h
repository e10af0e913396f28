// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "lsh/row_index.h"

namespace findling::lsh {

/// Gathers the best of the rows it is offered, in blocks. Twice as many as are wanted are held
/// before the worse half goes, so that an offer costs the same for one row and for thousands.
class BestRows {
 public:
  static constexpr float kNoLimit = -std::numeric_limits<float>::infinity();

  /// Empties `rows`, which must live until `finish`. `n` is 1 or more; scores below `limit` are not
  /// wanted.
  void start(std::size_t n, std::vector<ScoredRow>& rows, float limit = kNoLimit) noexcept {
    n_ = n;
    limit_ = limit;
    rows_ = &rows;
    rows.clear();
  }

  /// Offers the rows named by `name(i)` for i < scores.size(). Few can enter after the first: the
  /// others are passed over in groups, which costs a comparison a lane.
  template <typename Name>
  void offer(std::span<const float> scores, Name&& name) {
    for (std::size_t begin = 0; begin < scores.size(); begin += kGroup) {
      const auto group = scores.subspan(begin, std::min(kGroup, scores.size() - begin));
      if (!any_enters(group)) continue;
      const float limit = limit_;
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (group[i] >= limit) rows_->push_back({group[i], name(begin + i)});
      }
      if (rows_->size() >= 2 * n_ + kGroup) halve();
    }
  }

  /// Leaves the best `n`, or all when there are fewer, in no order.
  void finish() {
    if (rows_->size() > n_) halve();
  }

  /// The same, best first.
  void finish_sorted() {
    finish();
    std::sort(rows_->begin(), rows_->end());
  }

 private:
  static constexpr std::size_t kGroup = 32;

  bool any_enters(std::span<const float> group) const noexcept {
    const float limit = limit_;
    std::int32_t n = 0;
    for (const float score : group) n += score >= limit ? 1 : 0;
    return n > 0;
  }

  void halve() {
    std::nth_element(rows_->begin(), rows_->begin() + static_cast<std::ptrdiff_t>(n_ - 1),
                     rows_->end());
    rows_->resize(n_);
    limit_ = rows_->back().score;
  }

  std::size_t n_ = 1;
  float limit_ = 0.0F;  ///< Scores below it cannot enter any more.
  std::vector<ScoredRow>* rows_ = nullptr;
};

}  // namespace findling::lsh
