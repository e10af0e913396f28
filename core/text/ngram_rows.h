// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "text/hash_counter.h"
#include "text/ngram_vocabulary.h"
#include "text/ngrams.h"

namespace findling::text {

/// Weighs the n-grams of one text after the other. One a thread.
///
/// An n-gram that is f times in the text weighs (1 + log f) idf. Those of each kind are made unit
/// length together, unknown ones included, and then all kinds: so a row is as much shorter than 1
/// as its text is made of n-grams that the vocabulary has not. Its `novelty` is that share, 1 less
/// the squared length.
///
/// As a vocabulary leaves out what is in one text only, texts that it was learned from have about
/// the novelty of others (Good 1953: the chance to meet something new is the share of what was met
/// once).
class NgramWeigher {
 public:
  /// The vocabulary must outlive this.
  explicit NgramWeigher(const NgramVocabulary& vocabulary);

  /// Reads and weighs a text. Without any token all weights are missing and novelty is 1.
  void read(std::string_view utf8);

  // Of the text that was read last, m different n-grams in the order in which they come.
  /// [m], kNone for unknown ones.
  std::span<const std::uint32_t> ids() const noexcept { return ids_; }
  /// [m]
  std::span<const float> weights() const noexcept { return weights_; }
  /// [m], how often each occurs.
  std::span<const std::uint32_t> counts() const noexcept { return counter_.counts(); }
  float novelty() const noexcept { return novelty_; }

  /// Every occurrence, and which of the m each is.
  const NgramReader& reader() const noexcept { return reader_; }
  std::span<const std::uint32_t> numbers() const noexcept { return numbers_; }

 private:
  void count();
  void weigh();

  const NgramVocabulary* vocabulary_;
  NgramReader reader_;
  HashCounter counter_;
  std::vector<std::uint32_t> numbers_;
  std::vector<NgramKind> kinds_;
  std::vector<std::uint32_t> ids_;
  std::vector<float> weights_;
  float novelty_ = 1.0F;
};

/// Known n-grams of n texts and their weights, as lists; and how new each text is.
struct NgramRows {
  std::vector<std::uint64_t> offsets{0};  ///< [n + 1]
  std::vector<std::uint32_t> ids;
  std::vector<float> weights;
  std::vector<float> novelty;  ///< [n]

  std::size_t size() const noexcept { return novelty.size(); }
};

/// Reads and weighs texts. Each is a row that depends on it alone. Throws `base::CancelledError`.
NgramRows read_ngram_rows(std::span<const std::string_view> texts,
                          const NgramVocabulary& vocabulary, base::ThreadPool& pool,
                          const base::CancelToken& cancel);

}  // namespace findling::text
