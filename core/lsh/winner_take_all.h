// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "lsh/hash_family.h"

namespace findling::lsh {

/// Densified winner-take-all (Chen and Shrivastava 2018): a hash is the place of the largest of
/// eight values drawn at random, three bits of a bucket. Two vectors share it the more often the
/// more their values agree in order, whatever their size.
///
/// Values that are 0 count as absent, so that a sparse vector needs its own values only. A hash
/// whose eight values are all absent is taken from another hash, by a fixed random walk that is the
/// same for all vectors. Wide vectors are folded first: the largest value of a slot stands for it.
class WinnerTakeAll final : public HashFamily {
 public:
  /// Throws `std::invalid_argument` for a bad shape.
  explicit WinnerTakeAll(const HashShape& shape);

  std::size_t most_probes() const noexcept override { return 1; }
  std::size_t memory_bytes() const noexcept override;

 private:
  void prepare(std::span<const float> x, Scratch& scratch) const override;
  void prepare(const SparseVector& x, Scratch& scratch) const override;
  void find_buckets(std::size_t n_probes, Scratch& scratch,
                    std::span<std::uint16_t> buckets) const override;
  void take(std::size_t column, float value, float* input) const noexcept;
  void deal();
  unsigned winner(std::size_t bin, std::span<const std::int8_t> winners) const noexcept;

  std::size_t bins_per_table_;
  std::size_t n_bins_;                      ///< Rounded up to what the kernel takes.
  base::AlignedBuffer<std::uint32_t> ids_;  ///< [8, n_bins] into the input; D is always absent.
};

}  // namespace findling::lsh
