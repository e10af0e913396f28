// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace findling::lsh {

/// A row to put into a bucket.
struct Insertion {
  std::uint32_t bucket;
  std::uint32_t row;
};

/// Rows that were put into buckets besides the one they belong to: what a frozen index learns.
///
/// Short chains in two arrays, so that nothing is allocated while a bucket is read, and nothing at
/// all before the first row comes. A full chain gives up one of its rows for the new one, chosen by
/// the row: the same on every machine.
class Insertions {
 public:
  Insertions(std::size_t n_buckets, std::size_t most_per_bucket)
      : n_buckets_(n_buckets), most_(most_per_bucket) {}

  /// Puts `row` into `bucket`; nothing happens when it is there already.
  void add(std::size_t bucket, std::uint32_t row);

  bool contains(std::size_t bucket, std::uint32_t row) const noexcept;

  /// Calls `fn(row)` for the rows of `bucket`.
  template <typename Fn>
  void for_each(std::size_t bucket, Fn&& fn) const {
    if (first_.empty()) return;
    for (std::uint32_t at = first_[bucket]; at != kEnd; at = next_[at]) fn(rows_[at]);
  }

  std::size_t size() const noexcept { return rows_.size(); }
  std::size_t memory_bytes() const noexcept;

  /// Pairs of bucket and row that `restore` understands, appended to `words`.
  void save(std::vector<std::uint32_t>& words) const;

  /// Takes the place of all rows. Throws `std::invalid_argument` unless `words` are pairs of a
  /// bucket and a row below `n_rows`, and no bucket has too many.
  void restore(std::span<const std::uint32_t> words, std::size_t n_rows);

 private:
  static constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();

  void append(std::size_t bucket, std::uint32_t row);

  std::size_t n_buckets_;
  std::size_t most_;
  std::vector<std::uint32_t> first_;    ///< [n_buckets] into the next two, or kEnd.
  std::vector<std::uint32_t> next_;     ///< [size]
  std::vector<std::uint32_t> rows_;     ///< [size]
  std::vector<std::uint32_t> buckets_;  ///< [size], so that they can be saved in their order.
};

}  // namespace findling::lsh
