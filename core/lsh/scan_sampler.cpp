// SPDX-License-Identifier: Apache-2.0
#include "lsh/scan_sampler.h"

#include <algorithm>
#include <stdexcept>

#include "lsh/best_rows.h"
#include "lsh/row_values.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kRowsPerTask = 1024;
constexpr std::size_t kRowsPerBlock = 256;

}  // namespace

struct ScanSampler::Query final : IndexSampler::QueryScratch {
  Int8Query query;
  BestRows best;
  std::vector<std::int32_t> products = std::vector<std::int32_t>(kRowsPerBlock);
  std::vector<float> scores = std::vector<float>(kRowsPerBlock);
  std::vector<ScoredRow> found;
};

ScanSampler::ScanSampler(const SamplerShape& shape)
    : IndexSampler(shape, Insertions(0, 0)),
      cosine_(shape.cosine),
      rows_(shape.n_rows, shape.dim) {}

std::size_t ScanSampler::memory_bytes() const noexcept {
  return base_bytes() + rows_.memory_bytes();
}

std::unique_ptr<IndexSampler::QueryScratch> ScanSampler::make_query_scratch() const {
  return std::make_unique<Query>();
}

void ScanSampler::scan(std::span<const float> query, std::size_t k, Query& scratch,
                       std::vector<ScoredRow>& best) const {
  const kernels::KernelTable& table = kernels::active();
  scratch.query.take(table, query, rows_.stride());
  scratch.best.start(k, best);
  for (std::size_t begin = 0; begin < rows_.size(); begin += kRowsPerBlock) {
    const std::size_t n = std::min(kRowsPerBlock, rows_.size() - begin);
    const auto scores = std::span(scratch.scores).first(n);
    rows_.score(table, scratch.query, begin, scratch.products, scores);
    scratch.best.offer(table, scores,
                       [&](std::size_t i) { return static_cast<std::uint32_t>(begin + i); });
  }
  scratch.best.finish();
}

void ScanSampler::top(std::span<const float> query, std::size_t k, std::size_t /*n_visited*/,
                      Scratch& scratch, std::vector<ScoredRow>& best) const {
  best.clear();
  if (k > 0) scan(query, k, static_cast<Query&>(query_scratch(scratch)), best);
}

void ScanSampler::find(std::span<const float> query, std::size_t n, Purpose /*purpose*/,
                       QueryScratch& scratch, std::vector<std::uint32_t>& rows) const {
  auto& mine = static_cast<Query&>(scratch);
  scan(query, n, mine, mine.found);
  rows.clear();
  for (const ScoredRow& one : mine.found) rows.push_back(one.row);
}

void ScanSampler::take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
                          base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  const auto take = [&](std::size_t i) { set_row(k, weights, rows[i], cosine_, rows_, rows[i]); };
  for_rows(pool, rows.size(), kRowsPerTask, take);
}

void ScanSampler::take_in_all(const RowsView& weights, base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  const auto take = [&](std::size_t i) { set_row(k, weights, i, cosine_, rows_, i); };
  for_rows(pool, n_rows(), kRowsPerTask, take);
}

// Rows that did not change are what their weights say.
void ScanSampler::save_places(std::vector<std::uint32_t>& words) const {
  for (const std::uint32_t row : changed()) rows_.save_row(row, words);
}

void ScanSampler::restore_places(std::span<const std::uint32_t> words) {
  const std::size_t per_row = rows_.words_per_row();
  if (words.size() != changed().size() * per_row) {
    throw std::invalid_argument("[sampler] expected the state of a scan, got another");
  }
  for (std::size_t i = 0; i < changed().size(); ++i) {
    rows_.load_row(changed()[i], words.subspan(i * per_row, per_row));
  }
}

}  // namespace findling::lsh
