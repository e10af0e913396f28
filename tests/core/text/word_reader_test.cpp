// SPDX-License-Identifier: Apache-2.0
#include "text/word_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using findling::text::WordReader;

namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  for (WordReader reader(text); reader.next();) found.emplace_back(reader.word());
  return found;
}

std::string places(std::string_view text) {
  std::string found;
  for (WordReader reader(text); reader.next();) {
    found += std::to_string(reader.begin()) + "-" + std::to_string(reader.end()) + " ";
  }
  return found;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("words are runs of letters and digits, lower-cased") {
  CHECK(words("The cat's 9 lives, RE-READ.") ==
        Words{"the", "cat", "s", "9", "lives", "re", "read"});
  CHECK(words("snake_case _private x__") == Words{"snake_case", "private", "x__"});
  CHECK(words("____ ... \n\t") == Words{});
  CHECK(words("") == Words{});
}

TEST_CASE("places are counted in code points") {
  CHECK(places("Größe über 3 €uro") == "0-5 6-10 11-12 14-17 ");
  CHECK(places("😀 ok") == "2-4 ");
}

TEST_CASE("marks belong to their word and hidden joiners do not break it") {
  CHECK(words("e\u0301te\u0301") == Words{"e\u0301te\u0301"});
  CHECK(words("co\u00ADop\u00AD") == Words{"coop"});
  CHECK(places("co\u00ADop\u00AD x") == "0-5 7-8 ");
  CHECK(words("हिन्दी") == Words{"हिन्दी"});
}

TEST_CASE("ideographs are found alone and in pairs") {
  CHECK(words("喝茶吗") == Words{"喝", "喝茶", "茶", "茶吗", "吗"});
  CHECK(places("a喝茶") == "0-1 1-2 1-3 2-3 ");
  CHECK(words("茶") == Words{"茶"});
}

TEST_CASE("other scripts without spaces are found in pairs") {
  CHECK(words("すし") == Words{"すし"});
  CHECK(words("ラーメン") == Words{"ラー", "ーメ", "メン"});
  CHECK(words("す") == Words{"す"});
  CHECK(words("す し") == Words{"す", "し"});
  CHECK(words("茶の湯") == Words{"茶", "茶の", "の湯", "湯"});
}

TEST_CASE("a word without end is cut, its place is not") {
  const std::string text = std::string(10'000, 'x') + " y";
  WordReader reader(text);
  REQUIRE(reader.next());
  CHECK(reader.word().size() <= WordReader::kMaxBytes);
  CHECK(reader.end() == 10'000);
  REQUIRE(reader.next());
  CHECK(reader.word() == "y");
}

TEST_CASE("broken UTF-8 separates words") {
  CHECK(words("ab\xFF"
              "cd\xC3") == Words{"ab", "cd"});
}
