// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sparse/ragged.h"

namespace findling::tasks {

/// H buckets of B for each label.
struct BucketShape {
  static constexpr std::uint32_t kMaxHashes = 64;

  std::uint32_t n_buckets;  ///< B, the outputs of the network.
  std::uint32_t n_hashes;   ///< H, up to `kMaxHashes` and up to B.
  std::uint64_t seed;       ///< Of the buckets that labels draw.

  /// Throws `std::invalid_argument` for numbers outside of these limits.
  void validate() const;
};

/// Which labels are in which buckets of a MACH head, both ways.
///
/// Medini et al., "Extreme Classification in Log Memory using Count-Min Sketch", NeurIPS 2019, let
/// a network predict B buckets instead of N labels; here, as in later systems, the H hash functions
/// share one set of buckets, and those of a label are distinct.
///
/// Labels are numbers below `n_slots()`; forgotten ones leave a hole that may be filled again. What
/// is held depends on which labels have which buckets and on nothing that happened before.
/// Memory: 8 bytes a label and hash, an eighth for growth, and 24 bytes a bucket.
class BucketIndex {
 public:
  /// No labels. Throws `std::invalid_argument` for a shape that is not valid.
  explicit BucketIndex(const BucketShape& shape);

  const BucketShape& shape() const noexcept { return shape_; }
  /// One more than the highest label that was ever here.
  std::size_t n_slots() const noexcept { return buckets_.size() / shape_.n_hashes; }
  std::size_t n_labels() const noexcept { return n_labels_; }

  bool contains(std::uint32_t label) const noexcept {
    return label < n_slots() && slot(label)[0] != kNoBucket;
  }

  /// The buckets [H] of a label, in the order they were drawn. Precondition: `contains(label)`.
  std::span<const std::uint32_t> buckets_of(std::uint32_t label) const noexcept {
    return {slot(label), shape_.n_hashes};
  }

  /// The labels of a bucket, ascending. Precondition: bucket < n_buckets.
  std::span<const std::uint32_t> labels_in(std::uint32_t bucket) const noexcept {
    return labels_[bucket];
  }

  /// Puts a label into H distinct buckets. `label` is a hole or `n_slots()`, which grows. Costs a
  /// search and a move within each of the buckets; adding at the end moves nothing.
  /// Throws `std::invalid_argument` and changes nothing when the label is here, too high, or the
  /// buckets are not H distinct ones.
  void introduce(std::uint32_t label, std::span<const std::uint32_t> buckets);

  /// Takes a label out of all its buckets. Throws `std::invalid_argument` when it is not here.
  void forget(std::uint32_t label);

  /// All of it, for a file: shape and, for each slot, its buckets.
  std::vector<std::uint32_t> state() const;

  /// What `state` returned. Throws `std::invalid_argument` for anything else; memory in proportion
  /// to `state` is all that hostile numbers can ask for, but for 24 bytes a bucket.
  static BucketIndex restore(std::span<const std::uint32_t> state);

  std::size_t memory_bytes() const noexcept;

 private:
  static constexpr std::uint32_t kNoBucket = 0xFFFFFFFFU;

  const std::uint32_t* slot(std::uint32_t label) const noexcept {
    return buckets_.data() + std::size_t{label} * shape_.n_hashes;
  }
  void expect_buckets(std::span<const std::uint32_t> buckets) const;
  void fill_labels();

  BucketShape shape_;
  std::size_t n_labels_ = 0;
  std::vector<std::uint32_t> buckets_;              ///< [slots, H]; kNoBucket in holes.
  std::vector<std::vector<std::uint32_t>> labels_;  ///< [B], each ascending.
};

/// Lists of buckets, for training.
struct BucketLists {
  std::vector<std::uint64_t> offsets;  ///< [n + 1]
  std::vector<std::uint32_t> values;   ///< Ascending and distinct within a list.
};

/// The buckets of each sample's labels, each once. Throws `std::invalid_argument` when `labels` is
/// not valid or names a label that is not here.
BucketLists bucket_targets(const BucketIndex& index, sparse::RaggedView labels);

}  // namespace findling::tasks
