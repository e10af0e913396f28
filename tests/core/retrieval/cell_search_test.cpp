// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cell_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "retrieval/vector_fixture.h"

using namespace findling::retrieval;
using findling::base::ThreadPool;
using findling::lsh::ScoredRow;
namespace test = findling::test;

namespace {

constexpr std::size_t kMany = VectorIndex::kWithoutCells + 2000;
constexpr std::size_t kAdded = 300;

/// Passages in cells, and some that came later.
const VectorIndex& library() {
  static const VectorIndex index = [] {
    VectorIndex made(test::kDim);
    const auto rows = test::clustered(kMany + kAdded, 60);
    test::add(made, std::span(rows).first(kMany * test::kDim), 2);
    test::add(made, std::span(rows).subspan(kMany * test::kDim));
    return made;
  }();
  return index;
}

std::vector<float> all_scores(const ByteQuery& query) {
  ThreadPool pool(1);
  std::vector<float> scores(library().size());
  library().score(query, pool, scores);
  return scores;
}

/// What a look at all passages finds.
std::vector<ScoredRow> by_scan(const ByteQuery& query, std::size_t n,
                               std::span<const std::uint8_t> allowed) {
  const auto scores = all_scores(query);
  std::vector<ScoredRow> rows;
  for (std::uint32_t slot = 0; slot < scores.size(); ++slot) {
    if (allowed.empty() || allowed[slot] != 0) rows.push_back({scores[slot], slot});
  }
  std::sort(rows.begin(), rows.end());
  rows.resize(std::min(n, rows.size()));
  return rows;
}

bool same(std::span<const ScoredRow> a, std::span<const ScoredRow> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.row == y.row && x.score == y.score;
  });
}

ByteQuery query_like(std::size_t slot) {
  std::vector<float> vector(test::kDim);
  library().row(slot, vector);
  return ByteQuery(vector);
}

std::vector<std::uint8_t> every(std::size_t step) {
  std::vector<std::uint8_t> allowed(library().size());
  for (std::size_t i = 0; i < allowed.size(); i += step) allowed[i] = 1;
  return allowed;
}

}  // namespace

TEST_CASE("reading all cells finds what a scan finds, with any filter") {
  REQUIRE(library().cells().size() > 600);
  const std::vector<std::vector<std::uint8_t>> filters{{}, every(2), every(40), every(5000)};
  for (const std::size_t slot : {std::size_t{5}, std::size_t{20'000}, kMany + 9}) {
    const ByteQuery query = query_like(slot);
    for (const auto& allowed : filters) {
      CellSearch search(library(), query);
      const auto& found = search.nearest(30, library().size(), allowed);
      CHECK(same(found, by_scan(query, 30, allowed)));
    }
  }
}

TEST_CASE("reading some cells finds nearly all of the best") {
  std::size_t n_same = 0;
  for (std::size_t slot = 0; slot < library().size(); slot += 997) {
    const ByteQuery query = query_like(slot);
    CellSearch search(library(), query);
    const auto& found = search.nearest(10, 4096, {});
    CHECK(found.front().row == slot);
    for (const ScoredRow& one : by_scan(query, 10, {})) {
      n_same += static_cast<std::size_t>(std::count_if(
          found.begin(), found.end(), [&](const ScoredRow& row) { return row.row == one.row; }));
    }
  }
  CHECK(n_same >= 320);  // of 330
}

TEST_CASE("few allowed passages are all found wherever they are") {
  const auto allowed = every(1000);
  const ByteQuery query = query_like(3);
  CellSearch search(library(), query);
  CHECK(search.nearest(100, 100, allowed).size() == 33);
  CHECK(search.nearest(100, 100, std::vector<std::uint8_t>(library().size())).empty());
}

TEST_CASE("the least cosine is nearly that of all") {
  for (const std::size_t slot : {std::size_t{5}, std::size_t{20'000}}) {
    const ByteQuery query = query_like(slot);
    const auto scores = all_scores(query);
    const float least = *std::min_element(scores.begin(), scores.end());
    const float low = CellSearch(library(), query).lowest({});
    CHECK(low >= least);
    CHECK(low < least + 0.05F);
  }
  const ByteQuery query = query_like(3);
  CHECK(CellSearch(library(), query).lowest(std::vector<std::uint8_t>(library().size())) == 0.0F);
}
