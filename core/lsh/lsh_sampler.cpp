// SPDX-License-Identifier: Apache-2.0
#include "lsh/lsh_sampler.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "lsh/collision_counter.h"
#include "lsh/signed_projections.h"
#include "lsh/winner_take_all.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kRowsPerTask = 512;
constexpr std::uint32_t kOwnBucket = 2;     // what a shared bucket counts
constexpr std::uint32_t kNearBucket = 1;    // ... and one that only a probe shares
constexpr std::size_t kFewestInserted = 4;  // that a bucket takes

std::unique_ptr<HashFamily> make_family(const LshConfig& config, const SamplerShape& shape) {
  const HashShape hashes{shape.dim, config.n_tables, config.bits, shape.seed};
  if (config.kind == HashKind::kSignedProjections) {
    return std::make_unique<SignedProjections>(hashes);
  }
  return std::make_unique<WinnerTakeAll>(hashes);
}

// At most as many as belong into a bucket anyway, so that a query costs twice as much at worst.
Insertions no_insertions(const LshConfig& config, std::size_t n_rows) {
  return {config.n_tables << config.bits, std::max(kFewestInserted, n_rows >> config.bits)};
}

}  // namespace

struct LshSampler::Query final : IndexSampler::QueryScratch {
  Query(std::size_t n_rows, std::size_t n_buckets) : counter(n_rows), buckets(n_buckets) {}
  CollisionCounter counter;
  HashFamily::Scratch hashing;
  std::vector<std::uint16_t> buckets;  ///< [L, n_probes]
};

LshSampler::LshSampler(const SamplerShape& shape, const LshConfig& config)
    : IndexSampler(shape, no_insertions(config, shape.n_rows)),
      config_(config),
      family_(make_family(config, shape)),
      tables_({config.n_tables, config.bits, shape.n_rows, config.bucket_limit, shape.seed}) {
  if (config.n_probes == 0 || config.n_probes > family_->most_probes()) {
    throw std::invalid_argument("[lsh] expected 1 to " + std::to_string(family_->most_probes()) +
                                " probes, got " + std::to_string(config.n_probes));
  }
}

std::size_t LshSampler::memory_bytes() const noexcept {
  return base_bytes() + family_->memory_bytes() + tables_.memory_bytes();
}

std::unique_ptr<IndexSampler::QueryScratch> LshSampler::make_query_scratch() const {
  return std::make_unique<Query>(n_rows(), config_.n_tables * config_.n_probes);
}

std::uint32_t LshSampler::chain_of(std::size_t table, std::uint16_t bucket) const noexcept {
  return static_cast<std::uint32_t>(table * tables_.n_buckets() + bucket);
}

void LshSampler::find(std::span<const float> query, std::size_t n, Purpose /*purpose*/,
                      QueryScratch& scratch, std::vector<std::uint32_t>& rows) const {
  auto& mine = static_cast<Query&>(scratch);
  family_->probe(query, config_.n_probes, mine.hashing, mine.buckets);
  mine.counter.start();
  for (std::size_t i = 0; i < mine.buckets.size(); ++i) {
    const std::size_t table = i / config_.n_probes;
    const std::uint32_t weight = i % config_.n_probes == 0 ? kOwnBucket : kNearBucket;
    mine.counter.add(tables_.bucket(table, mine.buckets[i]), weight);
    inserted().for_each(chain_of(table, mine.buckets[i]),
                        [&](std::uint32_t row) { mine.counter.add(std::span(&row, 1), weight); });
  }
  mine.counter.top(n, rows);
}

template <typename RowAt>
void LshSampler::hash_rows(const RowsView& weights, std::size_t n, base::ThreadPool& pool,
                           RowAt row_at) {
  struct Worker {
    HashFamily::Scratch hashing;
    std::vector<std::uint16_t> buckets;
  };
  std::vector<Worker> workers(pool.n_threads());
  pool.parallel_for((n + kRowsPerTask - 1) / kRowsPerTask, [&](std::size_t task, std::size_t at) {
    Worker& mine = workers[at];
    mine.buckets.resize(config_.n_tables);
    for (std::size_t i = task * kRowsPerTask; i < std::min(n, (task + 1) * kRowsPerTask); ++i) {
      const std::uint32_t row = row_at(i);
      family_->hash(weights[row], mine.hashing, mine.buckets);
      tables_.set(row, mine.buckets);
    }
  });
  tables_.sort(pool);
}

void LshSampler::take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
                         base::ThreadPool& pool) {
  hash_rows(weights, rows.size(), pool, [&](std::size_t i) { return rows[i]; });
}

void LshSampler::take_in_all(const RowsView& weights, base::ThreadPool& pool) {
  hash_rows(weights, n_rows(), pool, [](std::size_t i) { return static_cast<std::uint32_t>(i); });
}

// A label is found by itself when it shares a bucket with the query in two tables or more: random
// rows seldom do.
void LshSampler::missing(std::span<const float> query, std::span<const std::uint32_t> labels,
                         QueryScratch& scratch, std::vector<Insertion>& out) const {
  auto& mine = static_cast<Query&>(scratch);
  family_->probe(query, config_.n_probes, mine.hashing, mine.buckets);
  for (const std::uint32_t label : labels) {
    std::size_t n_shared = 0;
    for (std::size_t table = 0; table < config_.n_tables; ++table) {
      const std::uint16_t own = mine.buckets[table * config_.n_probes];
      const bool shared = tables_.bucket_of(table, label) == own ||
                          inserted().contains(chain_of(table, own), label);
      n_shared += shared ? 1 : 0;
    }
    if (n_shared >= std::min<std::size_t>(2, config_.n_tables)) continue;
    for (std::size_t table = 0; table < config_.n_tables; ++table) {
      const std::uint16_t own = mine.buckets[table * config_.n_probes];
      if (tables_.bucket_of(table, label) != own) out.push_back({chain_of(table, own), label});
    }
  }
}

// Rows that did not change are where their weights say.
void LshSampler::save_places(std::vector<std::uint32_t>& words) const {
  for (const std::uint32_t row : changed()) {
    for (std::size_t table = 0; table < config_.n_tables; table += 2) {
      const std::uint32_t low = tables_.bucket_of(table, row);
      const std::uint32_t high =
          table + 1 < config_.n_tables ? tables_.bucket_of(table + 1, row) : 0U;
      words.push_back(low | (high << 16U));
    }
  }
}

void LshSampler::restore_places(std::span<const std::uint32_t> words) {
  const std::size_t per_row = (config_.n_tables + 1) / 2;
  if (words.size() != changed().size() * per_row) {
    throw std::invalid_argument("[sampler] expected the state of hash tables, got another");
  }
  std::vector<std::uint16_t> buckets(2 * per_row);
  for (std::size_t i = 0; i < changed().size(); ++i) {
    for (std::size_t j = 0; j < per_row; ++j) {
      const std::uint32_t word = words[i * per_row + j];
      buckets[2 * j] = static_cast<std::uint16_t>(word);
      buckets[2 * j + 1] = static_cast<std::uint16_t>(word >> 16U);
    }
    const std::uint16_t largest = *std::max_element(buckets.begin(), buckets.end());
    if (largest >= tables_.n_buckets()) {
      throw std::invalid_argument("[sampler] expected buckets of hash tables, got others");
    }
    tables_.set(changed()[i], std::span(buckets).first(config_.n_tables));
  }
  base::ThreadPool pool(1);
  tables_.sort(pool);
}

}  // namespace findling::lsh
