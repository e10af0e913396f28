// SPDX-License-Identifier: Apache-2.0
#include "retrieval/query.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "text/word_reader.h"

namespace findling::retrieval {

namespace {

constexpr std::uint32_t kNone = text::StringTable::kNone;

/// A word and the lexicon that knows it; null when none does.
struct Found {
  const text::Lexicon* lexicon = nullptr;
  std::uint32_t word = kNone;

  /// The word's term; empty for stop words and unknown words.
  std::string_view term() const noexcept {
    if (lexicon == nullptr || lexicon->term_of(word) == text::Lexicon::kNoTerm) return {};
    return lexicon->term(lexicon->term_of(word));
  }
};

Found find(std::string_view word, const text::Lexicon& lexicon, const text::Lexicon& extra) {
  for (const text::Lexicon* candidate : {&lexicon, &extra}) {
    const std::uint32_t number = candidate->find_word(word);
    if (number != kNone) return {candidate, number};
  }
  return {};
}

}  // namespace

KnownWord look_up(std::string_view word, const text::Lexicon& lexicon, const text::Lexicon& extra) {
  const Found found = find(word, lexicon, extra);
  if (found.lexicon == nullptr) return {};
  return {found.term(), found.lexicon->pieces_of(found.word)};
}

Query read_query(std::string_view utf8, const text::Lexicon& lexicon, const text::Lexicon& extra) {
  Query query;
  std::unordered_map<std::uint32_t, std::size_t> place;
  std::size_t n_words = 0;
  for (text::WordReader reader(utf8); n_words < kMaxQueryWords && reader.next(); ++n_words) {
    const Found found = find(reader.word(), lexicon, extra);
    if (found.lexicon == nullptr) continue;
    const auto pieces = found.lexicon->pieces_of(found.word);
    query.pieces.insert(query.pieces.end(), pieces.begin(), pieces.end());
    const std::uint32_t term = found.term().empty() ? kNone : lexicon.find_term(found.term());
    if (term == kNone) continue;
    const auto [at, is_new] = place.try_emplace(term, query.terms.size());
    if (is_new) query.terms.push_back({term, 0});
    ++query.terms[at->second].count;
  }
  return query;
}

std::optional<std::vector<std::uint32_t>> read_terms(std::string_view utf8,
                                                     const text::Lexicon& lexicon,
                                                     const text::Lexicon& extra) {
  std::vector<std::uint32_t> terms;
  std::size_t n_words = 0;
  for (text::WordReader reader(utf8); n_words < kMaxQueryWords && reader.next(); ++n_words) {
    const Found found = find(reader.word(), lexicon, extra);
    if (found.lexicon == nullptr) return std::nullopt;
    if (found.term().empty()) continue;
    const std::uint32_t term = lexicon.find_term(found.term());
    if (term == kNone) return std::nullopt;
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
  }
  return terms;
}

std::vector<TextRange> match_ranges(std::string_view query, std::string_view utf8,
                                    const text::Lexicon& lexicon, const text::Lexicon& extra) {
  std::unordered_set<std::string_view> wanted;
  std::size_t n_words = 0;
  for (text::WordReader reader(query); n_words < kMaxQueryWords && reader.next(); ++n_words) {
    wanted.insert(find(reader.word(), lexicon, extra).term());
  }
  wanted.erase(std::string_view());
  std::vector<TextRange> ranges;
  if (wanted.empty()) return ranges;
  for (text::WordReader reader(utf8); reader.next();) {
    if (!wanted.contains(find(reader.word(), lexicon, extra).term())) continue;
    if (!ranges.empty() && reader.begin() < ranges.back().second) {
      ranges.back().second = std::max(ranges.back().second, reader.end());
    } else {
      ranges.emplace_back(reader.begin(), reader.end());
    }
  }
  return ranges;
}

}  // namespace findling::retrieval
