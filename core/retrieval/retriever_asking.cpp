// SPDX-License-Identifier: Apache-2.0
// The part of Retriever that helps people to ask.
#include <algorithm>
#include <stdexcept>

#include "retrieval/retriever.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kTextsPerTask = 16;

}  // namespace

std::vector<WordSuggestion> Retriever::suggest_words(std::string_view query,
                                                     const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  const std::scoped_lock spelling(spelling_changing_);
  spelling_.update(lexicon_.words());
  return retrieval::suggest_words(query, lexicon_, extra, words_, spelling_);
}

Explanation Retriever::explain(const ExplainQuestion& question, const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  if (question.slot >= words_.n_slots() || words_.live()[question.slot] == 0) {
    throw std::invalid_argument("[retriever] expected a passage that is there to explain");
  }
  return retrieval::explain(question, lexicon_, extra, words_, meaning_ ? &*meaning_ : nullptr,
                            *pool_);
}

std::vector<float> Retriever::encode(std::span<const std::string_view> texts,
                                     const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  if (!meaning_) return {};
  const model::Encoder& encoder = meaning_->encoder;
  const std::size_t dim = encoder.dim();
  std::vector<float> vectors(texts.size() * dim);
  const std::size_t n_tasks = (texts.size() + kTextsPerTask - 1) / kTextsPerTask;
  pool_->parallel_for(n_tasks, [&](std::size_t task, std::size_t) {
    const std::size_t begin = task * kTextsPerTask;
    const std::size_t end = std::min(texts.size(), begin + kTextsPerTask);
    for (std::size_t i = begin; i < end; ++i) {
      const Query read = read_query(texts[i], lexicon_, extra);
      encoder.encode(read.pieces, std::span(vectors).subspan(i * dim, dim));
    }
  });
  return vectors;
}

std::size_t Retriever::dim() const {
  const std::shared_lock lock(state_);
  return meaning_ ? meaning_->encoder.dim() : 0;
}

}  // namespace findling::retrieval
