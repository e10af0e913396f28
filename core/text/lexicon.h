// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sparse/ragged.h"
#include "text/string_table.h"

namespace findling::text {

/// Everything known about a word: the term it is searched by and the sub-words it is made of.
///
/// Words are as WordReader gives them ("Running" and "running" are one). Several words may share a
/// term ("run"); stop words have none. Reading is safe from many threads while nobody adds.
class Lexicon {
 public:
  /// The term of a stop word.
  static constexpr std::uint32_t kNoTerm = StringTable::kNone;

  Lexicon() = default;

  std::uint32_t n_words() const noexcept { return words_.size(); }
  std::uint32_t n_terms() const noexcept { return terms_.size(); }

  /// The number of a word or a term, or StringTable::kNone.
  std::uint32_t find_word(std::string_view word) const noexcept { return words_.find(word); }
  std::uint32_t find_term(std::string_view term) const noexcept { return terms_.find(term); }

  std::uint32_t term_of(std::uint32_t word) const noexcept { return term_of_[word]; }
  std::string_view term(std::uint32_t term) const noexcept { return terms_[term]; }
  std::span<const std::uint32_t> pieces_of(std::uint32_t word) const noexcept {
    return pieces_view()[word];
  }

  /// Adds words with the term (empty for a stop word) and the sub-words of each. Throws
  /// `std::invalid_argument`, and adds nothing, when the lengths differ or a word is known.
  void add(const StringTable& words, std::span<const std::string_view> terms,
           const sparse::RaggedView& pieces);

  // The parts, to be stored; and a lexicon made of stored parts, which throws
  // `std::invalid_argument` when they do not fit each other.
  const StringTable& words() const noexcept { return words_; }
  const StringTable& terms() const noexcept { return terms_; }
  std::span<const std::uint32_t> word_terms() const noexcept { return term_of_; }
  sparse::RaggedView pieces_view() const noexcept { return {piece_offsets_, pieces_}; }
  Lexicon(StringTable words, StringTable terms, std::span<const std::uint32_t> word_terms,
          const sparse::RaggedView& pieces);

 private:
  StringTable words_;
  StringTable terms_;
  std::vector<std::uint32_t> term_of_;           // [words]
  std::vector<std::uint64_t> piece_offsets_{0};  // [words + 1]
  std::vector<std::uint32_t> pieces_;
};

}  // namespace findling::text
