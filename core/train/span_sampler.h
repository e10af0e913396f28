// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "sparse/ragged.h"

namespace findling::train {

/// How spans are drawn. See `model::EncoderConfig` for the meaning of each value.
struct SpanSampling {
  int spans_per_passage = 2;
  int min_span = 3;
  int max_span = 24;
  std::size_t batch_size = 512;
};

/// Some spans and the passages they come from.
struct SpanBatch {
  std::vector<std::uint32_t> labels;   // [B], passage of each span
  std::vector<std::uint64_t> offsets;  // [B + 1]
  std::vector<std::uint32_t> tokens;

  std::size_t size() const noexcept { return labels.size(); }
  sparse::RaggedView view() const noexcept { return {offsets, tokens}; }
};

/// Draws random spans of passages, new ones in every epoch, each passage equally often.
///
/// Passages of fewer than four tokens are left out: nearly every span of them is the passage.
class SpanSampler {
 public:
  /// Keeps a view: the arrays behind `passages` must outlive the sampler.
  SpanSampler(const sparse::RaggedView& passages, const SpanSampling& sampling, std::uint64_t seed);

  std::size_t spans_per_epoch() const noexcept {
    return eligible_.size() * static_cast<std::size_t>(sampling_.spans_per_passage);
  }

  /// Starts epoch `epoch` (0, 1...); what it draws depends on the seed and this number only.
  void begin_epoch(std::uint64_t epoch);

  /// Replaces `batch` by the next spans of the epoch, at most `batch_size`. False at its end.
  bool next(SpanBatch& batch);

 private:
  void append_span(std::uint32_t passage, SpanBatch& batch);

  sparse::RaggedView passages_;
  SpanSampling sampling_;
  std::uint64_t seed_;
  base::Rng rng_;
  std::vector<std::uint32_t> eligible_;  // passages that are long enough
  std::vector<std::uint32_t> order_;     // of this epoch: each of them spans_per_passage times
  std::size_t position_ = 0;             // in `order_`
};

}  // namespace findling::train
