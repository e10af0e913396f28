// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lsh/index_sampler.h"
#include "lsh/int8_rows.h"
#include "lsh/row_index.h"
#include "lsh/sampler_shape.h"

namespace findling::lsh {

/// Looks at every row, in bytes: the honest peer of all indexes, exact but for the rounding, and
/// the one that wins in layers that fit into a cache.
class ScanSampler final : public IndexSampler, public RowIndex {
 public:
  explicit ScanSampler(const SamplerShape& shape);

  const RowIndex* index() const noexcept override { return this; }
  void top(std::span<const float> query, std::size_t k, std::size_t n_visited, Scratch& scratch,
           std::vector<ScoredRow>& best) const override;
  std::size_t default_visited() const noexcept override { return n_rows(); }
  std::size_t memory_bytes() const noexcept override;

 private:
  struct Query;
  std::unique_ptr<QueryScratch> make_query_scratch() const override;
  void find(std::span<const float> query, std::size_t n, Purpose purpose, QueryScratch& scratch,
            std::vector<std::uint32_t>& rows) const override;
  void take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
               base::ThreadPool& pool) override;
  void take_in_all(const RowsView& weights, base::ThreadPool& pool) override;
  bool keeps_values() const noexcept override { return true; }
  void missing(std::span<const float> /*query*/, std::span<const std::uint32_t> /*labels*/,
               QueryScratch& /*scratch*/, std::vector<Insertion>& /*out*/) const override {}
  void save_places(std::vector<std::uint32_t>& words) const override;
  void restore_places(std::span<const std::uint32_t> words) override;

  bool cosine_;
  Int8Rows rows_;
};

}  // namespace findling::lsh
