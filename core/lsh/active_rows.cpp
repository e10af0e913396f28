// SPDX-License-Identifier: Apache-2.0
#include "lsh/active_rows.h"

#include <algorithm>
#include <numeric>

namespace findling::lsh {

void ActiveRows::start(std::vector<std::uint32_t>& rows) noexcept {
  rows_ = &rows;
  rows.clear();
}

void ActiveRows::start_with(std::vector<std::uint32_t>& rows) noexcept {
  rows_ = &rows;
  for (const std::uint32_t row : rows) mark(row);
}

void ActiveRows::add(std::uint32_t row) {
  if (marked(row)) return;
  rows_->push_back(row);
  mark(row);
}

void ActiveRows::fill(std::size_t n_wanted, base::Rng& rng) {
  // Above half of the rows most draws would be repeats: one pass that keeps each row with the
  // chance that fills the rest (Knuth's algorithm S).
  if (2 * n_wanted > n_rows_) {
    std::size_t left = n_rows_ - size();
    std::size_t missing = n_wanted - std::min(n_wanted, size());
    for (std::uint32_t row = 0; missing > 0; ++row) {
      if (marked(row) || rng.below(left--) >= missing) continue;
      add(row);
      --missing;
    }
  }
  while (size() < n_wanted) add(static_cast<std::uint32_t>(rng.below(n_rows_)));
}

void ActiveRows::finish() {
  for (const std::uint32_t row : *rows_) marks_[row / 64] = 0;
  std::sort(rows_->begin(), rows_->end());
}

void all_rows(std::size_t n, std::vector<std::uint32_t>& rows) {
  rows.resize(n);
  std::iota(rows.begin(), rows.end(), 0U);
}

}  // namespace findling::lsh
