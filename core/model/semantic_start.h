// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "layers/embedding_bag.h"
#include "layers/touched_rows.h"
#include "layers/wide_output.h"
#include "sparse/ragged.h"

namespace findling::model {

/// Where training starts: rows of the embedding table that are alike for tokens that share
/// passages, mixed with the noise they were before.
///
/// Reflective random indexing (Kanerva et al. 2000; Cohen et al. 2010): give every passage a random
/// vector; a token becomes the sum of its passages; a passage the sum of its tokens, weighted by
/// their rarity, less the mean passage; and so on for some rounds. It is a cheap stand-in for
/// latent semantic analysis: on five collections the encoder gained .017 to .022 nDCG@10 over a
/// start from noise, and 8 epochs became enough where 12 were needed.
///
/// The result depends on the passages, the table and the seed only, not on the number of threads.
class SemanticStart {
 public:
  /// `share` is the part of a row that comes from the passages, in [0, 1]; the rest is the noise.
  struct Options {
    int rounds;
    float share;
    std::uint64_t seed;
  };

  /// Keeps a view of `passages` and references to the rest.
  SemanticStart(const sparse::RaggedView& passages, const Options& options, base::ThreadPool& pool,
                const base::CancelToken& cancel);

  /// Changes the rows of `bag`. The neurons of `output`, one a passage, are used as scratch.
  /// Throws `base::CancelledError`. Cost: two sums of all tokens' rows a round.
  void run(layers::EmbeddingBag& bag, layers::WideOutput& output);

 private:
  void measure_rarity(std::size_t n_tokens);
  void draw_passages(layers::WideOutput& output) const;
  void sum_passages(const layers::EmbeddingBag& bag, layers::WideOutput& output) const;
  void centre_passages(layers::WideOutput& output) const;
  void damp_long_passages(layers::WideOutput& output) const;
  void sum_tokens(const layers::WideOutput& output, const base::AlignedBuffer<float>& noise,
                  layers::EmbeddingBag& bag) const;

  sparse::RaggedView passages_;
  Options options_;
  base::ThreadPool& pool_;
  const base::CancelToken& cancel_;
  const kernels::KernelTable& kernels_;
  layers::TouchedRows index_;          // token -> passages, with repeats
  base::AlignedBuffer<float> rarity_;  // [T]
};

}  // namespace findling::model
