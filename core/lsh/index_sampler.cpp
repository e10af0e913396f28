// SPDX-License-Identifier: Apache-2.0
#include "lsh/index_sampler.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

#include "lsh/active_rows.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kTakeInShare = 16;  // a sixteenth of the rows
constexpr std::size_t kHardPerQuery = 8;
constexpr std::size_t kHeader = 3;  // frozen, number of changed rows, words of insertions

// Rows for a query that found too few: every row once, from a start that the query decides. The
// step has no factor in common with n.
class Walk {
 public:
  Walk(std::size_t n, std::uint64_t start) : n_(n), at_(static_cast<std::size_t>(start % n)) {
    step_ = static_cast<std::size_t>(static_cast<double>(n) * 0.6180339887) | 1U;
    while (std::gcd(step_, n_) != 1) ++step_;
  }
  std::uint32_t next() noexcept {
    at_ = (at_ + step_) % n_;
    return static_cast<std::uint32_t>(at_);
  }

 private:
  std::size_t n_;
  std::size_t at_;
  std::size_t step_;
};

}  // namespace

struct IndexSampler::BatchScratch final : RowSampler::Scratch {
  explicit BatchScratch(std::size_t n_rows) : active(n_rows) {}

  // One a worker, made when first needed: a query's memory is in proportion to the rows.
  QueryScratch& of_worker(const IndexSampler& sampler, std::size_t worker) {
    if (queries[worker] == nullptr) queries[worker] = sampler.make_query_scratch();
    return *queries[worker];
  }
  void make_room(std::size_t n_workers, std::size_t n_queries) {
    if (queries.size() < n_workers) queries.resize(n_workers);
    if (found.size() < n_queries) found.resize(n_queries);
    if (missing.size() < n_queries) missing.resize(n_queries);
  }

  ActiveRows active;
  std::vector<std::unique_ptr<QueryScratch>> queries;  ///< [workers]
  std::vector<std::vector<std::uint32_t>> found;       ///< [samples]
  std::vector<std::vector<Insertion>> missing;         ///< [samples]
};

IndexSampler::IndexSampler(const SamplerShape& shape, const Insertions& none)
    : n_rows_(shape.n_rows),
      dim_(shape.dim),
      changed_(shape.n_rows),
      inserted_(none),
      hard_share_(shape.hard_share) {
  if (n_rows_ == 0 || dim_ == 0 || !(hard_share_ >= 0.0F && hard_share_ <= 1.0F)) {
    throw std::invalid_argument(
        "[sampler] expected 1 or more rows and columns and a share in [0, 1], got " +
        std::to_string(n_rows_) + ", " + std::to_string(dim_) + " and " +
        std::to_string(hard_share_));
  }
}

std::size_t IndexSampler::base_bytes() const noexcept {
  return changed_.memory_bytes() + inserted_.memory_bytes();
}

IndexSampler::QueryScratch& IndexSampler::query_scratch(Scratch& scratch) const {
  auto& mine = static_cast<BatchScratch&>(scratch);
  mine.make_room(1, 0);
  return mine.of_worker(*this, 0);
}

std::unique_ptr<RowSampler::Scratch> IndexSampler::make_scratch() const {
  return std::make_unique<BatchScratch>(n_rows_);
}

void IndexSampler::propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
                           base::ThreadPool& pool, Scratch& scratch,
                           std::vector<std::uint32_t>& rows) {
  auto& mine = static_cast<BatchScratch&>(scratch);
  if (frozen_) learn_labels(batch, pool, mine);
  if (n_wanted >= n_rows_) return all_rows(n_rows_, rows);
  mine.active.start(rows);
  for (const std::uint32_t label : batch.labels.values) mine.active.add(label);
  const std::size_t missing = n_wanted - std::min(n_wanted, rows.size());
  const auto n_hard = static_cast<std::size_t>(static_cast<float>(missing) * hard_share_);
  if (n_hard > 0 && !batch.queries.empty()) add_hard(batch, n_hard, rng, pool, mine);
  mine.active.fill(n_wanted, rng);
  mine.active.finish();
}

