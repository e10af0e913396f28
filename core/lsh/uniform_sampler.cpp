// SPDX-License-Identifier: Apache-2.0
#include "lsh/uniform_sampler.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace findling::lsh {

namespace {

// One bit a row, all zero between two calls.
struct Marks final : RowSampler::Scratch {
  explicit Marks(std::size_t n_rows) : words((n_rows + 63) / 64) {}
  std::vector<std::uint64_t> words;
};

// Adds `row` unless it is marked already.
void add_once(std::uint32_t row, Marks& marks, std::vector<std::uint32_t>& rows) {
  const std::uint64_t bit = std::uint64_t{1} << (row % 64);
  if ((marks.words[row / 64] & bit) != 0) return;
  marks.words[row / 64] |= bit;
  rows.push_back(row);
}

void all_rows(std::size_t n, std::vector<std::uint32_t>& rows) {
  rows.resize(n);
  std::iota(rows.begin(), rows.end(), 0U);
}

}  // namespace

std::unique_ptr<RowSampler::Scratch> UniformSampler::make_scratch() const {
  return std::make_unique<Marks>(n_rows_);
}

void UniformSampler::propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
                             base::ThreadPool& /*pool*/, Scratch& scratch,
                             std::vector<std::uint32_t>& rows) {
  if (n_wanted >= n_rows_) return all_rows(n_rows_, rows);
  auto& marks = static_cast<Marks&>(scratch);
  rows.clear();
  for (const std::uint32_t label : batch.labels.values) add_once(label, marks, rows);
  // Above half of the rows most draws would be repeats: one pass that keeps each row with the
  // chance that fills the rest (Knuth's algorithm S).
  if (2 * n_wanted > n_rows_) {
    std::size_t left = n_rows_ - rows.size();
    std::size_t missing = n_wanted - std::min(n_wanted, rows.size());
    for (std::uint32_t row = 0; missing > 0; ++row) {
      if (((marks.words[row / 64] >> (row % 64)) & 1U) != 0) continue;
      if (rng.below(left--) >= missing) continue;
      add_once(row, marks, rows);
      --missing;
    }
  }
  while (rows.size() < n_wanted)
    add_once(static_cast<std::uint32_t>(rng.below(n_rows_)), marks, rows);
  for (const std::uint32_t row : rows) marks.words[row / 64] = 0;
  std::sort(rows.begin(), rows.end());
}

void UniformSampler::candidates(std::span<const float> /*query*/, std::size_t /*n_wanted*/,
                                Scratch& /*scratch*/, std::vector<std::uint32_t>& rows) const {
  all_rows(n_rows_, rows);
}

std::vector<std::uint32_t> UniformSampler::state() const { return {frozen_ ? 1U : 0U}; }

void UniformSampler::restore(std::span<const std::uint32_t> state) {
  if (state.size() != 1 || state[0] > 1) {
    throw std::invalid_argument("[sampler] expected the state of a uniform sampler, got " +
                                std::to_string(state.size()) + " values of something else");
  }
  frozen_ = state[0] == 1;
}

}  // namespace findling::lsh
