// SPDX-License-Identifier: Apache-2.0
#include "retrieval/suggest.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "text/unicode.h"
#include "text/word_reader.h"

namespace findling::retrieval {

namespace {

using text::Lexicon;

// What an edit takes from the logarithm of the number of passages: a word that is one edit further
// away has to be in twenty times as many passages.
constexpr float kEditCost = 3.0F;
constexpr float kFirstLetterCost = 2.0F;
// A missing space is one edit, but most words can be cut somewhere.
constexpr float kCutCost = 4.5F;

constexpr std::size_t kLongEnoughForTwo = 6;  // letters; shorter words may be one edit off
constexpr std::size_t kShortestHalf = 4;

// A word that passages do hold is doubted when it is in few of them, and in many a word that is one
// edit away and begins alike.
constexpr std::size_t kRare = 2;
constexpr std::size_t kRareTimes = 100;
constexpr std::size_t kShortestRare = 5;

/// A word, how many passages hold it, and how likely it was meant.
struct Candidate {
  std::string word;
  std::size_t n_passages;
  float value;
};

std::size_t n_letters(std::string_view utf8) noexcept {
  std::size_t n = 0;
  for (std::size_t at = 0; at < utf8.size(); ++n) text::decode_utf8(utf8, at);
  return n;
}

char32_t first_letter(std::string_view utf8) noexcept {
  std::size_t at = 0;
  return text::decode_utf8(utf8, at);
}

class Suggester {
 public:
  Suggester(const Lexicon& lexicon, const Lexicon& extra, const InvertedIndex& words,
            const text::SpellingIndex& spelling)
      : lexicon_(lexicon), extra_(extra), words_(words), spelling_(spelling) {}

  /// What was meant by a word; nothing when it is right, or nobody knows.
  std::optional<Candidate> suggest(std::string_view word) const {
    const std::optional<std::uint32_t> term = term_of(word);
    if (!term) return std::nullopt;  // a stop word
    const std::size_t n_passages = *term == Lexicon::kNoTerm ? 0 : words_.n_holding(*term);
    const std::size_t length = n_letters(word);
    if (n_passages == 0) {
      auto best = nearest(word, *term, length < kLongEnoughForTwo ? 1 : 2);
      auto cut = cut_in_two(word);
      return cut && (!best || cut->value > best->value) ? cut : best;
    }
    if (n_passages > kRare || length < kShortestRare) return std::nullopt;
    auto best = nearest(word, *term, 1);
    const bool is_doubted = best && best->n_passages >= kRareTimes * n_passages &&
                            first_letter(best->word) == first_letter(word);
    return is_doubted ? best : std::nullopt;
  }

 private:
  /// The term of a word, Lexicon::kNoTerm for one that is in no passage; nothing for a stop word.
  std::optional<std::uint32_t> term_of(std::string_view word) const {
    const std::uint32_t known = lexicon_.find_word(word);
    if (known != text::StringTable::kNone) {
      const std::uint32_t term = lexicon_.term_of(known);
      return term == Lexicon::kNoTerm ? std::nullopt : std::optional(term);
    }
    const std::uint32_t other = extra_.find_word(word);
    if (other == text::StringTable::kNone) return Lexicon::kNoTerm;
    const std::uint32_t term = extra_.term_of(other);
    if (term == Lexicon::kNoTerm) return std::nullopt;
    return lexicon_.find_term(extra_.term(term));
  }

  /// The number of live passages that hold a word of the index; 0 for stop words.
  std::size_t n_holding(std::uint32_t word) const {
    const std::uint32_t term = lexicon_.term_of(word);
    return term == Lexicon::kNoTerm ? 0 : words_.n_holding(term);
  }

  /// The likeliest word a few edits away that is not another form of the same one.
  std::optional<Candidate> nearest(std::string_view word, std::uint32_t term,
                                   std::size_t most_edits) const {
    std::optional<Candidate> best;
    for (const text::NearWord& near : spelling_.find(word, most_edits, lexicon_.words())) {
      const std::size_t n = lexicon_.term_of(near.word) == term ? 0 : n_holding(near.word);
      if (n == 0) continue;
      const std::string_view other = lexicon_.words()[near.word];
      const bool begins_alike = first_letter(word) == first_letter(other);
      if (!begins_alike && near.edits > 1) continue;  // "usual" is not what "unusual" meant
      const float value = std::log(static_cast<float>(n)) -
                          kEditCost * static_cast<float>(near.edits) -
                          (begins_alike ? 0.0F : kFirstLetterCost);
      if (!best || value > best->value) best = Candidate{std::string(other), n, value};
    }
    return best;
  }

  /// The likeliest two words that a word is made of.
  std::optional<Candidate> cut_in_two(std::string_view word) const {
    std::optional<Candidate> best;
    const std::size_t length = n_letters(word);
    if (length > text::SpellingIndex::kLongest) return best;
    std::size_t at = 0;
    for (std::size_t n_left = 1; n_left + kShortestHalf <= length; ++n_left) {
      text::decode_utf8(word, at);
      if (n_left < kShortestHalf) continue;
      const std::uint32_t left = lexicon_.find_word(word.substr(0, at));
      const std::uint32_t right = lexicon_.find_word(word.substr(at));
      if (left == text::StringTable::kNone || right == text::StringTable::kNone) continue;
      const std::size_t n = std::min(n_holding(left), n_holding(right));
      if (n == 0) continue;
      const float value = std::log(static_cast<float>(n)) - kCutCost;
      if (best && value <= best->value) continue;
      best = Candidate{std::string(word).insert(at, 1, ' '), n, value};
    }
    return best;
  }

  const Lexicon& lexicon_;
  const Lexicon& extra_;
  const InvertedIndex& words_;
  const text::SpellingIndex& spelling_;
};

}  // namespace

std::vector<WordSuggestion> suggest_words(std::string_view query, const Lexicon& lexicon,
                                          const Lexicon& extra, const InvertedIndex& words,
                                          const text::SpellingIndex& spelling) {
  const Suggester suggester(lexicon, extra, words, spelling);
  std::vector<WordSuggestion> suggestions;
  std::size_t n_words = 0;
  for (text::WordReader reader(query); n_words < kMaxQueryWords && reader.next(); ++n_words) {
    auto meant = suggester.suggest(reader.word());
    if (!meant) continue;
    if (suggestions.size() == kMostMisspelt) return {};
    suggestions.push_back({{reader.begin(), reader.end()},
                           std::move(meant->word),
                           static_cast<std::uint32_t>(meant->n_passages)});
  }
  return suggestions;
}

}  // namespace findling::retrieval
