// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "retrieval/inverted_index.h"
#include "retrieval/query.h"
#include "retrieval/rank_trace.h"
#include "retrieval/ranking.h"
#include "text/lexicon.h"

namespace findling::retrieval {

/// What one word of a query adds to the word part of a score.
struct TermShare {
  std::string word;          ///< As the query has it first, lower-cased.
  std::uint32_t in_query;    ///< How often the query has it, in any of its forms.
  std::uint32_t in_passage;  ///< How often the passage has it; words of its title count threefold.
  float share;               ///< BM25 divided by that of the best passage.
};

/// What one word adds to a cosine.
struct WordShare {
  std::string word;
  std::uint32_t count;  ///< How often it was read.
  float share;
};

/// A word of the query beside one of the passage.
struct WordPair {
  std::string query_word;
  std::string passage_word;
  float closeness;  ///< Cosine of their two vectors.
  float share;      ///< Of the cosine.
};

/// What one of the first hits adds to a cosine.
struct SlotShare {
  std::uint32_t slot;
  float share;
};

/// Why a passage scores what it scores for a query.
///
/// The encoder is a weighted sum of the rows of sub-words, divided by its length; so is what
/// feedback makes of a query. Their product with a passage's vector is therefore linear in words,
/// and dividing it among them is exact, without leaving any out or approximating:
///
///   word part  = sum of terms.share                                   (but for rounding)
///   cosine     = sum of query_words.share + sum of feedback.share     (but for bytes, about .002)
///              = sum of passage_words.share                           (the same)
///   query_words' sum = sum of share over all pairs of words
///
/// `pairs` has the largest only, of different terms. Words come by the size of their share.
struct Explanation {
  RankTrace trace;
  std::vector<TermShare> terms;
  std::vector<WordShare> query_words;
  std::vector<WordShare> passage_words;  ///< Empty without the passage's text.
  std::vector<WordPair> pairs;           ///< Likewise.
  std::vector<SlotShare> feedback;
};

/// What is explained.
struct ExplainQuestion {
  std::string_view query;
  SearchMode mode;
  std::uint32_t slot;
  std::string_view title;  ///< Of the passage, as it was added; may be empty.
  std::string_view text;   ///< Likewise: an index keeps no texts.
  bool exact = false;
};

/// Explains one live passage. Cost: that of a search, and D for each pair of different words of
/// query and passage. `extra` holds the words that `lexicon` does not. `meaning` may be null.
Explanation explain(const ExplainQuestion& question, const text::Lexicon& lexicon,
                    const text::Lexicon& extra, const InvertedIndex& words, const Meaning* meaning,
                    base::ThreadPool& pool);

}  // namespace findling::retrieval
