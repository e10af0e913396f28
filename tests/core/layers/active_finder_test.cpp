// SPDX-License-Identifier: Apache-2.0
#include "layers/active_finder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "layers/fixtures.h"

namespace findling {
namespace {

constexpr std::span<const float> kNoQueries;

constexpr std::size_t kNeurons = 3000;
constexpr std::size_t kDim = 32;

layers::LinearConfig config(bool normalise, const std::string& sampling = "random") {
  return {.in_dim = kDim,
          .dim = kNeurons,
          .sparsity = 0.1F,
          .sampling = sampling,
          .bias = true,
          .normalise = normalise,
          .scale = 9.0F};
}

std::vector<float> all_scores(const layers::Linear& layer, std::span<const float> x) {
  std::vector<std::uint32_t> all(kNeurons);
  std::iota(all.begin(), all.end(), 0U);
  std::vector<float> scores(kNeurons);
  layer.score(kernels::active(), x, all, scores);
  return scores;
}

std::size_t best_of(const std::vector<float>& scores) {
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

TEST_CASE("what an index finds has exact values, and the best neuron is among it") {
  base::ThreadPool pool(2);
  const kernels::KernelTable& k = kernels::active();
  for (const bool normalise : {false, true}) {
    for (const std::string kind : {"scan", "cells", "dwta", "srp"}) {
      CAPTURE(kind);
      layers::Linear layer(config(normalise), {.seed = 3, .pool = pool});
      const auto bias = test::random_floats(kNeurons, 4);
      std::copy(bias.begin(), bias.end(), layer.tables()[1].own().begin());
      const layers::ActiveFinder finder(layer, kind, kNoQueries, pool, k);
      CHECK(finder.kind() == kind);
      auto scratch = finder.make_scratch();
      layers::ActiveNeurons active;
      std::size_t n_best = 0;
      for (std::uint64_t query = 0; query < 20; ++query) {
        const auto x = test::random_floats(kDim, 50 + query);
        finder.find(layer, k, x, {.n_visited = 1500, .n_exact = 40}, scratch, active);
        const auto scores = all_scores(layer, x);
        REQUIRE(std::is_sorted(active.neurons.begin(), active.neurons.end()));
        for (std::size_t i = 0; i < active.neurons.size(); ++i) {
          REQUIRE(active.values[i] == scores[active.neurons[i]]);
        }
        n_best += std::count(active.neurons.begin(), active.neurons.end(), best_of(scores));
      }
      // Hash tables do not see biases, which are as large as the products here.
      const bool scores_rows = kind == "scan" || kind == "cells";
      CHECK(n_best >= (scores_rows ? 20 : 10));
    }
  }
}

TEST_CASE("an index computes as many neurons as are wanted, hash tables all candidates") {
  base::ThreadPool pool(1);
  const kernels::KernelTable& k = kernels::active();
  layers::Linear layer(config(true), {.seed = 3, .pool = pool});
  const auto x = test::random_floats(kDim, 5);
  layers::ActiveNeurons active;
  for (const auto& [kind, expected] :
       std::vector<std::pair<std::string, std::size_t>>{{"scan", 40}, {"cells", 40}, {"srp", 90}}) {
    CAPTURE(kind);
    const layers::ActiveFinder finder(layer, kind, kNoQueries, pool, k);
    auto scratch = finder.make_scratch();
    finder.find(layer, k, x, {.n_visited = 90, .n_exact = 40}, scratch, active);
    CHECK(active.neurons.size() == expected);
    finder.find(layer, k, x, {.n_visited = 2 * kNeurons, .n_exact = 2 * kNeurons}, scratch, active);
    CHECK(active.neurons.size() == kNeurons);
  }
}

TEST_CASE("auto takes the tables of a layer that has them") {
  base::ThreadPool pool(1);
  const kernels::KernelTable& k = kernels::active();
  const layers::Linear hashed(config(true, "srp"), {.seed = 3, .pool = pool});
  const layers::Linear random(config(true), {.seed = 3, .pool = pool});
  CHECK(layers::ActiveFinder(hashed, "auto", kNoQueries, pool, k).kind() == "tables");
  CHECK(layers::ActiveFinder(random, "auto", kNoQueries, pool, k).kind() == "scan");
  CHECK_THROWS_WITH_AS(layers::ActiveFinder(random, "tables", kNoQueries, pool, k),
                       doctest::Contains("dwta"), std::invalid_argument);
  CHECK_THROWS_WITH_AS(layers::ActiveFinder(random, "tree", kNoQueries, pool, k),
                       doctest::Contains("tree"), std::invalid_argument);
}

}  // namespace findling
