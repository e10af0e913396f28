// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace findling::text {

Lexicon::Lexicon(StringTable words, StringTable terms, std::span<const std::uint32_t> word_terms,
                 const sparse::RaggedView& pieces)
    : words_(std::move(words)),
      terms_(std::move(terms)),
      term_of_(word_terms.begin(), word_terms.end()),
      piece_offsets_(pieces.offsets.begin(), pieces.offsets.end()),
      pieces_(pieces.values.begin(), pieces.values.end()) {
  pieces_view().validate();
  const bool fits = term_of_.size() == n_words() && pieces_view().size() == n_words() &&
                    !piece_offsets_.empty() &&
                    std::all_of(term_of_.begin(), term_of_.end(), [this](std::uint32_t term) {
                      return term == kNoTerm || term < n_terms();
                    });
  if (!fits) throw std::invalid_argument("[lexicon] the parts do not fit each other");
}

void Lexicon::add(const StringTable& words, std::span<const std::string_view> terms,
                  const sparse::RaggedView& pieces) {
  pieces.validate();
  if (terms.size() != words.size() || pieces.size() != words.size()) {
    throw std::invalid_argument(
        "[lexicon] expected a term and sub-words for each of " + std::to_string(words.size()) +
        " words, got " + std::to_string(terms.size()) + " and " + std::to_string(pieces.size()));
  }
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    if (find_word(words[i]) != StringTable::kNone) {
      throw std::invalid_argument("[lexicon] a word is known already: " + std::string(words[i]));
    }
  }
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    words_.add(words[i]);
    term_of_.push_back(terms[i].empty() ? kNoTerm : terms_.add(terms[i]));
    const auto list = pieces[i];
    pieces_.insert(pieces_.end(), list.begin(), list.end());
    piece_offsets_.push_back(pieces_.size());
  }
}

}  // namespace findling::text
