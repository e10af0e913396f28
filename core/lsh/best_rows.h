// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/kernels.h"
#include "lsh/row_index.h"

namespace findling::lsh {

/// Gathers the best of the rows it is offered, in blocks. Twice as many as are wanted are held
/// before the worse half goes, so that an offer costs the same for one row and for thousands.
class BestRows {
 public:
  /// Empties `rows`, which must live until `finish`. `n` is 1 or more.
  void start(std::size_t n, std::vector<ScoredRow>& rows) noexcept {
    n_ = n;
    limit_ = -std::numeric_limits<float>::infinity();
    rows_ = &rows;
    rows.clear();
  }

  /// Offers the rows named by `name(i)` for i < scores.size(). No score is NaN. A block without a
  /// row that can enter is passed over by one look at its maximum.
  template <typename Name>
  void offer(const kernels::KernelTable& k, std::span<const float> scores, Name&& name) {
    if (k.max(scores.data(), scores.size()) < limit_) return;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (scores[i] >= limit_) rows_->push_back({scores[i], name(i)});
      if (rows_->size() >= 2 * n_ + kSlack) halve();
    }
  }

  /// Leaves the best `n`, or all when there are fewer, best first.
  void finish() {
    if (rows_->size() > n_) halve();
    std::sort(rows_->begin(), rows_->end());
  }

 private:
  static constexpr std::size_t kSlack = 32;

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
