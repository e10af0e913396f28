// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"

namespace findling::lsh {

/// A query as `Sketcher::ask` prepares it for many sketches.
struct SketchQuery {
  base::AlignedBuffer<float> rotated;        ///< [width]
  base::AlignedBuffer<std::uint8_t> tables;  ///< [width / 4, 16], see kernels `lookup_sums`.
  float scale = 0.0F;                        ///< The product of the query and the signs of a row
  float offset = 0.0F;                       ///< is about scale * sum + offset.
};

/// One vector as signs.
struct Sketch {
  base::AlignedBuffer<float> rotated;  ///< [width]
  std::vector<std::uint8_t> codes;     ///< [width / 4] four signs each.
  float length = 0.0F;                 ///< Of what was sketched.
  float factor = 0.0F;                 ///< What the product with the signs is multiplied by.
};

/// Cuts vectors down to one bit a column: the signs after a random rotation, as signed random
/// projections have them, with all the bits compared instead of looked up in tables.
///
/// The product of a query x and a row y is estimated as <x, s> |y|^2 / <y, s> from the signs s of
/// the rotated row; the query keeps its values. Unbiased, off by about |x| |y| / (1.3 sqrt(D))
/// (Gao and Long 2024, "RaBitQ"). The rotation is H S2 H S1 with random signs S and the Hadamard
/// matrix H, over D rounded up to a power of two.
///
/// Const after construction; threads share it, each with a query or sketch of its own.
class Sketcher {
 public:
  /// Throws `std::invalid_argument` unless `dim` is in [1, 65536].
  Sketcher(std::size_t dim, std::uint64_t seed);

  /// Bits of a sketch: a power of two.
  std::size_t width() const noexcept { return width_; }
  std::size_t n_groups() const noexcept { return width_ / kGroup; }

  void ask(const kernels::KernelTable& k, std::span<const float> x, SketchQuery& query) const;

  /// The sketch of `x` [D] without `centre` [width], which is rotated already.
  void take(const kernels::KernelTable& k, std::span<const float> x, std::span<const float> centre,
            Sketch& sketch) const;

  /// out [width] = the rotated `x` [D].
  void rotate(const kernels::KernelTable& k, std::span<const float> x, float* out) const noexcept;

  std::size_t memory_bytes() const noexcept { return signs_.size() * sizeof(float); }

 private:
  static constexpr std::size_t kGroup = 4;
  static constexpr std::size_t kRounds = 2;

  std::size_t width_;
  base::AlignedBuffer<float> signs_;  ///< [kRounds, width]
};

}  // namespace findling::lsh
