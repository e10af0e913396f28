// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::lsh {

/// Counts how often each row was met during one query, and names the most frequent.
///
/// One word a row: the number of the query it was last met in, and a 16-bit count. A new query
/// costs nothing, whatever the last one met; nothing is hashed or cleared. Memory: 8 bytes a row,
/// and one counter a thread.
class CollisionCounter {
 public:
  explicit CollisionCounter(std::size_t n_rows) : words_(n_rows), met_(n_rows + 1) {}

  /// Forgets the last query. At most 65,535 can be counted for one row until the next call.
  void start() noexcept;

  /// Counts `weight` for each of the rows; a row may come several times.
  void add(std::span<const std::uint32_t> rows, std::uint32_t weight) noexcept {
    const std::uint32_t stamp = epoch_ << 16U;
    std::size_t n = n_met_;
    for (const std::uint32_t row : rows) {
      const std::uint32_t word = words_[row];
      const bool known = (word & kEpochBits) == stamp;
      met_[n] = row;
      n += known ? 0U : 1U;
      words_[row] = (known ? word : stamp) + weight;
    }
    n_met_ = n;
  }

  /// The count of a row in this query.
  std::uint32_t count(std::uint32_t row) const noexcept {
    return (words_[row] & kEpochBits) == epoch_ << 16U ? words_[row] & kCountBits : 0;
  }

  std::size_t n_met() const noexcept { return n_met_; }

  /// Replaces `rows` by the `n` rows with the highest counts; of equals those that were met first.
  /// Fewer when fewer were met. In the order they were met.
  void top(std::size_t n, std::vector<std::uint32_t>& rows);

 private:
  static constexpr std::uint32_t kCountBits = 0xFFFFU;
  static constexpr std::uint32_t kEpochBits = ~kCountBits;

  std::uint32_t epoch_ = 0;  ///< In [1, 65535] while counting.
  std::size_t n_met_ = 0;
  std::vector<std::uint32_t> words_;  ///< [N] epoch in the upper half, count in the lower.
  std::vector<std::uint32_t> met_;    ///< [N + 1], the first n_met_ of them.
  std::vector<std::uint32_t> tally_;  ///< How many rows have each count.
};

}  // namespace findling::lsh
