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

  /// The share of the rows besides the labels that are hard negatives, in [0, 1].
  void set_hard_share(float share) noexcept { hard_share_ = share; }

  std::vector<std::uint32_t> state() const final;
  /// `rebuild` from the weights that belong to `state` comes first.
  void restore(std::span<const std::uint32_t> state) final;

  /// What the index needs besides the weights; scratches not included.
  virtual std::size_t memory_bytes() const noexcept = 0;

 protected:
  IndexSampler(std::size_t n_rows, std::size_t dim, const Insertions& none);

  /// Working memory of one thread for one query at a time.
  class QueryScratch {
   public:
    virtual ~QueryScratch() = default;
  };

  std::size_t n_rows() const noexcept { return n_rows_; }
  std::size_t dim() const noexcept { return dim_; }
  std::span<const std::uint32_t> changed() const noexcept { return changed_.rows(); }
  const Insertions& inserted() const noexcept { return inserted_; }
  std::size_t base_bytes() const noexcept;

 private:
  virtual std::unique_ptr<QueryScratch> make_query_scratch() const = 0;

  /// Replaces `rows` by up to `n` likely rows, each once, in any order.
  virtual void find(std::span<const float> query, std::size_t n, QueryScratch& scratch,
                    std::vector<std::uint32_t>& rows) const = 0;

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
  float hard_share_ = 0.5F;
};

}  // namespace findling::lsh
