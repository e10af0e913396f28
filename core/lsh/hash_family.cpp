// SPDX-License-Identifier: Apache-2.0
#include "lsh/hash_family.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "base/rng.h"

namespace findling::lsh {

void HashShape::validate() const {
  if (dim > 0 && n_tables > 0 && bits >= 1 && bits <= kMostBits) return;
  throw std::invalid_argument(
      "[lsh] expected 1 or more dimensions and tables and 1 to 16 bits, got " +
      std::to_string(dim) + ", " + std::to_string(n_tables) + " and " + std::to_string(bits));
}

HashFamily::HashFamily(const HashShape& shape)
    : shape_(shape), folded_dim_(std::min(shape.dim, kMostHashed)) {
  shape.validate();
}

HashFamily::Fold HashFamily::fold(std::size_t column) const noexcept {
  if (shape_.dim <= kMostHashed) return {column, 1.0F};
  const std::uint64_t bits = base::mix64(shape_.seed ^ base::mix64(column));
  return {static_cast<std::size_t>(bits % kMostHashed), (bits >> 63) != 0 ? -1.0F : 1.0F};
}

void HashFamily::hash(std::span<const float> x, Scratch& scratch,
                      std::span<std::uint16_t> buckets) const {
  probe(x, 1, scratch, buckets);
}

void HashFamily::hash(const SparseVector& x, Scratch& scratch,
                      std::span<std::uint16_t> buckets) const {
  prepare(x, scratch);
  find_buckets(1, scratch, buckets);
}

void HashFamily::probe(std::span<const float> x, std::size_t n_probes, Scratch& scratch,
                       std::span<std::uint16_t> buckets) const {
  prepare(x, scratch);
  find_buckets(n_probes, scratch, buckets);
}

}  // namespace findling::lsh
