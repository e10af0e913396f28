// SPDX-License-Identifier: Apache-2.0
#include "train/span_sampler.h"

#include <algorithm>
#include <span>

namespace findling::train {

namespace {

constexpr std::size_t kShortestPassage = 4;

}  // namespace

SpanSampler::SpanSampler(const sparse::RaggedView& passages, const SpanSampling& sampling,
                         std::uint64_t seed)
    : passages_(passages), sampling_(sampling), seed_(seed), rng_(seed) {
  for (std::size_t i = 0; i < passages.size(); ++i) {
    if (passages[i].size() >= kShortestPassage) eligible_.push_back(static_cast<std::uint32_t>(i));
  }
}

void SpanSampler::begin_epoch(std::uint64_t epoch) {
  rng_ = base::Rng(seed_, epoch);
  order_.clear();
  // Round by round, so that a passage's spans lie far apart.
  for (int round = 0; round < sampling_.spans_per_passage; ++round) {
    order_.insert(order_.end(), eligible_.begin(), eligible_.end());
    rng_.shuffle(std::span(order_).last(eligible_.size()));
  }
  position_ = 0;
}

bool SpanSampler::next(SpanBatch& batch) {
  batch.labels.clear();
  batch.tokens.clear();
  batch.offsets.assign(1, 0);
  const std::size_t end = std::min(order_.size(), position_ + sampling_.batch_size);
  for (; position_ < end; ++position_) append_span(order_[position_], batch);
  return batch.size() > 0;
}

void SpanSampler::append_span(std::uint32_t passage, SpanBatch& batch) {
  const auto tokens = passages_[passage];
  const int lengths = sampling_.max_span - sampling_.min_span + 1;
  const std::size_t wanted = static_cast<std::size_t>(sampling_.min_span) +
                             rng_.below(static_cast<std::uint64_t>(lengths));
  const std::size_t length = std::min(wanted, tokens.size());
  const auto begin = static_cast<std::size_t>(rng_.below(tokens.size() - length + 1));
  const auto span = tokens.subspan(begin, length);
  batch.labels.push_back(passage);
  batch.tokens.insert(batch.tokens.end(), span.begin(), span.end());
  batch.offsets.push_back(batch.tokens.size());
}

}  // namespace findling::train
