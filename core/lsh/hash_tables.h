// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/thread_pool.h"

namespace findling::lsh {

/// Which rows are in which bucket: L tables of 2^K buckets over N rows.
///
/// A table is one list of all rows, ordered by bucket, and where each bucket begins: 6 bytes a row
/// and no slack. Rows move by `set`; `sort` then makes the lists anew by counting, two passes over
/// the rows of a table. Within a bucket without a limit rows are ascending.
class HashTables {
 public:
  struct Shape {
    std::size_t n_tables;
    unsigned bits;
    std::size_t n_rows;
    std::size_t bucket_limit;  ///< Rows a bucket holds at most; 0 for no limit.
    std::uint64_t seed;        ///< Of the sample that a full bucket keeps.
  };

  /// All rows in bucket 0 of every table, and no lists yet: `set` and `sort` come first.
  explicit HashTables(const Shape& shape);

  const Shape& shape() const noexcept { return shape_; }
  std::size_t n_buckets() const noexcept { return std::size_t{1} << shape_.bits; }

  /// Says where `row` belongs in every table: buckets [L]. Safe for different rows at once.
  void set(std::uint32_t row, std::span<const std::uint16_t> buckets) noexcept;

  std::uint16_t bucket_of(std::size_t table, std::uint32_t row) const noexcept {
    return codes_[table * shape_.n_rows + row];
  }

  /// Makes the lists follow `set`. A thread owns the tables it sorts.
  void sort(base::ThreadPool& pool);

  /// The rows of a bucket at the last `sort`. A bucket over the limit has a uniform sample of its
  /// rows, the same for the same rows and seed.
  std::span<const std::uint32_t> bucket(std::size_t table, std::uint16_t code) const noexcept {
    const std::uint32_t* begins = begins_.data() + table * (n_buckets() + 1);
    return {rows_.data() + table * shape_.n_rows + begins[code], begins[code + 1U] - begins[code]};
  }

  std::size_t memory_bytes() const noexcept;

 private:
  void sort_table(std::size_t table, std::vector<std::uint32_t>& seen);
  std::uint32_t place_for(std::size_t table, std::uint32_t row,
                          std::uint32_t n_before) const noexcept;

  Shape shape_;
  std::vector<std::uint16_t> codes_;   ///< [L, N]
  std::vector<std::uint32_t> begins_;  ///< [L, buckets + 1]
  std::vector<std::uint32_t> rows_;    ///< [L, N]
};

}  // namespace findling::lsh
