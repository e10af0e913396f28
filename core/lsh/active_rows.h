// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"

namespace findling::lsh {

/// Gathers the active rows of a batch, each once. Made once a thread; between `start` and `finish`
/// it works for one batch.
class ActiveRows {
 public:
  explicit ActiveRows(std::size_t n_rows) : n_rows_(n_rows), marks_((n_rows + 63) / 64) {}

  /// Empties `rows`, which must live until `finish`.
  void start(std::vector<std::uint32_t>& rows) noexcept;

  /// The same with `rows`, each there once, as a beginning.
  void start_with(std::vector<std::uint32_t>& rows) noexcept;

  /// Adds a row below N unless it is there already.
  void add(std::uint32_t row);

  std::size_t size() const noexcept { return rows_->size(); }

  /// Adds rows at random, each as likely as the other, until there are `n_wanted` (at most N).
  void fill(std::size_t n_wanted, base::Rng& rng);

  /// Puts the rows in order.
  void finish();

 private:
  bool marked(std::uint32_t row) const noexcept {
    return ((marks_[row / 64] >> (row % 64)) & 1U) != 0;
  }

  void mark(std::uint32_t row) noexcept { marks_[row / 64] |= std::uint64_t{1} << (row % 64); }

  std::size_t n_rows_;
  std::vector<std::uint64_t> marks_;  ///< One bit a row, all zero between two batches.
  std::vector<std::uint32_t>* rows_ = nullptr;
};

/// Replaces `rows` by 0, 1, ... n - 1.
void all_rows(std::size_t n, std::vector<std::uint32_t>& rows);

}  // namespace findling::lsh
