// SPDX-License-Identifier: Apache-2.0
#include "retrieval/passage_graph.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "base/rng.h"
#include "retrieval/nearest.h"

using findling::base::Rng;
using findling::base::ThreadPool;
using findling::retrieval::kNoSlot;
using findling::retrieval::PassageGraph;
using findling::retrieval::VectorIndex;

namespace {

constexpr std::size_t kDim = 16;

std::vector<float> unit_rows(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> rows(n * kDim);
  for (std::size_t i = 0; i < n; ++i) {
    float squares = 0.0F;
    for (std::size_t d = 0; d < kDim; ++d) {
      rows[i * kDim + d] = rng.normal();
      squares += rows[i * kDim + d] * rows[i * kDim + d];
    }
    for (std::size_t d = 0; d < kDim; ++d) rows[i * kDim + d] /= std::sqrt(squares);
  }
  return rows;
}

PassageGraph graph_of(const std::vector<float>& rows) {
  ThreadPool pool(1);
  PassageGraph graph;
  graph.append(PassageGraph::link(VectorIndex(kDim), rows, pool, {}));
  return graph;
}

}  // namespace

TEST_CASE("weights sum to one and follow the softmax of the cosines") {
  const auto rows = unit_rows(60, 1);
  const PassageGraph graph = graph_of(rows);
  VectorIndex vectors(kDim);
  vectors.append(rows);
  for (std::size_t i = 0; i < 60; ++i) {
    const auto weights = graph.weights(i);
    CHECK(std::accumulate(weights.begin(), weights.end(), 0.0F) == doctest::Approx(1.0F));
    const auto cosine = [&](std::size_t place) {
      const auto a = vectors.row(i);
      const auto b = vectors.row(graph.neighbours(i)[place]);
      return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
    };
    const float expected = std::exp(PassageGraph::kSharpness * (cosine(3) - cosine(0)));
    CHECK(weights[3] / weights[0] == doctest::Approx(expected).epsilon(1e-3));
  }
}

TEST_CASE("the mean of neighbours leaves removed passages out") {
  const PassageGraph graph = graph_of(unit_rows(3, 2));
  const std::vector<float> scores{0.0F, 1.0F, 0.25F};
  const auto near = graph.neighbours(0);
  CHECK(near[2] == kNoSlot);
  const float w1 = graph.weights(0)[near[0] == 1 ? 0 : 1];
  const std::vector<std::uint8_t> all{1, 1, 1};
  CHECK(graph.mean_score(0, scores, all) == doctest::Approx(w1 + (1 - w1) * 0.25F));
  CHECK(graph.mean_score(0, scores, std::vector<std::uint8_t>{1, 0, 1}) == 0.25F);
  CHECK(graph.mean_score(0, scores, std::vector<std::uint8_t>{1, 0, 0}) == 0.0F);
}

TEST_CASE("a lone passage has no neighbours") {
  const PassageGraph graph = graph_of(unit_rows(1, 3));
  CHECK(graph.neighbours(0)[0] == kNoSlot);
  CHECK(graph.weights(0)[0] == 0.0F);
}
