// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lsh/best_rows.h"
#include "lsh/int8_rows.h"
#include "lsh/row_index.h"

namespace findling::lsh {

/// Scores rows in bytes with one query and keeps the best. Made once a thread.
class RowScan {
 public:
  RowScan();

  /// Takes a query for rows like `rows`.
  void ask(const Int8Rows& rows, std::span<const float> query);

  /// Replaces `best` by the `k` rows (fewer when there are fewer) with the highest scores, best
  /// first: of all rows, or of those named, each once. `k` is 1 or more.
  void best_of_all(const Int8Rows& rows, std::size_t k, std::vector<ScoredRow>& best);
  void best_of(const Int8Rows& rows, std::span<const std::uint32_t> names, std::size_t k,
               std::vector<ScoredRow>& best);

 private:
  Int8Query query_;
  BestRows best_;
  std::vector<std::int32_t> products_;
  std::vector<float> scores_;
};

}  // namespace findling::lsh
