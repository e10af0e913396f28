// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "lsh/hash_family.h"

namespace findling::lsh {

/// Signed random projections (Charikar 2002): a bit says on which side of a random plane a vector
/// lies, and two vectors at angle a share it with chance 1 - a / pi.
///
/// Projections are the rows of H S3 H S2 H S1, with random signs S and the Hadamard matrix H, as
/// many such blocks as are needed (Andoni et al. 2015, "Practical and optimal LSH for angular
/// distance"): n log n additions give n projections, so that hashing for all tables costs less than
/// one product with a matrix of that many rows. Wide vectors are folded by signed sums first, which
/// keeps angles on average.
class SignedProjections final : public HashFamily {
 public:
  /// Throws `std::invalid_argument` for a bad shape.
  explicit SignedProjections(const HashShape& shape);

  /// Up to 8: the buckets on the other side of the nearest planes (Lv et al. 2007, multi-probe).
  std::size_t most_probes() const noexcept override;
  std::size_t memory_bytes() const noexcept override;

 private:
  void prepare(std::span<const float> x, Scratch& scratch) const override;
  void prepare(const SparseVector& x, Scratch& scratch) const override;
  void find_buckets(std::size_t n_probes, Scratch& scratch,
                    std::span<std::uint16_t> buckets) const override;
  void project(Scratch& scratch) const;

  std::size_t width_;                 ///< Of a block: a power of two, 16 or more.
  std::size_t n_blocks_;              ///< Blocks of `width_` projections.
  base::AlignedBuffer<float> signs_;  ///< [n_blocks, 3, width]
};

}  // namespace findling::lsh
