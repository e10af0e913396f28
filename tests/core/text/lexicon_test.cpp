// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string_view>
#include <vector>

using findling::sparse::RaggedView;
using findling::text::Lexicon;
using findling::text::StringTable;

namespace {

StringTable table(std::initializer_list<std::string_view> strings) {
  StringTable made;
  for (const auto string : strings) made.add(string);
  return made;
}

const std::vector<std::string_view> kTerms{"run", "", "run"};
const std::vector<std::uint64_t> kOffsets{0, 1, 1, 3};
const std::vector<std::uint32_t> kPieces{7, 7, 9};

Lexicon example() {
  Lexicon lexicon;
  lexicon.add(table({"run", "the", "running"}), kTerms, {kOffsets, kPieces});
  return lexicon;
}

}  // namespace

TEST_CASE("words share terms, stop words have none, and each has its pieces") {
  const Lexicon lexicon = example();
  CHECK(lexicon.n_words() == 3);
  CHECK(lexicon.n_terms() == 1);
  CHECK(lexicon.term_of(lexicon.find_word("running")) == lexicon.find_term("run"));
  CHECK(lexicon.term_of(lexicon.find_word("the")) == Lexicon::kNoTerm);
  CHECK(lexicon.find_word("runs") == StringTable::kNone);
  CHECK(lexicon.pieces_of(0).size() == 1);
  CHECK(lexicon.pieces_of(1).empty());
  CHECK(lexicon.pieces_of(2)[1] == 9);
}

TEST_CASE("words that do not fit are refused and nothing is added") {
  Lexicon lexicon = example();
  const std::vector<std::string_view> one{"x"};
  const std::vector<std::uint64_t> offsets{0, 0};
  CHECK_THROWS_AS(lexicon.add(table({"run"}), one, {offsets, {}}), std::invalid_argument);
  CHECK_THROWS_AS(lexicon.add(table({"new", "newer"}), one, {offsets, {}}), std::invalid_argument);
  CHECK_THROWS_AS(lexicon.add(table({"new"}), one, {kOffsets, kPieces}), std::invalid_argument);
  CHECK(lexicon.n_words() == 3);
}

TEST_CASE("a lexicon is made again from its parts") {
  const Lexicon first = example();
  const Lexicon again(first.words(), first.terms(), first.word_terms(), first.pieces_view());
  CHECK(again.term_of(2) == first.term_of(2));
  CHECK(again.pieces_of(2).size() == 2);
}

TEST_CASE("parts that do not fit each other are refused") {
  const Lexicon first = example();
  const std::vector<std::uint32_t> unknown_term{0, Lexicon::kNoTerm, 5};
  const std::vector<std::uint32_t> short_list{0};
  CHECK_THROWS_AS(Lexicon(first.words(), first.terms(), unknown_term, first.pieces_view()),
                  std::invalid_argument);
  CHECK_THROWS_AS(Lexicon(first.words(), first.terms(), short_list, first.pieces_view()),
                  std::invalid_argument);
  CHECK_THROWS_AS(Lexicon(first.words(), first.terms(), first.word_terms(), RaggedView{}),
                  std::invalid_argument);
}
