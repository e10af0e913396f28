// SPDX-License-Identifier: Apache-2.0
#include "model/semantic_start.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "model/fixtures.h"

using namespace findling;
using model::SemanticStart;

namespace {

constexpr std::size_t kTokens = 40;
constexpr std::size_t kDim = 64;

// Passages are about tokens 0 to 19 or about tokens 20 to 39, never both.
test::Lists two_topics() {
  test::Lists passages;
  base::Rng rng(1);
  for (std::uint32_t i = 0; i < 60; ++i) {
    std::vector<std::uint32_t> list(12);
    for (auto& token : list) token = (i % 2) * 20 + static_cast<std::uint32_t>(rng.below(20));
    passages.add(list);
  }
  return passages;
}

layers::EmbeddingBag started(const test::Lists& passages, const SemanticStart::Options& options,
                             int n_threads = 2) {
  base::ThreadPool pool(n_threads);
  const base::CancelToken cancel;
  layers::EmbeddingBag bag(kTokens, kDim);
  bag.initialise(3, pool);
  layers::WideOutput output(passages.view().size(), kDim);
  SemanticStart(passages.view(), options, pool, cancel).run(bag, output);
  return bag;
}

double mean_cosine(layers::EmbeddingBag& bag, std::uint32_t first, std::uint32_t second) {
  double sum = 0.0;
  int n = 0;
  for (std::uint32_t i = first; i < first + 20; ++i) {
    for (std::uint32_t j = second; j < second + 20; ++j) {
      if (i == j) continue;
      sum += static_cast<double>(kernels::active().dot(bag.row(i).data(), bag.row(j).data(), kDim));
      ++n;
    }
  }
  return sum / n;
}

}  // namespace

TEST_CASE("semantic start: tokens of one topic are alike, of two topics are not") {
  auto bag = started(two_topics(), {.rounds = 2, .share = 0.5F, .seed = 1});
  CHECK(mean_cosine(bag, 0, 0) > 0.2);
  CHECK(mean_cosine(bag, 20, 20) > 0.2);
  CHECK(mean_cosine(bag, 0, 20) < 0.0);
}

TEST_CASE("semantic start: no rounds or no passages change nothing") {
  const auto noise = started(two_topics(), {.rounds = 0, .share = 0.5F, .seed = 1});
  const auto alone = started({}, {.rounds = 2, .share = 0.5F, .seed = 1});
  const auto begun = started(two_topics(), {.rounds = 2, .share = 0.5F, .seed = 1});
  CHECK(std::equal(noise.table().begin(), noise.table().end(), alone.table().begin()));
  CHECK_FALSE(std::equal(noise.table().begin(), noise.table().end(), begun.table().begin()));
}

TEST_CASE("semantic start: a token that no passage has keeps its noise") {
  auto noise = started({}, {.rounds = 2, .share = 0.5F, .seed = 1});
  auto begun = started({{0, 1, 2, 3}, {4, 5, 6}}, {.rounds = 2, .share = 0.5F, .seed = 1});
  CHECK(std::equal(noise.row(30).begin(), noise.row(30).end(), begun.row(30).begin()));
  CHECK_FALSE(std::equal(noise.row(4).begin(), noise.row(4).end(), begun.row(4).begin()));
}

TEST_CASE("semantic start: the same bits at any thread count") {
  const SemanticStart::Options options{.rounds = 3, .share = 0.5F, .seed = 1};
  const auto expected = started(two_topics(), options, 1);
  for (const int n_threads : {2, 3, 5}) {
    const auto bag = started(two_topics(), options, n_threads);
    CHECK(std::equal(expected.table().begin(), expected.table().end(), bag.table().begin()));
  }
}

TEST_CASE("semantic start: stops when it is cancelled") {
  const test::Lists passages = two_topics();
  base::ThreadPool pool(2);
  base::CancelToken cancel;
  cancel.cancel();
  layers::EmbeddingBag bag(kTokens, kDim);
  layers::WideOutput output(passages.view().size(), kDim);
  SemanticStart start(passages.view(), {.rounds = 1, .share = 0.5F, .seed = 1}, pool, cancel);
  CHECK_THROWS_AS(start.run(bag, output), base::CancelledError);
}
