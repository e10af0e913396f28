// SPDX-License-Identifier: Apache-2.0
#include "text/spelling.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "text/unicode.h"

using findling::base::Rng;
using findling::text::NearWord;
using findling::text::SpellingIndex;
using findling::text::StringTable;

namespace {

StringTable table_of(const std::vector<std::string>& words) {
  StringTable table;
  for (const std::string& word : words) table.add(word);
  return table;
}

/// The words near one, by name, with their edits.
std::vector<std::pair<std::string, std::uint32_t>> near(const StringTable& words,
                                                        std::string_view word,
                                                        std::size_t most_edits = 2) {
  SpellingIndex index;
  index.update(words);
  std::vector<std::pair<std::string, std::uint32_t>> found;
  for (const NearWord& hit : index.find(word, most_edits, words)) {
    found.emplace_back(words[hit.word], hit.edits);
  }
  return found;
}

/// Random words of few letters, so that many are near each other.
std::vector<std::string> random_words(std::size_t n) {
  Rng rng(5);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < n; ++i) {
    std::string word;
    for (std::size_t length = 4 + rng.below(5); length > 0; --length) {
      findling::text::append_utf8(U"abcé"[rng.below(4)], word);
    }
    words.push_back(word);
  }
  return words;
}

/// The whole table of edits of two words: slow, and clear.
std::size_t edits_between(std::string_view a_utf8, std::string_view b_utf8) {
  const auto letters = [](std::string_view utf8) {
    std::u32string result;
    for (std::size_t at = 0; at < utf8.size();) {
      result.push_back(findling::text::decode_utf8(utf8, at));
    }
    return result;
  };
  const std::u32string a = letters(a_utf8);
  const std::u32string b = letters(b_utf8);
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

TEST_CASE("letters added, left out, replaced and swapped are an edit each") {
  using Found = std::vector<std::pair<std::string, std::uint32_t>>;
  const StringTable words = table_of({"tenant", "tent", "tenants", "rent", "apple"});
  CHECK(near(words, "tennant") == Found{{"tenant", 1}, {"tenants", 2}});
  CHECK(near(words, "tenat") == Found{{"rent", 2}, {"tenant", 1}, {"tenants", 2}, {"tent", 1}});
  CHECK(near(words, "tenamt") == Found{{"tenant", 1}, {"tenants", 2}, {"tent", 2}});
  CHECK(near(words, "tneant") == Found{{"tenant", 1}, {"tenants", 2}, {"tent", 2}});
  CHECK(near(words, "tennant", 1) == Found{{"tenant", 1}});
}

TEST_CASE("an edit is a letter of any script, not a byte") {
  const StringTable words = table_of({"müller", "straße", "привет"});
  CHECK(near(words, "muller", 1).size() == 1);
  CHECK(near(words, "strase", 1).size() == 1);
  CHECK(near(words, "прывет", 1).size() == 1);
}

TEST_CASE("short words, long ones, words with digits and the word itself are not found") {
  const std::string long_word(SpellingIndex::kLongest + 1, 'a');
  const StringTable words = table_of({"abc", "abcd", "abcde", "b2b4", "2024", long_word, "東京"});
  CHECK(near(words, "abcd").size() == 1);
  CHECK(near(words, "2023").empty());
  CHECK(near(words, "abd").empty());
  CHECK(near(words, long_word.substr(1)).empty());
  CHECK(near(words, "").empty());
}

TEST_CASE("finds exactly what comparing with every word finds") {
  const StringTable words = table_of(random_words(3000));
  SpellingIndex index;
  index.update(words);
  for (const std::string& wanted : random_words(60)) {
    for (const std::size_t most : {std::size_t{1}, std::size_t{2}}) {
      std::vector<std::string> expected;
      for (std::uint32_t i = 0; i < words.size(); ++i) {
        const std::size_t edits = edits_between(wanted, words[i]);
        if (edits > 0 && edits <= most) expected.emplace_back(words[i]);
      }
      std::sort(expected.begin(), expected.end());
      std::vector<std::string> found;
      for (const NearWord& hit : index.find(wanted, most, words))
        found.emplace_back(words[hit.word]);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("words that come later are found as if they had been there before") {
  const std::vector<std::string> all = random_words(2000);
  StringTable words = table_of({all.begin(), all.begin() + 700});
  SpellingIndex grown;
  grown.update(words);
  for (const std::string& word : all) words.add(word);
  grown.update(words);
  SpellingIndex whole;
  whole.update(words);
  REQUIRE(grown.size() == whole.size());
  const auto a = grown.find("abcab", 2, words);
  const auto b = whole.find("abcab", 2, words);
  CHECK(a.size() > 10);
  CHECK(std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const NearWord& x, const NearWord& y) { return x.word == y.word && x.edits == y.edits; }));
}
