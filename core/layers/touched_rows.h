// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "layers/compact_ids.h"
#include "sparse/ragged.h"

namespace findling::layers {

/// Turns a batch around: from "which rows does each sample use" to "which samples use each row".
///
/// With it a backward pass can give every row to one task, which adds up the row's gradient in the
/// order of the samples and updates the row once: no locks, and the same bits at any thread count.
class TouchedRows {
 public:
  /// For rows in [0, n_rows).
  explicit TouchedRows(std::size_t n_rows) : rows_(n_rows) {}

  /// Takes in a batch; the last one is forgotten. Every id of `samples` must be below n_rows.
  /// Cost: two passes over the ids of the batch.
  void collect(const sparse::RaggedView& samples) { collect(samples, nullptr); }

  /// The same for a batch that may be a whole library. Throws `base::CancelledError`; the object
  /// then holds no batch until the next `collect`.
  void collect(const sparse::RaggedView& samples, const base::CancelToken& cancel) {
    collect(samples, &cancel);
  }

  /// The rows of the batch, each once, in the order of first use.
  std::span<const std::uint32_t> rows() const noexcept { return rows_.ids(); }

  /// The samples that use `rows()[i]`, ascending; a sample that uses it twice is there twice.
  std::span<const std::uint32_t> samples_of(std::size_t i) const noexcept {
    return {samples_.data() + begins_[i], begins_[i + 1] - begins_[i]};
  }

 private:
  void collect(const sparse::RaggedView& samples, const base::CancelToken* cancel);

  CompactIds rows_;
  std::vector<std::size_t> begins_;     // [rows + 1]
  std::vector<std::uint32_t> samples_;  // grouped by row
  std::vector<std::size_t> cursors_;    // where the next sample of a row goes
};

}  // namespace findling::layers
