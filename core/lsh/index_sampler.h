// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lsh/changed_rows.h"
#include "lsh/insertions.h"
#include "lsh/sampler.h"
#include "lsh/sampler_shape.h"

namespace findling::lsh {

/// What samplers have in common that keep an index of the rows: hash tables or cells.
///
/// Training: the active rows of a batch are its labels, hard negatives and random ones. Hard
/// negatives are what the index finds for some samples of the batch, spread evenly over it; random
/// ones keep every row in play.
///
/// Rows that move are gathered and taken in together when they are a sixteenth of all, so that the
/// cost of a new index is shared by many steps: per moved row a constant.
class IndexSampler : public RowSampler {
 public:
  void propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
               base::ThreadPool& pool, Scratch& scratch, std::vector<std::uint32_t>& rows) final;
  void candidates(std::span<const float> query, std::size_t n_wanted, Scratch& scratch,
                  std::vector<std::uint32_t>& rows) const final;
  std::unique_ptr<Scratch> make_scratch() const final;
  void rows_changed(const RowsView& weights, std::span<const std::uint32_t> rows,
                    base::ThreadPool& pool) final;
  void rebuild(const RowsView& weights, base::ThreadPool& pool) final;
  void freeze() noexcept final { frozen_ = true; }
  bool frozen() const noexcept final { return frozen_; }

  std::vector<std::uint32_t> state() const final;
  /// `rebuild` from the weights that belong to `state` comes first.
  void restore(std::span<const std::uint32_t> state) final;

 protected:
  /// Throws `std::invalid_argument` for a bad shape.
  IndexSampler(const SamplerShape& shape, const Insertions& none);

  /// Working memory of one thread for one query at a time.
  class QueryScratch {
   public:
    virtual ~QueryScratch() = default;
  };

  /// What rows are looked for: hard negatives need not be the hardest of all.
  enum class Purpose { kTraining, kAnswer };

  /// The part of a thread's scratch that belongs to its queries.
  QueryScratch& query_scratch(Scratch& scratch) const;

  std::size_t n_rows() const noexcept { return n_rows_; }
  std::size_t dim() const noexcept { return dim_; }
  std::span<const std::uint32_t> changed() const noexcept { return changed_.rows(); }
  const Insertions& inserted() const noexcept { return inserted_; }
  std::size_t base_bytes() const noexcept;

 private:
  virtual std::unique_ptr<QueryScratch> make_query_scratch() const = 0;

  /// Replaces `rows` by up to `n` likely rows, each once, in any order.
  virtual void find(std::span<const float> query, std::size_t n, Purpose purpose,
                    QueryScratch& scratch, std::vector<std::uint32_t>& rows) const = 0;

  /// Looks at these rows of `weights` again. They move to where they belong, unless frozen.
  virtual void take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
                       base::ThreadPool& pool) = 0;
  virtual void take_in_all(const RowsView& weights, base::ThreadPool& pool) = 0;

  /// Whether a frozen index wants to see moved rows: it may keep copies of their values.
  virtual bool keeps_values() const noexcept = 0;

  /// Appends the buckets that `query` looks into and in which it misses `label`; none when it finds
  /// the label by itself.
  virtual void missing(std::span<const float> query, std::span<const std::uint32_t> labels,
                       QueryScratch& scratch, std::vector<Insertion>& out) const = 0;

  /// Where rows are, as far as it does not follow from the weights; appended to `words`.
  virtual void save_places(std::vector<std::uint32_t>& words) const = 0;
  /// Throws `std::invalid_argument` when they cannot be places of this index.
  virtual void restore_places(std::span<const std::uint32_t> words) = 0;

  struct BatchScratch;
  void learn_labels(const SampleBatch& batch, base::ThreadPool& pool, BatchScratch& scratch);
  void add_hard(const SampleBatch& batch, std::size_t n, base::Rng& rng, base::ThreadPool& pool,
                BatchScratch& scratch) const;

  std::size_t n_rows_;
  std::size_t dim_;
  ChangedRows changed_;
  Insertions inserted_;
  bool frozen_ = false;
  float hard_share_;
};

}  // namespace findling::lsh
