// SPDX-License-Identifier: Apache-2.0
#include "lsh/scan_sampler.h"

#include <stdexcept>

#include "lsh/row_scan.h"
#include "lsh/row_values.h"

namespace findling::lsh {

struct ScanSampler::Query final : IndexSampler::QueryScratch {
  RowScan scan;
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

void ScanSampler::top(std::span<const float> query, std::size_t k, std::size_t /*n_visited*/,
                      Scratch& scratch, std::vector<ScoredRow>& best) const {
  best.clear();
  if (k == 0) return;
  auto& mine = static_cast<Query&>(query_scratch(scratch));
  mine.scan.ask(rows_, query);
  mine.scan.best_of_all(rows_, k, best);
}

void ScanSampler::find(std::span<const float> query, std::size_t n, Purpose /*purpose*/,
                       QueryScratch& scratch, std::vector<std::uint32_t>& rows) const {
  rows.clear();
  if (n == 0) return;
  auto& mine = static_cast<Query&>(scratch);
  mine.scan.ask(rows_, query);
  mine.scan.best_of_all(rows_, n, mine.found);
  for (const ScoredRow& one : mine.found) rows.push_back(one.row);
}

void ScanSampler::take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
                          base::ThreadPool& pool) {
  set_rows(weights, rows, cosine_, pool, rows_);
}

void ScanSampler::take_in_all(const RowsView& weights, base::ThreadPool& pool) {
  set_all_rows(weights, cosine_, pool, rows_);
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
