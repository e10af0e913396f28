// SPDX-License-Identifier: Apache-2.0
#include "retrieval/query.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using findling::retrieval::match_ranges;
using findling::retrieval::Query;
using findling::retrieval::read_query;
using findling::retrieval::TextRange;
using findling::text::Lexicon;

namespace {

struct Entry {
  std::string_view word;
  std::string_view term;
  std::uint32_t piece;
};

Lexicon lexicon(const std::vector<Entry>& entries) {
  findling::text::StringTable words;
  std::vector<std::string_view> terms;
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> pieces;
  for (const Entry& entry : entries) {
    words.add(entry.word);
    terms.push_back(entry.term);
    pieces.push_back(entry.piece);
    offsets.push_back(pieces.size());
  }
  Lexicon made;
  made.add(words, terms, {offsets, pieces});
  return made;
}

const Lexicon kKnown = lexicon({{"cats", "cat", 4}, {"the", "", 0}, {"sleep", "sleep", 5}});
const Lexicon kExtra = lexicon({{"cat", "cat", 6}, {"zebra", "zebra", 7}});

}  // namespace

TEST_CASE("a query counts its terms and lists its sub-words, words from elsewhere included") {
  const Query query = read_query("The cats, the CAT and a zebra sleep", kKnown, kExtra);
  REQUIRE(query.terms.size() == 2);
  CHECK(query.terms[0].term == kKnown.find_term("cat"));
  CHECK(query.terms[0].count == 2);
  CHECK(query.terms[1].term == kKnown.find_term("sleep"));
  CHECK(query.pieces == std::vector<std::uint32_t>{0, 4, 0, 6, 7, 5});
}

TEST_CASE("a pasted book costs no more than a page") {
  std::string book;
  for (int i = 0; i < 5000; ++i) book += "cats ";
  CHECK(read_query(book, kKnown, kExtra).pieces.size() == findling::retrieval::kMaxQueryWords);
}

TEST_CASE("words of a text match by their term, stop words never do") {
  using Ranges = std::vector<TextRange>;
  CHECK(match_ranges("the cats", "The cat, cats; dogs", kKnown, kExtra) == Ranges{{4, 7}, {9, 13}});
  CHECK(match_ranges("zebra", "Ein Zebra", kKnown, kExtra) == Ranges{{4, 9}});
  CHECK(match_ranges("the", "the the", kKnown, kExtra).empty());
  CHECK(match_ranges("", "cats", kKnown, kExtra).empty());
}

TEST_CASE("overlapping matches become one range") {
  const Lexicon chinese = lexicon({{"喝", "喝", 0}, {"喝茶", "喝茶", 1}, {"茶", "茶", 2}});
  const auto ranges = match_ranges("喝茶", "我喝茶。茶", chinese, {});
  CHECK(ranges == std::vector<TextRange>{{1, 3}, {4, 5}});
}
