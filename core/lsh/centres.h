// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "lsh/best_rows.h"
#include "lsh/int8_rows.h"

namespace findling::lsh {

/// The centres of C cells, and which of them is nearest to a row.
///
/// Centres of similar direction are grouped, about the square root of C groups, and only those of
/// the groups around a row are compared with it, in bytes: integers, so that a row has the same
/// cell on every processor. Const after construction; threads share it, each with a scratch of its
/// own.
class Centres {
 public:
  struct Scratch {
    BestRows best;
    std::vector<ScoredRow> groups;
    std::vector<std::int32_t> products;
    std::vector<float> scores;
  };

  Centres() = default;
  /// `values` are [C, dim]. The same values make the same groups at any number of threads.
  Centres(std::vector<float> values, std::size_t dim, base::ThreadPool& pool);

  /// Fits `n_centres` centres (at most the number of rows) by k-means on a sample of the rows.
  /// Depends on the rows only, not on the number of threads.
  static Centres fit(const Int8Rows& rows, std::size_t n_centres, base::ThreadPool& pool);

  /// Fits unit vectors to the directions of `queries` [n, dim] instead. Where there are fewer of
  /// those than centres, the rows give the rest.
  static Centres fit_directions(std::span<const float> queries, const Int8Rows& rows,
                                std::size_t n_centres, base::ThreadPool& pool);

  std::size_t size() const noexcept { return ids_.size(); }
  std::span<const float> values() const noexcept { return values_; }
  std::span<const float> operator[](std::size_t i) const noexcept {
    return std::span(values_).subspan(i * dim_, dim_);
  }

  /// Which centres a row is compared with.
  enum class Reach { kGroupsAround, kAll };

  /// The centre at the least distance of those in the groups around `row`, or of all.
  std::uint32_t nearest(const kernels::KernelTable& k, const Int8View& row, Scratch& scratch,
                        Reach reach = Reach::kGroupsAround) const;

  /// out[i] = the product of the query and centre i, about, for all C.
  void score(const kernels::KernelTable& k, const Int8View& query, Scratch& scratch,
             std::span<float> out) const;

  std::size_t memory_bytes() const noexcept;

 private:
  void make_groups(base::ThreadPool& pool);

  std::size_t dim_ = 0;
  std::vector<float> values_;          ///< [C, D]
  std::vector<std::uint32_t> ids_;     ///< [C] the centres in the order of their groups.
  std::vector<std::uint32_t> begins_;  ///< [groups + 1] into ids_.
  Int8Rows leaders_;                   ///< [groups] unit vectors.
  Int8Rows centres_;                   ///< [C] in the order of ids_.
  std::vector<float> half_squares_;    ///< [C] in the order of ids_.
};

}  // namespace findling::lsh
