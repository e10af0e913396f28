// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::retrieval {

/// Vectors [n, D] in bytes: about `scales[i] * bytes[i]`. A quarter of the memory of floats; the
/// product of two unit vectors of 256 values is about .0005 off.
struct ByteRows {
  std::vector<std::int8_t> bytes;  ///< [n, D], none of them -128
  std::vector<float> scales;       ///< [n]

  ByteRows() = default;
  /// `n` rows of zeros.
  ByteRows(std::size_t n, std::size_t dim) : bytes(n * dim), scales(n) {}

  std::size_t size() const noexcept { return scales.size(); }

  /// Rounds `x` [D] into row `i`; a vector that is not finite counts as zeros. Different rows may
  /// be set at once.
  void set(std::size_t i, std::span<const float> x) noexcept;
};

/// Rows of some passages, where they lie.
struct ByteView {
  std::span<const std::int8_t> bytes;  ///< [n, D]
  std::span<const float> scales;       ///< [n]

  ByteView() = default;
  ByteView(std::span<const std::int8_t> all_bytes, std::span<const float> all_scales)
      : bytes(all_bytes), scales(all_scales) {}
  ByteView(const ByteRows& rows) : bytes(rows.bytes), scales(rows.scales) {}  // NOLINT: a view

  std::size_t size() const noexcept { return scales.size(); }
  /// D; 0 without rows.
  std::size_t dim() const noexcept { return scales.empty() ? 0 : bytes.size() / scales.size(); }
  ByteView part(std::size_t begin, std::size_t n) const noexcept;

  /// out [n, D] = the rows as rounded.
  void widen(std::span<float> out) const noexcept;
};

/// Whether rows of a file may be used: no byte is -128, and no scale that a unit vector cannot
/// have.
bool are_sound(const ByteView& rows) noexcept;

/// A query in bytes, to be compared with many rows.
class ByteQuery {
 public:
  /// Takes `x` [D]; zeros when it is not finite.
  explicit ByteQuery(std::span<const float> x);

  /// out[i] = the product with row `i`, about.
  void score(const ByteView& rows, std::span<float> out) const noexcept;

  /// The product with one row.
  float score(const std::int8_t* bytes, float scale) const noexcept;

 private:
  ByteRows row_;
};

}  // namespace findling::retrieval
