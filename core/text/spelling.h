// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/string_table.h"

namespace findling::text {

/// A word that few edits turn into another one.
struct NearWord {
  std::uint32_t word;   ///< Its number in the table of words.
  std::uint32_t edits;  ///< Letters added, left out, replaced, or swapped with the next one.
};

/// Finds the words of a table that lie within a few edits of another word.
///
/// The words are kept in order, so that they form a tree without nodes: one row of the table of
/// edits (Damerau 1964; Wagner and Fischer 1974, with swaps of neighbours) serves all words that
/// begin alike, and a beginning that is too far away is left with all its words. Nothing is stored
/// but 5 bytes a word, and nothing is missed. Not for use by several threads at once.
class SpellingIndex {
 public:
  /// Words shorter than this, in code points, are not kept: too many others are near them, and
  /// scripts without spaces have pairs of characters for words.
  static constexpr std::size_t kShortest = 4;
  /// Nor are longer ones, nor those with a digit: another number is never what was meant.
  static constexpr std::size_t kLongest = 48;

  /// Takes in the words that the table got since the last call; always with the same table.
  void update(const StringTable& words);

  /// Kept words at most `most_edits` from `word`, itself left out, in the order of their letters.
  /// None for a word that would not be kept.
  std::vector<NearWord> find(std::string_view word, std::size_t most_edits,
                             const StringTable& words) const;

  /// How many words are kept.
  std::size_t size() const noexcept { return order_.size(); }

 private:
  std::uint32_t n_seen_ = 0;
  std::vector<std::uint32_t> order_;  // numbers of kept words, by their letters
  std::vector<std::uint8_t> shared_;  // code points that each shares with the one before
};

}  // namespace findling::text
