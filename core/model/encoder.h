// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/progress.h"
#include "base/thread_pool.h"
#include "io/container.h"
#include "sparse/ragged.h"

namespace findling::model {

/// How an encoder learns. The defaults are the one setting used for every collection.
struct EncoderConfig {
  std::size_t dim = 256;         ///< Width of a vector; a multiple of 16, at most 4096.
  int epochs = 8;                ///< Passes over the passages.
  int spans_per_passage = 2;     ///< Random spans drawn from each passage and epoch.
  int min_span = 3;              ///< Shortest span, in tokens.
  int max_span = 24;             ///< Longest span, in tokens.
  std::size_t batch_size = 512;  ///< Spans between two updates.
  std::size_t negatives = 64;    ///< Random passages that every span of a batch must also reject.
  float scale = 12.0F;           ///< Cosines are multiplied by this before the softmax.
  float lr_output = 1e-2F;       ///< Step size of the output neurons.
  float lr_embedding = 3e-3F;    ///< Step size of the embedding table.
  float lr_token = 3e-2F;        ///< Step size of the logarithms of the token weights.
  /// Of more passages than this, a sample at equal distances is learned from: a vocabulary of
  /// bounded size has a bounded number of things to learn, and time and memory stay bounded too.
  std::size_t most_passages = 200'000;
  int start_rounds = 2;      ///< Rounds of `SemanticStart`; 0 starts from noise.
  float start_share = 0.5F;  ///< The part of a starting row that is not noise.
  std::uint64_t seed = 0;    ///< Same seed and passages: same encoder, at any thread count.

  /// Throws `std::invalid_argument` when a value is out of its range.
  void validate() const;
};

/// Turns a list of token ids into a unit vector, so that a cosine compares meanings.
///
/// `v = sum over tokens of weight[t] * table[t]`, divided by its length. Shapes: `T` tokens in the
/// vocabulary, `D` = dim. An encoder never changes after construction: any number of threads may
/// use one, and copies share the same parameters.
class Encoder {
 public:
  /// Learns from the passages alone: a random span of a passage must pick its own passage among
  /// all others (softmax over scaled cosines to one output neuron per passage).
  ///
  /// Token ids must be frequency ranks (0 is the most frequent): rare tokens start with more
  /// weight. Passages of fewer than four tokens are not trained on but can still be encoded; of
  /// very many passages a sample is trained on (`most_passages`). Progress has the stage "learning"
  /// and counts spans. The result depends on `passages`, `n_tokens` and `config` only, not on the
  /// number of threads.
  ///
  /// Throws `std::invalid_argument` for a bad configuration or a token id >= n_tokens, and
  /// `base::CancelledError` within 100 ms of a cancel.
  static Encoder train(const sparse::RaggedView& passages, std::size_t n_tokens,
                       const EncoderConfig& config, base::ThreadPool& pool,
                       const base::ProgressFn& progress, const base::CancelToken& cancel);

  std::size_t dim() const noexcept { return dim_; }
  std::size_t n_tokens() const noexcept { return weight_.size(); }

  /// Writes the unit vector of `tokens` to `out` [D]; all zeros when there is no known token.
  /// Ids >= n_tokens are ignored. Throws `std::invalid_argument` when `out` has another length.
  void encode(std::span<const std::uint32_t> tokens, std::span<float> out) const;

  /// Encodes every list of `lists` (n of them) into `out` [n, D], row-major.
  void encode_batch(const sparse::RaggedView& lists, std::span<float> out,
                    base::ThreadPool& pool) const;

  /// Writes the sections "encoder/...".
  void save(io::ContainerWriter& writer) const;

  /// Uses the parameters where the reader has mapped them, without a copy. Throws
  /// `base::FormatError` when a section is missing, has the wrong shape or holds a value that is
  /// not finite.
  static Encoder load(std::shared_ptr<const io::ContainerReader> reader);

  /// The mean loss of each epoch of `train`, in nats a span; empty for an encoder from a file.
  const std::vector<double>& losses() const noexcept { return losses_; }

  /// The embedding table [T, D] and the token weights [T].
  std::span<const float> table() const noexcept { return table_; }
  std::span<const float> weight() const noexcept { return weight_; }

 private:
  Encoder(std::shared_ptr<const void> owner, std::span<const float> table,
          std::span<const float> weight, std::size_t dim);

  std::shared_ptr<const void> owner_;  // keeps the memory behind the two spans alive
  std::span<const float> table_;
  std::span<const float> weight_;
  std::size_t dim_ = 0;
  std::vector<double> losses_;
};

}  // namespace findling::model
