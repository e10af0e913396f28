// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/cancel.h"
#include "base/progress.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "layers/compact_ids.h"
#include "layers/embedding_bag.h"
#include "layers/negative_sampler.h"
#include "layers/touched_rows.h"
#include "layers/wide_output.h"
#include "model/encoder.h"
#include "sparse/ragged.h"
#include "train/row_optimizer.h"
#include "train/span_sampler.h"

namespace findling::model {

/// Learns an embedding bag by extreme classification: a span must pick its own passage among all.
///
/// A batch runs in five parallel loops: encode the spans, gather the active neurons, score them
/// (loss, and gradients by the spans), update the neurons, update the tokens. Tasks are blocks of
/// fixed size that own what they write, so the result is the same at any thread count.
class EncoderTrainer {
 public:
  /// Keeps a view of `passages` and references to the pool and the token.
  EncoderTrainer(const sparse::RaggedView& passages, std::size_t n_tokens,
                 const EncoderConfig& config, base::ThreadPool& pool,
                 const base::CancelToken& cancel);

  /// Runs all epochs. Throws `base::CancelledError`.
  void run(const base::ProgressFn& progress);

  /// The mean loss of each epoch, in nats a span; empty before `run`, 0 without spans.
  const std::vector<double>& losses() const noexcept { return epoch_losses_; }

  layers::EmbeddingBag& bag() noexcept { return bag_; }
  layers::WideOutput& output() noexcept { return output_; }

 private:
  void start_neurons_at_passages();
  void run_batch();
  void encode_spans();
  void choose_neurons();
  void gather_neurons();
  void score_spans();
  void score_block(std::size_t begin, std::size_t end);
  void update_neurons();
  void update_tokens();

  sparse::RaggedView passages_;
  EncoderConfig config_;
  base::ThreadPool& pool_;
  const base::CancelToken& cancel_;
  const kernels::KernelTable& kernels_;

  layers::EmbeddingBag bag_;
  layers::WideOutput output_;
  train::RowOptimizer table_adam_;
  train::RowOptimizer weight_adam_;
  train::RowOptimizer output_adam_;

  train::SpanSampler spans_;
  layers::UniformNegatives negatives_;
  base::Rng negatives_rng_;
  layers::CompactIds active_ids_;
  layers::TouchedRows touched_;

  // One batch. B spans, C active neurons, D dim.
  train::SpanBatch batch_;
  std::vector<std::uint32_t> label_places_;  // [B], where each label is among the active neurons
  base::AlignedBuffer<float> unit_;          // [B, D], encoded spans
  base::AlignedBuffer<float> length_;        // [B], their lengths before normalising
  base::AlignedBuffer<float> grad_;          // [B, D], by the sums before normalising
  layers::ActiveRows active_;                // C
  std::size_t score_stride_;
  base::AlignedBuffer<float> scores_;   // [B, stride], then the gradient by them
  base::AlignedBuffer<float> losses_;   // [B]
  base::AlignedBuffer<float> scratch_;  // gradients of rows, one block a worker
  std::vector<double> epoch_losses_;
};

}  // namespace findling::model
