// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::lsh {

/// Rows that have moved since an index last looked at them, each once, in the order they came.
class ChangedRows {
 public:
  explicit ChangedRows(std::size_t n_rows) : changed_(n_rows) {}

  void add(std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      if (changed_[row] != 0) continue;
      changed_[row] = 1;
      rows_.push_back(row);
    }
  }

  std::span<const std::uint32_t> rows() const noexcept { return rows_; }
  std::size_t size() const noexcept { return rows_.size(); }

  void clear() noexcept {
    for (const std::uint32_t row : rows_) changed_[row] = 0;
    rows_.clear();
  }

  std::size_t memory_bytes() const noexcept {
    return changed_.capacity() + rows_.capacity() * sizeof(std::uint32_t);
  }

 private:
  std::vector<std::uint8_t> changed_;  ///< [N] 1 for the members of rows_.
  std::vector<std::uint32_t> rows_;
};

}  // namespace findling::lsh
