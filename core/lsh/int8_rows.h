// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "lsh/sampler.h"

namespace findling::lsh {

/// A query in bytes, to be compared with many rows.
struct Int8Query {
  base::AlignedBuffer<std::int8_t> bytes;  ///< [stride], zeros behind D.
  float scale = 0.0F;

  /// Takes `x` [D], padded to `stride` bytes.
  void take(const kernels::KernelTable& k, std::span<const float> x, std::size_t stride);
};

/// A row with its score.
struct ScoredRow {
  float score;
  std::uint32_t row;

  /// Best first; of equals the smaller row.
  friend bool operator<(const ScoredRow& a, const ScoredRow& b) noexcept {
    return a.score > b.score || (a.score == b.score && a.row < b.row);
  }
};

/// Rows of a matrix as bytes with one factor each: a quarter of the memory, and products that are
/// about 1 % off at 256 columns.
class Int8Rows {
 public:
  Int8Rows() = default;
  Int8Rows(std::size_t n_rows, std::size_t dim);

  std::size_t size() const noexcept { return scales_.size(); }
  std::size_t dim() const noexcept { return dim_; }
  std::size_t stride() const noexcept { return stride_; }

  /// Quantises `x` [D] into row `i`. Safe for different rows at once.
  void set(const kernels::KernelTable& k, std::size_t i, std::span<const float> x) noexcept;
  void set_all(const RowsView& rows, base::ThreadPool& pool);

  std::span<const std::int8_t> bytes(std::size_t i) const noexcept {
    return bytes_.span().subspan(i * stride_, stride_);
  }
  float scale(std::size_t i) const noexcept { return scales_[i]; }
  /// Copies row `from` of `other`, which has the same width.
  void copy(std::size_t i, const Int8Rows& other, std::size_t from) noexcept;

  /// out[i] = the product of the query and row begin + i, about, for i < out.size(). `products` is
  /// working memory of the same size.
  void score(const kernels::KernelTable& k, const Int8Query& query, std::size_t begin,
             std::span<std::int32_t> products, std::span<float> out) const noexcept;

  std::size_t memory_bytes() const noexcept;

 private:
  std::size_t dim_ = 0;
  std::size_t stride_ = 0;  ///< D rounded up to 64 bytes: rows begin on cache lines.
  base::AlignedBuffer<std::int8_t> bytes_;
  std::vector<float> scales_;
};

/// Looks at every row: the honest peer of all indexes, exact but for the rounding of bytes.
class Int8Scan {
 public:
  explicit Int8Scan(const Int8Rows& rows) : rows_(rows) {}

  /// Replaces `best` by the `k` rows (fewer when there are fewer) with the largest products, best
  /// first.
  void top(std::span<const float> query, std::size_t k, std::vector<ScoredRow>& best);

 private:
  const Int8Rows& rows_;
  Int8Query query_;
  std::vector<std::int32_t> products_;
  std::vector<float> scores_;
};

}  // namespace findling::lsh
