// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lsh/centres.h"
#include "lsh/index_sampler.h"
#include "lsh/int8_rows.h"
#include "lsh/row_index.h"
#include "lsh/sampler_shape.h"
#include "lsh/sketch_lists.h"
#include "lsh/sketches.h"

namespace findling::lsh {

/// How rows are kept in cells.
struct CellConfig {
  std::size_t n_cells = 1;            ///< C; 1: every query reads all sketches.
  std::size_t n_probes = 1;           ///< Cells that a query reads.
  std::size_t n_training_probes = 1;  ///< The same for hard negatives.
  std::size_t n_visited = 256;        ///< Rows that are compared in bytes after that.
};

/// The configuration that pays for a layer of this shape; see docs/engine.md for its measurements.
CellConfig tune_cells(const SamplerShape& shape) noexcept;

/// Finds rows in three steps, each over fewer rows and more exact than the last: the cells whose
/// centres score highest (inverted lists: Jegou et al. 2011), the sketches of their rows, one bit a
/// column, and of the best of those the rows themselves, in bytes.
///
/// Sketches are of what is left of a row when the centre of its cell, the mean of its rows, is
/// taken away. A cell is worth what its best row may score: the product with the centre, and what a
/// rest as long as its rows' rests has along a random direction. So rows of unequal length need
/// nothing of their own.
///
/// Where typical queries are known, centres are fitted to those instead (`fit`): rows that training
/// has hardly moved from where they began are alike to nothing, and would draw centres to nowhere.
/// The cells are then those whose centres are nearest to the query, and fewer of them are read.
class CellSampler final : public IndexSampler, public RowIndex {
 public:
  /// Throws `std::invalid_argument` for a bad shape or configuration.
  CellSampler(const SamplerShape& shape, const CellConfig& config);

  const CellConfig& config() const noexcept { return config_; }
  /// The cell of a row.
  std::uint32_t cell_of(std::uint32_t row) const noexcept { return lists_.cell_of(row); }

  const RowIndex* index() const noexcept override { return this; }
  void top(std::span<const float> query, std::size_t k, std::size_t n_visited, Scratch& scratch,
           std::vector<ScoredRow>& best) const override;
  std::size_t default_visited() const noexcept override;
  std::size_t memory_bytes() const noexcept override;

  /// In place of `rebuild`: the centres are those of `queries` [n, dim], and of rows where there
  /// are fewer queries than cells.
  void fit(const RowsView& weights, std::span<const float> queries, base::ThreadPool& pool);

  /// In place of `rebuild` before `restore`: takes in what the rows are, not where they belong.
  void take_values(const RowsView& weights, base::ThreadPool& pool);

 private:
  struct Query;
  struct Worker;
  std::unique_ptr<QueryScratch> make_query_scratch() const override;
  void find(std::span<const float> query, std::size_t n, Purpose purpose, QueryScratch& scratch,
            std::vector<std::uint32_t>& rows) const override;
  void take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
               base::ThreadPool& pool) override;
  void take_in_all(const RowsView& weights, base::ThreadPool& pool) override;
  bool keeps_values() const noexcept override { return true; }
  void missing(std::span<const float> query, std::span<const std::uint32_t> labels,
               QueryScratch& scratch, std::vector<Insertion>& out) const override;
  void save_places(std::vector<std::uint32_t>& words) const override;
  void restore_places(std::span<const std::uint32_t> words) override;

  void choose_cells(std::span<const float> query, std::size_t n_probes, Query& scratch) const;
  float guess_limit(std::size_t n, std::size_t n_rows, Query& scratch) const;
  void read_lists(std::size_t n, float limit, Query& scratch) const;
  void read_sketches(std::span<const float> query, std::size_t n, std::size_t n_probes,
                     Query& scratch) const;
  void best_of(std::span<const float> query, std::size_t k, std::size_t n_visited, Query& scratch,
               std::vector<ScoredRow>& best) const;
  void take_centres(Centres centres, std::vector<float> scales);
  void assign(Centres::Reach reach, base::ThreadPool& pool,
              std::vector<std::uint32_t>& cells) const;
  std::size_t n_probed(Purpose purpose) const noexcept;
  void measure_cells(std::span<const float> rests);
  void sketch(const kernels::KernelTable& k, std::uint32_t row, std::uint32_t cell,
              Worker& worker) const;
  std::vector<float> deal(std::span<const std::uint32_t> cells, base::ThreadPool& pool);

  CellConfig config_;
  bool cosine_;
  Sketcher sketcher_;
  Int8Rows rows_;
  Centres centres_;
  std::vector<float> scales_;           ///< [C] of the centres of queries; empty for those of rows.
  std::vector<float> rotated_centres_;  ///< [C, width]
  std::vector<float> reaches_;          ///< [C] what a unit query may score above the centre.
  std::vector<float> mean_biases_;      ///< [C]
  SketchLists lists_;
};

}  // namespace findling::lsh
