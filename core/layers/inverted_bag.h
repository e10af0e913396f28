// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "layers/compact_ids.h"
#include "sparse/csr.h"

namespace findling::layers {

/// Turns sparse batches around: from "which rows does each sample use" to "who uses each row".
///
/// Like `TouchedRows`, with values, and for several batches that share one table.
class InvertedBag {
 public:
  /// One use of a row: `value` times the row went into the sample that has this gradient.
  struct Entry {
    const float* gradient;  ///< [D]
    float value;
  };

  /// For rows in [0, n_rows).
  explicit InvertedBag(std::size_t n_rows) : rows_(n_rows) {}

  /// Forgets the batch before.
  void clear() noexcept;

  /// Counts the rows of a batch. All batches are counted before one is placed.
  void count(const sparse::CsrView& batch);

  /// Puts the entries of a counted batch in their places; `gradients` is [B, dim].
  void place(const sparse::CsrView& batch, const float* gradients, std::size_t dim);

  /// The rows that were used, each once, in the order of first use.
  std::span<const std::uint32_t> rows() const noexcept { return rows_.ids(); }

  /// Who uses `rows()[i]`, batch by batch and sample by sample. After all batches were placed.
  std::span<const Entry> users_of(std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {entries_.data() + begin, ends_[i] - begin};
  }

 private:
  void make_room();

  CompactIds rows_;
  std::vector<std::size_t> ends_;         // counts, then where the next entry goes, then ends
  std::vector<Entry> entries_;            // grouped by row
  std::vector<std::uint32_t> positions_;  // of every id counted, in order
  std::size_t placed_ = 0;                // ids placed so far
};

}  // namespace findling::layers
