// SPDX-License-Identifier: Apache-2.0
#include "model/predictor.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "model/network_fixtures.h"

namespace findling {
namespace {

const std::string kStart = "input x dim=6\nlinear h from=0 dim=8 activation=tanh bias=1\n";
const std::string kCosine =
    kStart + "linear o from=1 dim=30 normalise=1 scale=7 bias=1 sparsity=0.3 sampling=random " +
    "activation=softmax\noutputs 2\n";

struct Top {
  std::vector<std::uint32_t> ids;
  std::vector<float> scores;
};

Top top(model::Predictor& predictor, const test::Samples& samples, float sparsity, std::size_t k) {
  Top out{std::vector<std::uint32_t>(samples.n * k), std::vector<float>(samples.n * k)};
  predictor.top(samples.view(), samples.all(), 0, {.output = sparsity, .hidden = sparsity},
                {.ids = out.ids, .scores = out.scores, .k = k});
  return out;
}

std::vector<float> values(model::Predictor& predictor, const test::Samples& samples,
                          std::size_t dim) {
  std::vector<float> out(samples.n * dim);
  const std::span<float> span(out);
  predictor.values(samples.view(), samples.all(), {}, {&span, 1});
  return out;
}

}  // namespace

TEST_CASE("cosines are those of plain arithmetic, few samples or many") {
  model::Network network(
      model::GraphSpec::parse(
          "input x dim=6\nlinear o from=0 dim=30 normalise=1 scale=7\noutputs 1\n"),
      3, 2);
  model::Predictor predictor(network);
  for (const std::size_t n : {1U, 2U, 5U}) {
    const auto samples = test::random_samples(n, {.dense_dim = 6}, 4);
    const auto found = values(predictor, samples, 30);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < 30; ++j) {
        double dot = 0.0;
        double xx = 0.0;
        double ww = 0.0;
        for (std::size_t c = 0; c < 6; ++c) {
          const auto x = static_cast<double>(samples.dense[i * 6 + c]);
          const auto w = static_cast<double>(network.table("o/weight").row(j)[c]);
          dot += x * w;
          xx += x * x;
          ww += w * w;
        }
        CHECK(static_cast<double>(found[i * 30 + j]) ==
              doctest::Approx(7.0 * dot / std::sqrt(xx * ww)).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("the best columns are those of the whole output, ties by id") {
  model::Network network(model::GraphSpec::parse(kCosine), 3, 2);
  // Two neurons that cannot be told apart.
  auto weights = test::table_values(network, "o/weight");
  std::copy_n(weights.begin() + 8 * 4, 8, weights.begin() + 8 * 20);
  network.set_table("o/weight", weights);
  const auto samples = test::random_samples(11, {.dense_dim = 6}, 4);
  model::Predictor predictor(network);
  const auto all = values(predictor, samples, 30);
  const auto best = top(predictor, samples, 1.0F, 30);
  for (std::size_t i = 0; i < samples.n; ++i) {
    for (std::size_t j = 1; j < 30; ++j) {
      const std::size_t at = i * 30 + j;
      CHECK(best.scores[at] == all[i * 30 + best.ids[at]]);
      const bool tie = best.scores[at] == best.scores[at - 1];
      CHECK(best.scores[at] <= best.scores[at - 1]);
      if (tie) CHECK(best.ids[at] > best.ids[at - 1]);
    }
  }
}

TEST_CASE("candidates that are all neurons give the dense prediction") {
  model::Network network(model::GraphSpec::parse(kCosine), 3, 2);
  const auto samples = test::random_samples(11, {.dense_dim = 6}, 4);
  model::Predictor predictor(network);
  // A uniform sampler proposes all rows.
  const auto sparse = top(predictor, samples, 0.1F, 4);
  const auto dense = top(predictor, samples, 1.0F, 4);
  CHECK(sparse.ids == dense.ids);
  for (std::size_t i = 0; i < dense.scores.size(); ++i) {
    CHECK(sparse.scores[i] == doctest::Approx(dense.scores[i]));
  }
}

TEST_CASE("more columns than there are leave the rest empty") {
  model::Network network(model::GraphSpec::parse(kStart + "linear o from=1 dim=2\noutputs 2\n"), 3,
                         1);
  model::Predictor predictor(network);
  const auto best = top(predictor, test::random_samples(1, {.dense_dim = 6}, 4), 1.0F, 3);
  CHECK(best.ids[2] == model::kNoColumn);
  CHECK(best.scores[2] == -std::numeric_limits<float>::infinity());
}

TEST_CASE("a sparsity that is no share is refused") {
  model::Network network(model::GraphSpec::parse(kStart + "linear o from=1 dim=9\noutputs 2\n"), 3,
                         1);
  model::Predictor predictor(network);
  const auto samples = test::random_samples(1, {.dense_dim = 6}, 4);
  for (const float bad : {-0.1F, 1.5F, std::numeric_limits<float>::quiet_NaN()}) {
    CHECK_THROWS_WITH_AS(top(predictor, samples, bad, 3), doctest::Contains("sparsity from 0 to 1"),
                         std::invalid_argument);
  }
}

TEST_CASE("many threads predict at once") {
  model::Network network(model::GraphSpec::parse(kCosine), 3, 2);
  model::Predictor predictor(network);
  const auto samples = test::random_samples(40, {.dense_dim = 6}, 4);
  const auto expected = values(predictor, samples, 30);
  std::vector<std::vector<float>> found(4);
  std::vector<std::thread> threads;
  for (auto& out : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) out = values(predictor, samples, 30);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& out : found) CHECK(out == expected);
}

}  // namespace findling
