// SPDX-License-Identifier: Apache-2.0
#include "retrieval/candidate_ranking.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "retrieval/vector_fixture.h"

using namespace findling;
using namespace findling::retrieval;
using findling::base::Rng;
using findling::base::ThreadPool;

namespace {

constexpr std::size_t kPassages = VectorIndex::kWithoutCells + 1000;
constexpr std::size_t kTopics = 80;
constexpr std::size_t kWordsPerTopic = 40;
constexpr std::size_t kCommon = 60;
constexpr std::size_t kTerms = kCommon + kTopics * kWordsPerTopic;
constexpr std::size_t kLength = 16;

/// Passages of two topics and common words, as lists of terms that are sub-words too.
struct Lists {
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> values;

  Lists(std::size_t n, std::uint64_t seed) {
    Rng rng(seed);
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t topics[] = {rng.below(kTopics), rng.below(kTopics)};
      for (std::size_t w = 0; w < kLength; ++w) {
        const bool common = w % 4 == 3;
        const std::size_t word =
            common ? rng.below(kCommon)
                   : kCommon + topics[w % 2] * kWordsPerTopic + rng.below(kWordsPerTopic);
        values.push_back(static_cast<std::uint32_t>(word));
      }
      offsets.push_back(values.size());
    }
  }
  sparse::RaggedView view() const { return {offsets, values}; }
};

struct Library {
  InvertedIndex words;
  Meaning meaning;
};

Meaning learn(const Lists& lists, ThreadPool& pool) {
  const model::EncoderConfig config{.dim = 32, .epochs = 1, .most_passages = 1500};
  auto encoder = model::Encoder::train(lists.view(), kTerms, config, pool, {}, {});
  std::vector<float> rows(kPassages * config.dim);
  encoder.encode_batch(lists.view(), rows, pool);
  VectorIndex vectors(config.dim);
  auto incoming = vectors.receive(test::in_bytes(rows, config.dim), pool, {});
  PassageGraph graph;
  graph.append(PassageGraph::link(vectors, incoming, pool, {}));
  vectors.append(std::move(incoming));
  return {std::move(encoder), std::move(vectors), std::move(graph)};
}

/// A library with cells; every ninth passage was removed.
const Library& library() {
  static const Library made = [] {
    ThreadPool pool(2);
    const Lists lists(kPassages, 1);
    InvertedIndex words;
    words.append(lists.view(), kTerms);
    for (std::uint32_t slot = 4; slot < kPassages; slot += 9) words.remove(slot);
    return Library{std::move(words), learn(lists, pool)};
  }();
  return made;
}

std::vector<Query> queries(std::size_t n) {
  const Lists lists(n, 2);
  std::vector<Query> made;
  for (std::size_t i = 0; i < n; ++i) {
    Query query;
    for (std::size_t w = 0; w < 3 + i % 8; ++w) {
      const std::uint32_t term = lists.view()[i][w];
      query.pieces.push_back(term);
      const auto same = std::find_if(query.terms.begin(), query.terms.end(),
                                     [&](const QueryTerm& known) { return known.term == term; });
      if (same == query.terms.end()) query.terms.push_back({term, 1});
    }
    made.push_back(query);
  }
  return made;
}

std::vector<Hit> exact(const Query& query, SearchMode mode, std::span<const std::uint8_t> allowed) {
  ThreadPool pool(1);
  return Ranking(library().words, &library().meaning, pool).search(query, mode, allowed, 10, true);
}

std::vector<Hit> sparse_hits(const Query& query, SearchMode mode,
                             std::span<const std::uint8_t> allowed) {
  const float share = mode == SearchMode::kMeaning ? 0.0F : Ranking::kWordShare;
  return CandidateRanking(library().words, library().meaning, query, share).search(allowed, 10);
}

/// The part of the exact hits that are found, over some queries; checks that scores agree.
double recall(SearchMode mode, std::span<const std::uint8_t> allowed) {
  double n_found = 0.0;
  double n_all = 0.0;
  for (const Query& query : queries(60)) {
    const auto wanted = exact(query, mode, allowed);
    const auto found = sparse_hits(query, mode, allowed);
    CHECK(found.size() == wanted.size());
    n_all += static_cast<double>(wanted.size());
    for (const Hit& hit : wanted) {
      const auto same = std::find_if(found.begin(), found.end(),
                                     [&](const Hit& other) { return other.slot == hit.slot; });
      if (same == found.end()) continue;
      n_found += 1.0;
      CHECK(std::abs(same->score - hit.score) < 0.03F);
      CHECK(std::abs(same->neighbours - hit.neighbours) < 0.05F);
      CHECK(same->word == doctest::Approx(hit.word).epsilon(1e-4));
    }
  }
  return n_found / n_all;
}

std::vector<std::uint8_t> every(std::size_t step) {
  std::vector<std::uint8_t> allowed(kPassages);
  for (std::size_t i = 0; i < kPassages; i += step) allowed[i] = 1;
  return allowed;
}

}  // namespace

TEST_CASE("candidates hold what scoring all passages finds") {
  CHECK(recall(SearchMode::kBest, {}) >= 0.98);
  CHECK(recall(SearchMode::kMeaning, {}) >= 0.95);
}

TEST_CASE("under a filter candidates hold what scoring all finds there") {
  CHECK(recall(SearchMode::kBest, every(3)) >= 0.98);
  CHECK(recall(SearchMode::kBest, every(20)) >= 0.98);
  CHECK(recall(SearchMode::kBest, every(100)) >= 0.99);  // few: each of them is scored
  CHECK(recall(SearchMode::kMeaning, every(20)) >= 0.98);
}

TEST_CASE("a filter changes no score") {
  const auto allowed = every(2);
  for (const Query& query : queries(10)) {
    const auto all = sparse_hits(query, SearchMode::kBest, {});
    const auto some = sparse_hits(query, SearchMode::kBest, allowed);
    for (const Hit& hit : all) {
      if (hit.slot % 2 != 0) continue;
      const auto same = std::find_if(some.begin(), some.end(),
                                     [&](const Hit& other) { return other.slot == hit.slot; });
      REQUIRE(same != some.end());
      CHECK(same->score == hit.score);
    }
  }
}

TEST_CASE("removed passages and passages that are not allowed are never found") {
  const auto allowed = every(2);
  for (const Query& query : queries(20)) {
    for (const Hit& hit : sparse_hits(query, SearchMode::kBest, allowed)) {
      CHECK(hit.slot % 2 == 0);
      CHECK(hit.slot % 9 != 4);
    }
  }
  const std::vector<std::uint8_t> none(kPassages);
  CHECK(sparse_hits(queries(1).front(), SearchMode::kBest, none).empty());
}

TEST_CASE("a query without a known word finds something in no order worth telling, or nothing") {
  const auto found = sparse_hits(Query{}, SearchMode::kBest, {});
  for (const Hit& hit : found) CHECK(hit.word == 0.0F);
}
