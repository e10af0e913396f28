// SPDX-License-Identifier: Apache-2.0
#include "retrieval/explain.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "retrieval/retriever_fixture.h"

using namespace findling::retrieval;
using namespace findling;

namespace {

template <class Rows>
float sum_of(const Rows& rows) {
  return std::accumulate(rows.begin(), rows.end(), 0.0F,
                         [](float sum, const auto& row) { return sum + row.share; });
}

}  // namespace

TEST_CASE("the parts of an explanation add up to the parts of the hit") {
  const auto texts = test::topic_texts(400);
  const auto retriever = test::learned(texts, 2);
  const std::string_view query = "t3w1 t3w5 the t3w5";
  for (const SearchMode mode : {SearchMode::kBest, SearchMode::kMeaning, SearchMode::kWords}) {
    const auto hits = retriever->search(query, {}, mode, {}, 5);
    REQUIRE(hits.size() == 5);
    for (const Hit& hit : hits) {
      const auto told = retriever->explain({query, mode, hit.slot, {}, texts[hit.slot]}, {});
      CHECK(told.trace.hit.slot == hit.slot);
      CHECK(std::abs(told.trace.hit.score - hit.score) < 1e-5F);
      if (mode != SearchMode::kMeaning) CHECK(std::abs(sum_of(told.terms) - hit.word) < 1e-4F);
      if (mode == SearchMode::kWords) continue;
      const float cosine = sum_of(told.query_words) + sum_of(told.feedback);
      CHECK(std::abs(sum_of(told.passage_words) - cosine) < 0.01F);
      CHECK(cosine > 0.3F);
    }
  }
}

TEST_CASE("words of both texts are counted and paired") {
  const auto texts = test::topic_texts(400);
  const auto retriever = test::learned(texts, 1);
  const auto told = retriever->explain({"t3w1 t3w1", SearchMode::kBest, 3, {}, texts[3]}, {});
  for (const auto& term : told.terms) CHECK(term.word == "t3w1");
  REQUIRE(told.query_words.size() == 1);
  CHECK(told.query_words[0].count == 2);
  REQUIRE(!told.pairs.empty());
  for (const auto& pair : told.pairs) {
    CHECK(pair.query_word == "t3w1");
    CHECK(pair.passage_word != "t3w1");
    CHECK(std::abs(pair.closeness) < 1.001F);
  }
  const auto bare = retriever->explain({"t3w1 t3w1", SearchMode::kBest, 3, {}, {}}, {});
  CHECK(bare.passage_words.empty());
  CHECK(bare.pairs.empty());
}

TEST_CASE("without an encoder words alone are told, and a slot without a passage is refused") {
  Retriever retriever(std::make_shared<base::ThreadPool>(1));
  test::add(retriever, {"red apple", "green pear", "red wine"});
  const auto told = retriever.explain({"red apple", SearchMode::kBest, 0, {}, "red apple"}, {});
  CHECK(told.terms.size() == 2);
  CHECK(told.query_words.empty());
  CHECK(told.feedback.empty());
  CHECK_THROWS_AS(retriever.explain({"red", SearchMode::kBest, 7, {}, {}}, {}),
                  std::invalid_argument);
  retriever.remove(std::vector<std::uint32_t>{1});
  CHECK_THROWS_AS(retriever.explain({"red", SearchMode::kBest, 1, {}, {}}, {}),
                  std::invalid_argument);
}

TEST_CASE("any texts are encoded as passages are, whatever the number of threads") {
  const auto texts = test::topic_texts(400);
  const auto one = test::learned(texts, 1);
  const auto two = test::learned(texts, 2);
  const std::vector<std::string> asked(40, "t3w1 t3w5 the");
  const auto vectors = one->encode(test::views(asked), {});
  REQUIRE(vectors.size() == 40 * one->dim());
  CHECK(vectors == two->encode(test::views(asked), {}));
  float length = 0.0F;
  for (std::size_t i = 0; i < one->dim(); ++i) length += vectors[i] * vectors[i];
  CHECK(std::abs(length - 1.0F) < 1e-4F);
  const std::vector<std::string> nothing{""};
  for (const float value : one->encode(test::views(nothing), {})) CHECK(value == 0.0F);
  Retriever empty(std::make_shared<base::ThreadPool>(1));
  CHECK(empty.dim() == 0);
  CHECK(empty.encode(test::views(asked), {}).empty());
}
