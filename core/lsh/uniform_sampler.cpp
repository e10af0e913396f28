// SPDX-License-Identifier: Apache-2.0
#include "lsh/uniform_sampler.h"

#include <stdexcept>
#include <string>

#include "lsh/active_rows.h"

namespace findling::lsh {

namespace {

struct BatchScratch final : RowSampler::Scratch {
  explicit BatchScratch(std::size_t n_rows) : active(n_rows) {}
  ActiveRows active;
};

}  // namespace

std::unique_ptr<RowSampler::Scratch> UniformSampler::make_scratch() const {
  return std::make_unique<BatchScratch>(n_rows_);
}

void UniformSampler::propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
                             base::ThreadPool& /*pool*/, Scratch& scratch,
                             std::vector<std::uint32_t>& rows) {
  if (n_wanted >= n_rows_) return all_rows(n_rows_, rows);
  ActiveRows& active = static_cast<BatchScratch&>(scratch).active;
  active.start(rows);
  for (const std::uint32_t label : batch.labels.values) active.add(label);
  active.fill(n_wanted, rng);
  active.finish();
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
