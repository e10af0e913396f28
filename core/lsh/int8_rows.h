// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"
#include "lsh/prefetch.h"

namespace findling::lsh {

/// A vector in bytes: about `scale * bytes[i]`.
struct Int8View {
  const std::int8_t* bytes;  ///< [stride], zeros behind D.
  float scale;
};

/// A query in bytes, to be compared with many rows.
class Int8Query {
 public:
  /// Takes `x` [D], padded to `stride` bytes; zeros when it is not finite.
  void take(const kernels::KernelTable& k, std::span<const float> x, std::size_t stride);

  Int8View view() const noexcept { return {bytes_.data(), scale_}; }

 private:
  base::AlignedBuffer<std::int8_t> bytes_;
  float scale_ = 0.0F;
};

/// Rows of a matrix as bytes, each with a factor and something to add: a quarter of the memory, and
/// products that are about 1 % off at 256 columns.
class Int8Rows {
 public:
  Int8Rows() = default;
  Int8Rows(std::size_t n_rows, std::size_t dim);

  std::size_t size() const noexcept { return scales_.size(); }
  std::size_t dim() const noexcept { return dim_; }
  std::size_t stride() const noexcept { return stride_; }

  /// Makes `x` [D] times `factor` row `i`, and `bias` what is added to its products. A row that
  /// is not finite counts as zeros. Safe for different rows at once.
  void set(const kernels::KernelTable& k, std::size_t i, std::span<const float> x, float factor,
           float bias) noexcept;

  Int8View view(std::size_t i) const noexcept { return {bytes_.data() + i * stride_, scales_[i]}; }
  /// Asks for row `i`, which is read soon.
  void fetch(std::size_t i) const noexcept { prefetch(bytes_.data() + i * stride_, stride_); }
  float bias(std::size_t i) const noexcept { return biases_[i]; }

  /// out [D] = row `i` in floats, as rounded.
  void get(std::size_t i, std::span<float> out) const noexcept;

  /// out[i] = the product of the query and row begin + i, about, and the row's bias, for
  /// i < out.size(). `products` is working memory of the same size.
  void score(const kernels::KernelTable& k, const Int8View& query, std::size_t begin,
             std::span<std::int32_t> products, std::span<float> out) const noexcept;

  /// Row `i` as `words_per_row()` words, for `load_row`.
  void save_row(std::size_t i, std::vector<std::uint32_t>& words) const;
  void load_row(std::size_t i, std::span<const std::uint32_t> words) noexcept;
  std::size_t words_per_row() const noexcept { return stride_ / sizeof(std::uint32_t) + 2; }

  std::size_t memory_bytes() const noexcept;

 private:
  std::size_t dim_ = 0;
  std::size_t stride_ = 0;  ///< D rounded up to 64 bytes: rows begin on cache lines.
  base::AlignedBuffer<std::int8_t> bytes_;
  std::vector<float> scales_;
  std::vector<float> biases_;
};

}  // namespace findling::lsh
