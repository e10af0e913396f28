// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "classify/margin_learner.h"
#include "sparse/ragged.h"
#include "text/ngram_rows.h"
#include "text/ngram_vocabulary.h"

namespace findling::classify {

/// Texts and, where `vector_dim` is not 0, a vector beside each.
struct Texts {
  std::span<const std::string_view> texts;  ///< [n]
  std::span<const float> vectors;           ///< [n, vector_dim]
  std::size_t vector_dim = 0;

  /// Throws `std::invalid_argument` unless there is a finite vector for each text.
  void validate() const;
};

struct TextModelConfig {
  text::NgramConfig ngrams;
  std::uint32_t min_count = 2;  ///< Texts that an n-gram must be in to be learned.
  MarginConfig margins;
};

/// The questions, as in `MarginTask`.
struct TextAnswers {
  sparse::RaggedView yes;
  std::size_t n_outputs;
  std::span<const float> sample_cost;
  std::span<const float> yes_cost;
};

/// What a token did for one output.
struct TokenPart {
  text::Token token;
  float part;
};

/// A margin as the sum of its parts.
struct MarginParts {
  std::vector<TokenPart> tokens;
  float bias = 0.0F;    ///< What every text gets.
  float vector = 0.0F;  ///< What the vector did.
};

/// Linear margins over n-grams of a text, how new the text is, a constant, and a vector.
///
/// Columns are the vocabulary's n-grams, then the constant, novelty, and the vector's columns.
/// Reading is safe from any number of threads.
class TextModel {
 public:
  /// Learns vocabulary and weights. The same bits at any number of threads. Throws
  /// `std::invalid_argument` for a bad config or lists that do not fit, and `base::CancelledError`.
  static TextModel learn(const Texts& texts, const TextAnswers& answers,
                         const TextModelConfig& config, base::ThreadPool& pool,
                         const base::CancelToken& cancel);

  /// From parts. Throws `std::invalid_argument` unless there are weights
  /// [vocabulary.size() + 2 + vector_dim, n_outputs], all finite.
  TextModel(text::NgramVocabulary vocabulary, std::vector<float> weights, std::size_t n_outputs,
            std::size_t vector_dim);

  const text::NgramVocabulary& vocabulary() const noexcept { return vocabulary_; }
  std::span<const float> weights() const noexcept { return weights_; }
  std::size_t n_outputs() const noexcept { return n_outputs_; }
  std::size_t vector_dim() const noexcept { return vector_dim_; }

  /// Margins [n, n_outputs]. Throws `std::invalid_argument` for vectors of another width, and
  /// `base::CancelledError`.
  std::vector<float> margins(const Texts& texts, base::ThreadPool& pool,
                             const base::CancelToken& cancel) const;

  /// The parts of one text's margin, tokens in their order. An n-gram's part is shared out evenly
  /// among its places, and a place's among the tokens there; so all parts sum to the margin, but
  /// for rounding.
  MarginParts explain(const Texts& text, std::size_t output) const;

 private:
  std::span<const float> row(std::size_t column) const noexcept {
    return std::span(weights_).subspan(column * n_outputs_, n_outputs_);
  }
  std::size_t bias_column() const noexcept { return vocabulary_.size(); }
  void expect_width(const Texts& texts) const;
  void add_margins(const text::NgramWeigher& weigher, std::span<const float> vector,
                   std::span<float> margins) const;
  float ngram_part(const text::NgramWeigher& weigher, std::size_t number, std::size_t output) const;

  text::NgramVocabulary vocabulary_;
  std::vector<float> weights_;  // [columns, n_outputs]
  std::size_t n_outputs_;
  std::size_t vector_dim_;
};

}  // namespace findling::classify
