// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "retrieval/inverted_index.h"
#include "retrieval/query.h"
#include "text/lexicon.h"
#include "text/spelling.h"

namespace findling::retrieval {

/// What was probably meant by a word of a query that passages do not hold.
struct WordSuggestion {
  TextRange place;           ///< Of the word in the query.
  std::string word;          ///< What passages hold; two words for two that were run together.
  std::uint32_t n_passages;  ///< How many do: of two words, the fewer.
};

/// A query with more unknown words than this was not misspelt: it is another language, or pasted.
inline constexpr std::size_t kMostMisspelt = 8;

/// Suggests words for those of a query that no live passage holds, and for those so rare that they
/// are misspelt in the passages themselves; in order, none for most queries.
///
/// Of the words within reach the likeliest is taken, by how many passages hold it and what its
/// edits cost: the noisy channel of Kernighan, Church and Gale 1990 with one price for all edits
/// (Norvig 2007) and a higher one for a first letter, which few get wrong. `spelling` holds the
/// words of `lexicon`; `extra` is as for `read_query`.
std::vector<WordSuggestion> suggest_words(std::string_view query, const text::Lexicon& lexicon,
                                          const text::Lexicon& extra, const InvertedIndex& words,
                                          const text::SpellingIndex& spelling);

}  // namespace findling::retrieval
