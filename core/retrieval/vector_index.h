// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "io/container.h"
#include "retrieval/growing_rows.h"

namespace findling::retrieval {

/// Unit vectors of passages, compared with a query one and all: exact.
///
/// Shapes: `N` slots, `D` dim. Reading is safe from many threads while nobody adds.
class VectorIndex {
 public:
  explicit VectorIndex(std::size_t dim) : rows_(dim) {}

  std::size_t size() const noexcept { return rows_.size(); }
  std::size_t dim() const noexcept { return rows_.width(); }
  std::span<const float> row(std::size_t slot) const noexcept { return rows_.row(slot); }
  const GrowingRows<float>& rows() const noexcept { return rows_; }

  /// Adds rows [n, D].
  void append(std::vector<float> rows) { rows_.append(std::move(rows)); }

  /// Writes the cosine of `query` [D], a unit vector, with every row to `out` [N].
  void score(std::span<const float> query, base::ThreadPool& pool, std::span<float> out) const;

  /// Writes the section "meaning/vectors".
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` unless there are `n` vectors of this width, all finite.
  static VectorIndex load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n,
                          std::size_t dim);

 private:
  GrowingRows<float> rows_;
};

}  // namespace findling::retrieval
