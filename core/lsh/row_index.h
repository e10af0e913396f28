// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "lsh/sampler.h"
#include "lsh/sampler_shape.h"

namespace findling::lsh {

/// A row with its score.
struct ScoredRow {
  float score;
  std::uint32_t row;

  /// Best first; of equals the smaller row.
  friend bool operator<(const ScoredRow& a, const ScoredRow& b) noexcept {
    return a.score > b.score || (a.score == b.score && a.row < b.row);
  }
};

/// What a sampler can do that keeps the rows in bytes: score what it finds. For inference.
///
/// The score of row i for a query is `query . row[i] + bias[i]`, or with `SamplerShape::cosine`
/// `query . row[i] / |row[i]| + bias[i]`, up to the rounding of bytes: about 1 % of the product of
/// both lengths. Ask for a few times more rows than are needed and score those in floats to have
/// them in their true order. Beside a bias the length of the query counts: give it the one that
/// the layer multiplies its cosines by.
class RowIndex {
 public:
  virtual ~RowIndex() = default;

  /// Replaces `best` by the `k` rows (fewer when it saw fewer) with the highest scores, best first,
  /// among the `n_visited` rows (at least k) that look best from afar and are scored one by one. A
  /// larger `n_visited` finds more of the best and costs more; with N or more, every row is scored.
  /// 0 stands for `default_visited()`. `scratch` is made by the sampler. Safe from many threads,
  /// each with a scratch of its own.
  virtual void top(std::span<const float> query, std::size_t k, std::size_t n_visited,
                   RowSampler::Scratch& scratch, std::vector<ScoredRow>& best) const = 0;

  /// How many rows to score so that the best one is among them about 99 times of 100.
  virtual std::size_t default_visited() const noexcept = 0;
};

/// The index that pays for inference in a layer of this shape: "scan" or "cells".
std::string_view auto_index(const SamplerShape& shape) noexcept;

/// A sampler whose `index()` is the index called `name`: "scan", all rows; "cells", inverted lists;
/// "auto". It has seen no rows yet: `rebuild` comes first. Throws `std::invalid_argument` for an
/// unknown name.
std::unique_ptr<RowSampler> make_index(std::string_view name, const SamplerShape& shape);

/// "cells" of these rows, with centres that are fitted to typical queries [n, dim].
std::unique_ptr<RowSampler> make_fitted_cells(const SamplerShape& shape, const RowsView& rows,
                                              std::span<const float> queries,
                                              base::ThreadPool& pool);

/// The index of these rows that gave `state`, without looking for its cells again. Throws
/// `std::invalid_argument` for an unknown name, and for a state that belongs to something else.
std::unique_ptr<RowSampler> restore_index(std::string_view name, const SamplerShape& shape,
                                          const RowsView& rows,
                                          std::span<const std::uint32_t> state,
                                          base::ThreadPool& pool);

}  // namespace findling::lsh
