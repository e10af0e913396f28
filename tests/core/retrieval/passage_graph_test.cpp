// SPDX-License-Identifier: Apache-2.0
#include "retrieval/passage_graph.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "retrieval/nearest.h"
#include "retrieval/vector_fixture.h"

using namespace findling::retrieval;
using findling::base::ThreadPool;
namespace test = findling::test;

namespace {

PassageGraph graph_of(const std::vector<float>& rows) {
  ThreadPool pool(1);
  const VectorIndex none(test::kDim);
  PassageGraph graph;
  graph.append(PassageGraph::link(none, none.receive(test::in_bytes(rows), pool, {}), pool, {}));
  return graph;
}

}  // namespace

TEST_CASE("weights sum to one and follow the softmax of the cosines, up to rounding") {
  const auto rows = test::clustered(60, 60);
  const PassageGraph graph = graph_of(rows);
  for (std::size_t i = 0; i < 60; ++i) {
    const auto weights = graph.weights(i);
    CHECK(std::abs(std::accumulate(weights.begin(), weights.end(), 0) - 255) <= 5);
    const auto near = graph.neighbours(i);
    const double gap = test::cosine(rows, i, near[3]) - test::cosine(rows, i, near[0]);
    const auto expected = static_cast<float>(std::exp(10.0 * gap)) * weights[0];
    CHECK(std::abs(static_cast<float>(weights[3]) - expected) < 1.0F + 0.05F * expected);
  }
}

TEST_CASE("the mean of neighbours leaves removed passages out") {
  const PassageGraph graph = graph_of(test::clustered(3, 3));
  const std::vector<float> scores{0.0F, 1.0F, 0.25F};
  const auto mean = [&](const std::vector<std::uint8_t>& live) {
    return graph.mean_score(0, live, [&](std::uint32_t slot) { return scores[slot]; });
  };
  const auto near = graph.neighbours(0);
  CHECK(near[2] == kNoSlot);
  const auto weights = graph.weights(0);
  const float w1 = static_cast<float>(weights[near[0] == 1 ? 0 : 1]) /
                   static_cast<float>(weights[0] + weights[1]);
  CHECK(mean({}) == doctest::Approx(w1 + (1 - w1) * 0.25F));
  CHECK(mean({1, 1, 1}) == mean({}));
  CHECK(mean({1, 0, 1}) == 0.25F);
  CHECK(mean({1, 0, 0}) == 0.0F);
}

TEST_CASE("a lone passage has no neighbours") {
  const PassageGraph graph = graph_of(test::clustered(1, 1));
  CHECK(graph.neighbours(0)[0] == kNoSlot);
  CHECK(graph.weights(0)[0] == 0);
}

TEST_CASE("passages that come later find their neighbours through the cells") {
  constexpr std::size_t kMany = VectorIndex::kWithoutCells + 100;
  constexpr std::size_t kLater = 100;
  const auto rows = test::clustered(kMany + kLater, 60);
  ThreadPool pool(2);
  VectorIndex known(test::kDim);
  test::add(known, std::span(rows).first(kMany * test::kDim), 2);
  REQUIRE(known.cells().size() != 0);
  const auto fresh = test::in_bytes(std::span(rows).subspan(kMany * test::kDim));
  const auto links = PassageGraph::link(known, known.receive(fresh, pool, {}), pool, {});
  const ByteRows all = test::in_bytes(rows);
  const auto exact =
      find_nearest({ByteView(all).part(kMany, kLater), kMany}, std::vector<VectorBlock>{{all, 0}},
                   test::kDim, PassageGraph::kNeighbours, pool, {});
  std::size_t n_same = 0;
  for (std::size_t i = 0; i < links.slots.size(); ++i) {
    const auto* row = exact.slots.data() + i / 10 * 10;
    n_same += static_cast<std::size_t>(std::count(row, row + 10, links.slots[i]));
  }
  CHECK(n_same > 950);
}
