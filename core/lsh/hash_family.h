// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"

namespace findling::lsh {

/// Vectors wider than this are folded to it before they are hashed, so that a hash costs the length
/// of a sparse vector and not its dimension.
inline constexpr std::size_t kMostHashed = 4096;

/// How many buckets a table can have, as bits.
inline constexpr unsigned kMostBits = 16;

struct HashShape {
  std::size_t dim = 0;       ///< D, of the vectors.
  std::size_t n_tables = 0;  ///< L
  unsigned bits = 0;         ///< K: a bucket is a number in [0, 2^K).
  std::uint64_t seed = 0;

  /// Throws `std::invalid_argument` unless dim and n_tables are 1 or more and bits in [1, 16].
  void validate() const;
};

/// A vector of which the columns not named are 0.
struct SparseVector {
  std::span<const std::uint32_t> columns;  ///< Below the dimension, ascending, each once.
  std::span<const float> values;           ///< As many.
};

/// L functions that send similar vectors to the same bucket more often than others. Only the
/// direction counts: a vector and twice the vector share all buckets.
///
/// A dense and a sparse vector of the same values get the same buckets. Buckets depend on the shape
/// and the vector only: not on the processor or the number of threads. A family is const after
/// construction; threads share it, each with a scratch of its own.
class HashFamily {
 public:
  /// Working memory of one thread; grows to what the family needs.
  struct Scratch {
    base::AlignedBuffer<float> input;
    base::AlignedBuffer<float> values;
    base::AlignedBuffer<std::int8_t> winners;
  };

  virtual ~HashFamily() = default;

  const HashShape& shape() const noexcept { return shape_; }

  /// The bucket of `x` [D] in every table: buckets [L].
  void hash(std::span<const float> x, Scratch& scratch, std::span<std::uint16_t> buckets) const;
  void hash(const SparseVector& x, Scratch& scratch, std::span<std::uint16_t> buckets) const;

  /// Of every table the buckets in which rows near `x` are most likely, its own first:
  /// buckets [L, n_probes]. `n_probes` is in [1, most_probes()].
  void probe(std::span<const float> x, std::size_t n_probes, Scratch& scratch,
             std::span<std::uint16_t> buckets) const;

  virtual std::size_t most_probes() const noexcept = 0;
  virtual std::size_t memory_bytes() const noexcept = 0;

 protected:
  explicit HashFamily(const HashShape& shape);

  /// Width of the prepared input: D, or kMostHashed for wider vectors.
  std::size_t folded_dim() const noexcept { return folded_dim_; }

  /// Where column `c` of a wide vector goes, and with which sign.
  struct Fold {
    std::size_t slot;
    float sign;
  };
  Fold fold(std::size_t column) const noexcept;

 private:
  /// Puts what is to be hashed into scratch.input.
  virtual void prepare(std::span<const float> x, Scratch& scratch) const = 0;
  virtual void prepare(const SparseVector& x, Scratch& scratch) const = 0;
  /// From scratch.input to buckets [L, n_probes].
  virtual void find_buckets(std::size_t n_probes, Scratch& scratch,
                            std::span<std::uint16_t> buckets) const = 0;

  HashShape shape_;
  std::size_t folded_dim_;
};

}  // namespace findling::lsh
