// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "retrieval/retriever.h"

namespace findling::test {

/// Texts about a few topics: topic t has its own twelve words, all share three.
inline std::vector<std::string> topic_texts(std::size_t n, std::size_t n_topics = 8) {
  std::vector<std::string> texts;
  base::Rng rng(11);
  for (std::size_t i = 0; i < n; ++i) {
    std::string text = "the and of";
    for (int w = 0; w < 20; ++w) {
      text.append(" t").append(std::to_string(i % n_topics));
      text.append("w").append(std::to_string(rng.below(12)));
    }
    texts.push_back(text);
  }
  return texts;
}

inline std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

/// Gives each new word itself as term and one sub-word, by its number; returns how many there are.
inline std::size_t take_words(retrieval::Retriever& retriever, const text::TextBatch& batch) {
  std::vector<std::string_view> terms;
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> pieces;
  for (std::uint32_t i = 0; i < batch.new_words.size(); ++i) {
    terms.push_back(batch.new_words[i]);
    pieces.push_back(batch.n_known + i);
    offsets.push_back(pieces.size());
  }
  retriever.add_words(batch, terms, {offsets, pieces});
  return batch.n_known + batch.new_words.size();
}

inline void add(retrieval::Retriever& retriever, const std::vector<std::string>& texts) {
  const auto batch = retriever.read(views(texts), {}, {});
  take_words(retriever, batch);
  retriever.add(batch, {});
}

inline std::unique_ptr<retrieval::Retriever> learned(const std::vector<std::string>& texts,
                                                     int n_threads) {
  auto retriever =
      std::make_unique<retrieval::Retriever>(std::make_shared<base::ThreadPool>(n_threads));
  const auto batch = retriever->read(views(texts), {}, {});
  const std::size_t n_pieces = take_words(*retriever, batch);
  model::EncoderConfig config;
  config.dim = 32;
  config.epochs = 3;
  retriever->learn(batch, n_pieces, config, {}, {});
  return retriever;
}

}  // namespace findling::test
