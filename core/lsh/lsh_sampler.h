// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lsh/hash_family.h"
#include "lsh/hash_tables.h"
#include "lsh/index_sampler.h"
#include "lsh/lsh_config.h"
#include "lsh/sampler_shape.h"

namespace findling::lsh {

/// Finds rows by hashing: those that share the most buckets with a query, counted over all tables
/// and probes. A bucket that the query falls into itself counts twice a neighbouring one.
class LshSampler final : public IndexSampler {
 public:
  /// Throws `std::invalid_argument` for a bad shape or configuration.
  LshSampler(const SamplerShape& shape, const LshConfig& config);

  const LshConfig& config() const noexcept { return config_; }
  std::size_t memory_bytes() const noexcept override;

 private:
  struct Query;
  std::unique_ptr<QueryScratch> make_query_scratch() const override;
  void find(std::span<const float> query, std::size_t n, Purpose purpose, QueryScratch& scratch,
            std::vector<std::uint32_t>& rows) const override;
  void take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
               base::ThreadPool& pool) override;
  void take_in_all(const RowsView& weights, base::ThreadPool& pool) override;
  bool keeps_values() const noexcept override { return false; }
  void missing(std::span<const float> query, std::span<const std::uint32_t> labels,
               QueryScratch& scratch, std::vector<Insertion>& out) const override;
  void save_places(std::vector<std::uint32_t>& words) const override;
  void restore_places(std::span<const std::uint32_t> words) override;

  std::uint32_t chain_of(std::size_t table, std::uint16_t bucket) const noexcept;
  template <typename RowAt>
  void hash_rows(const RowsView& weights, std::size_t n, base::ThreadPool& pool, RowAt row_at);

  LshConfig config_;
  std::unique_ptr<HashFamily> family_;
  HashTables tables_;
};

}  // namespace findling::lsh
