// SPDX-License-Identifier: Apache-2.0
#include "model/inference.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "layers/active_finder.h"
#include "model/network_fixtures.h"
#include "model/predictor.h"

namespace findling {
namespace {

constexpr std::size_t kOutputs = 2500;

const std::string kWide =
    "input x dim=24\nlinear o from=0 dim=2500 normalise=1 scale=12 activation=softmax\noutputs 1\n";

std::string hidden(const std::string& sampling) {
  return "input x dim=24\nlinear h from=0 dim=200 activation=relu sparsity=0.1 bias=1 sampling=" +
         sampling + "\nlinear o from=1 dim=7\noutputs 2\n";
}

std::vector<std::uint32_t> top_ids(model::Predictor& predictor, const test::Samples& samples,
                                   float sparsity, std::vector<float>& scores) {
  constexpr std::size_t kBest = 3;
  std::vector<std::uint32_t> ids(samples.n * kBest);
  scores.resize(ids.size());
  predictor.top(samples.view(), samples.all(), 0, {.output = sparsity, .hidden = sparsity},
                {.ids = ids, .scores = scores, .k = kBest});
  return ids;
}

std::vector<float> values(model::Predictor& predictor, const test::Samples& samples, float sparsity,
                          std::size_t dim) {
  std::vector<float> out(samples.n * dim);
  const std::span<float> span(out);
  predictor.values(samples.view(), samples.all(), {.output = 1.0F, .hidden = sparsity}, {&span, 1});
  return out;
}

}  // namespace

TEST_CASE("a wide output is predicted sparse, and a sparsity of 1 is exact") {
  model::Network network(model::GraphSpec::parse(kWide), 3, 2);
  const auto samples = test::random_samples(30, {.dense_dim = 24}, 4);
  model::Predictor predictor(network);
  std::vector<float> scores;
  const auto exact = top_ids(predictor, samples, 1.0F, scores);
  CHECK_FALSE(model::is_prepared(network, 0));
  model::prepare_missing(network, 0);
  CHECK(model::is_prepared(network, 0));
  CHECK(top_ids(predictor, samples, 1.0F, scores) == exact);
  std::vector<float> found_scores;
  const auto found = top_ids(predictor, samples, 0.2F, found_scores);
  for (std::size_t i = 0; i < samples.n; ++i) {
    CHECK(found[3 * i] == exact[3 * i]);
    // A softmax over fewer neurons is a little larger.
    CHECK(found_scores[3 * i] > scores[3 * i]);
    CHECK(found_scores[3 * i] <= 1.0F);
  }
}

TEST_CASE("an index is forgotten when weights change") {
  model::Network network(model::GraphSpec::parse(kWide), 3, 1);
  model::prepare_inference(network, "scan");
  network.set_table("o/weight", test::random_floats(kOutputs * 24, 8));
  CHECK_FALSE(model::is_prepared(network, 0));
  model::prepare_inference(network, "scan");
  auto samples = test::random_samples(4, {.dense_dim = 24, .label_dim = kOutputs}, 4);
  model::NetworkTrainer trainer(network, test::adam(train::LossKind::kSoftmax));
  trainer.train_batch(samples.view(), samples.all(), 0.1F);
  CHECK_FALSE(model::is_prepared(network, 0));
}

TEST_CASE("hidden layers compute their share of neurons for each sample") {
  const auto samples = test::random_samples(9, {.dense_dim = 24}, 4);
  for (const std::string sampling : {"random", "dwta", "srp"}) {
    CAPTURE(sampling);
    model::Network network(model::GraphSpec::parse(hidden(sampling)), 3, 2);
    model::Predictor predictor(network);
    model::prepare_missing(network, 0);
    const auto dense = values(predictor, samples, 1.0F, 7);
    CHECK(values(predictor, samples, 0.05F, 7) != dense);
    CHECK(values(predictor, samples, 0.05F, 7) == values(predictor, samples, 0.0F, 7));
  }
}

TEST_CASE("a hidden layer of which a sparse prediction computes all is the dense one") {
  model::Network network(model::GraphSpec::parse(hidden("random")), 3, 2);
  const auto samples = test::random_samples(9, {.dense_dim = 24}, 4);
  model::Predictor predictor(network);
  model::prepare_missing(network, 0);
  const auto dense = values(predictor, samples, 1.0F, 7);
  const auto nearly = values(predictor, samples, 0.9999F, 7);
  for (std::size_t i = 0; i < dense.size(); ++i) {
    CHECK(nearly[i] == doctest::Approx(dense[i]).epsilon(1e-4));
  }
}

TEST_CASE("many threads predict sparse at once, and the number of threads changes nothing") {
  const auto samples = test::random_samples(40, {.dense_dim = 24}, 4);
  std::vector<std::vector<std::uint32_t>> expected;
  for (const int n_threads : {1, 3}) {
    model::Network network(model::GraphSpec::parse(kWide), 3, n_threads);
    model::prepare_missing(network, 0);
    model::Predictor predictor(network);
    std::vector<std::vector<std::uint32_t>> found(4);
    std::vector<std::thread> threads;
    for (auto& out : found) {
      threads.emplace_back([&] {
        std::vector<float> scores;
        for (int i = 0; i < 5; ++i) out = top_ids(predictor, samples, 0.05F, scores);
      });
    }
    for (std::thread& thread : threads) thread.join();
    expected.insert(expected.end(), found.begin(), found.end());
  }
  for (const auto& each : expected) CHECK(each == expected.front());
}

TEST_CASE("an index for a network without a layer for it is refused") {
  model::Network network(
      model::GraphSpec::parse("input x dim=24\nlinear o from=0 dim=9\noutputs 1\n"), 3, 1);
  CHECK_THROWS_WITH_AS(model::prepare_inference(network, "auto"), doctest::Contains("more than"),
                       std::invalid_argument);
  model::prepare_inference(network, "scan");  // by name, a narrow output gets one
  CHECK(network.linear_of(1)->finder()->kind() == "scan");
}

TEST_CASE("tables of layers that hash are frozen") {
  model::Network network(model::GraphSpec::parse(hidden("srp")), 3, 1);
  CHECK(model::freeze_tables(network) == 1);
  CHECK(network.linear_of(1)->sampler()->frozen());
  model::Network random(model::GraphSpec::parse(hidden("random")), 3, 1);
  CHECK(model::freeze_tables(random) == 0);
}

}  // namespace findling
