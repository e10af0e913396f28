// SPDX-License-Identifier: Apache-2.0
#include "text/text_batch.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using findling::base::CancelledError;
using findling::base::CancelToken;
using findling::base::ThreadPool;
using findling::text::Lexicon;
using findling::text::read_texts;
using findling::text::TextBatch;

namespace {

using Views = std::vector<std::string_view>;

Lexicon knows_cat() {
  findling::text::StringTable words;
  words.add("cat");
  const std::vector<std::uint64_t> offsets{0, 0};
  Lexicon lexicon;
  lexicon.add(words, Views{"cat"}, {offsets, {}});
  return lexicon;
}

}  // namespace

TEST_CASE("known words keep their numbers and new ones follow, titles first") {
  ThreadPool pool(1);
  const TextBatch batch =
      read_texts(Views{"cat sat", "", "Sat CAT"}, Views{"A title", "x", ""}, knows_cat(), pool, {});
  CHECK(batch.n_known == 1);
  CHECK(batch.offsets == std::vector<std::uint64_t>{0, 4, 5, 7});
  CHECK(batch.words == std::vector<std::uint32_t>{1, 2, 0, 3, 4, 3, 0});
  CHECK(batch.title_lengths == std::vector<std::uint32_t>{2, 1, 0});
  REQUIRE(batch.new_words.size() == 4);
  CHECK(batch.new_words[2] == "sat");
  CHECK(batch.new_word_counts() == std::vector<std::uint64_t>{1, 1, 2, 1});
}

TEST_CASE("the result does not depend on the number of threads") {
  std::vector<std::string> texts;
  for (int i = 0; i < 1000; ++i) {
    texts.push_back(std::to_string(i % 97).append(" the ").append(std::to_string(i)));
  }
  const Views views(texts.begin(), texts.end());
  ThreadPool one(1);
  ThreadPool three(3);
  const TextBatch a = read_texts(views, {}, {}, one, {});
  const TextBatch b = read_texts(views, {}, {}, three, {});
  CHECK(a.words == b.words);
  CHECK(a.offsets == b.offsets);
  CHECK(a.new_words.size() == b.new_words.size());
}

TEST_CASE("no texts make an empty batch, titles for some are refused, and cancelling stops") {
  ThreadPool pool(1);
  CHECK(read_texts({}, {}, {}, pool, {}).size() == 0);
  CHECK_THROWS_AS(read_texts(Views{"a", "b"}, Views{"t"}, {}, pool, {}), std::invalid_argument);
  CancelToken token;
  token.cancel();
  CHECK_THROWS_AS(read_texts(Views{"a"}, {}, {}, pool, token), CancelledError);
}
