// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "retrieval/inverted_index.h"
#include "text/lexicon.h"

namespace findling::retrieval {

/// A query as an index sees it.
struct Query {
  std::vector<QueryTerm> terms;       ///< Different terms, in order of first appearance.
  std::vector<std::uint32_t> pieces;  ///< Sub-words, in order.
};

/// Words of a query beyond this number are left out, so that a pasted book costs no more than a
/// page.
inline constexpr std::size_t kMaxQueryWords = 1024;

/// Reads a query with the words of `lexicon` and, for words that it does not know, those of
/// `extra`. A word of `extra` whose term is in no passage counts only by its sub-words.
Query read_query(std::string_view utf8, const text::Lexicon& lexicon, const text::Lexicon& extra);

/// The terms of all words of a text, each once, but stop words; nothing when no passage can hold
/// one of them.
std::optional<std::vector<std::uint32_t>> read_terms(std::string_view utf8,
                                                     const text::Lexicon& lexicon,
                                                     const text::Lexicon& extra);

/// What is known of a word; both empty when no lexicon knows it.
struct KnownWord {
  std::string_view term;                  ///< Empty for a stop word.
  std::span<const std::uint32_t> pieces;  ///< Its sub-words.
};

/// Looks a word up in `lexicon` and then in `extra`.
KnownWord look_up(std::string_view word, const text::Lexicon& lexicon, const text::Lexicon& extra);

/// Code-point range of a text, end exclusive.
using TextRange = std::pair<std::size_t, std::size_t>;

/// The words of `utf8` that share a term with `query`, in order, those that overlap joined.
std::vector<TextRange> match_ranges(std::string_view query, std::string_view utf8,
                                    const text::Lexicon& lexicon, const text::Lexicon& extra);

}  // namespace findling::retrieval