// A few queries that bring several rows each cost less than one from every sample, and a negative
// that is hard for one sample is so for the samples like it.
void IndexSampler::add_hard(const SampleBatch& batch, std::size_t n, base::Rng& rng,
                            base::ThreadPool& pool, BatchScratch& scratch) const {
  const std::size_t n_samples = batch.queries.size() / dim_;
  const std::size_t n_queries = std::min(n_samples, (n + kHardPerQuery - 1) / kHardPerQuery);
  const std::size_t per_query = (n + n_queries - 1) / n_queries;
  const auto first = static_cast<std::size_t>(rng.below(n_samples));
  scratch.make_room(pool.n_threads(), n_queries);
  pool.parallel_for(n_queries, [&](std::size_t i, std::size_t worker) {
    const std::size_t sample = (first + i * n_samples / n_queries) % n_samples;
    const std::size_t n_labels = batch.labels.size() > sample ? batch.labels[sample].size() : 0;
    // Its own labels are likely to be found, and are there already.
    find(batch.queries.subspan(sample * dim_, dim_), per_query + n_labels, Purpose::kTraining,
         scratch.of_worker(*this, worker), scratch.found[i]);
  });
  const std::size_t wanted = scratch.active.size() + n;
  for (std::size_t i = 0; i < n_queries; ++i) {
    for (const std::uint32_t row : scratch.found[i]) {
      if (scratch.active.size() >= wanted) return;
      scratch.active.add(row);
    }
  }
}

// Threads look, one thread writes, in the order of the samples.
void IndexSampler::learn_labels(const SampleBatch& batch, base::ThreadPool& pool,
                                BatchScratch& scratch) {
  const std::size_t n_samples = std::min(batch.queries.size() / dim_, batch.labels.size());
  scratch.make_room(pool.n_threads(), n_samples);
  pool.parallel_for(n_samples, [&](std::size_t i, std::size_t worker) {
    scratch.missing[i].clear();
    missing(batch.queries.subspan(i * dim_, dim_), batch.labels[i],
            scratch.of_worker(*this, worker), scratch.missing[i]);
  });
  for (std::size_t i = 0; i < n_samples; ++i) {
    for (const Insertion& one : scratch.missing[i]) inserted_.add(one.bucket, one.row);
  }
}

void IndexSampler::candidates(std::span<const float> query, std::size_t n_wanted, Scratch& scratch,
                              std::vector<std::uint32_t>& rows) const {
  if (n_wanted >= n_rows_) return all_rows(n_rows_, rows);
  auto& mine = static_cast<BatchScratch&>(scratch);
  find(query, n_wanted, Purpose::kAnswer, query_scratch(scratch), rows);
  if (rows.size() < n_wanted) {
    Walk walk(n_rows_, rows.empty() ? 0 : rows.front());
    mine.active.start_with(rows);
    while (rows.size() < n_wanted) mine.active.add(walk.next());
    return mine.active.finish();
  }
  std::sort(rows.begin(), rows.end());
}

void IndexSampler::rows_changed(const RowsView& weights, std::span<const std::uint32_t> rows,
                                base::ThreadPool& pool) {
  changed_.add(rows);
  if (changed_.size() * kTakeInShare < n_rows_ || (frozen_ && !keeps_values())) return;
  take_in(weights, changed_.rows(), pool);
  changed_.clear();
}

void IndexSampler::rebuild(const RowsView& weights, base::ThreadPool& pool) {
  take_in_all(weights, pool);
  changed_.clear();
}

std::vector<std::uint32_t> IndexSampler::state() const {
  std::vector<std::uint32_t> words = {frozen_ ? 1U : 0U,
                                      static_cast<std::uint32_t>(changed_.size()),
                                      static_cast<std::uint32_t>(2 * inserted_.size())};
  words.insert(words.end(), changed_.rows().begin(), changed_.rows().end());
  inserted_.save(words);
  save_places(words);
  return words;
}

void IndexSampler::restore(std::span<const std::uint32_t> state) {
  const bool whole = state.size() >= kHeader && state[0] <= 1 && state[1] <= n_rows_ &&
                     state.size() - kHeader >= std::size_t{state[1]} + state[2];
  if (!whole) {
    throw std::invalid_argument("[sampler] expected the state of an index of rows, got " +
                                std::to_string(state.size()) + " values of something else");
  }
  const auto rows = state.subspan(kHeader, state[1]);
  if (std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return row >= n_rows_; })) {
    throw std::invalid_argument("[sampler] expected the state of fewer rows than it names");
  }
  inserted_.restore(state.subspan(kHeader + state[1], state[2]), n_rows_);
  frozen_ = state[0] == 1;
  changed_.clear();
  changed_.add(rows);
  restore_places(state.subspan(kHeader + state[1] + state[2]));
}

}  // namespace findling::lsh
