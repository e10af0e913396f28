// SPDX-License-Identifier: Apache-2.0
#include "model/network_trainer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/network_fixtures.h"

namespace findling {
namespace {

using test::SampleShape;
using train::LossKind;

const SampleShape kShape{.sparse_dim = 300, .label_dim = 500};

std::string wide_graph(const std::string& head) {
  return "input x dim=300 sparse=1\nembedding e from=0 dim=24 activation=relu bias=1\n"
         "layer_norm n from=1\ndropout d from=2 rate=0.1\nlinear o from=3 dim=500 " +
         head + "\noutputs 4\n";
}

std::vector<float> trained(const std::string& graph, model::TrainingConfig config, int n_threads,
                           std::size_t n_steps = 6) {
  model::Network network(model::GraphSpec::parse(graph), 5, n_threads);
  model::NetworkTrainer trainer(network, std::move(config));
  const auto samples = test::random_samples(150, kShape, 4);
  for (std::size_t i = 0; i < n_steps; ++i) {
    trainer.train_batch(samples.view(), samples.all(), 0.01F);
  }
  return test::all_values(network);
}

}  // namespace

TEST_CASE("the number of threads changes no bit") {
  for (const std::string head : {"bias=1", "sparsity=0.4 sampling=random bias=1",
                                 "sparsity=0.4 sampling=random normalise=1 scale=9"}) {
    CAPTURE(head);
    auto config = test::adam(LossKind::kSoftmax);
    config.clip_norm = 0.5F;
    const auto one = trained(wide_graph(head), config, 1);
    CHECK(trained(wide_graph(head), config, 2) == one);
    CHECK(trained(wide_graph(head), config, 3) == one);
  }
}

TEST_CASE("a hidden layer whose samples pick their own neurons learns, to the same bits") {
  const auto graph = [](const std::string& sampling) {
    return "input x dim=300 sparse=1\nembedding e from=0 dim=24 activation=tanh\n"
           "linear h from=1 dim=400 activation=relu bias=1 sparsity=0.1 sampling=" +
           sampling + "\nlinear o from=2 dim=500 bias=1\noutputs 3\n";
  };
  for (const std::string sampling : {"srp", "dwta"}) {
    CAPTURE(sampling);
    const auto config = test::adam(LossKind::kSoftmax);
    const auto one = trained(graph(sampling), config, 1, 20);
    CHECK(trained(graph(sampling), config, 3, 20) == one);
  }
  model::Network network(model::GraphSpec::parse(graph("srp")), 5, 2);
  model::NetworkTrainer trainer(network, test::adam(LossKind::kSoftmax));
  const auto samples = test::random_samples(150, kShape, 4);
  const double before = trainer.train_batch(samples.view(), samples.all(), 0.01F);
  for (int i = 0; i < 30; ++i) trainer.train_batch(samples.view(), samples.all(), 0.01F);
  CHECK(trainer.train_batch(samples.view(), samples.all(), 0.0F) < 0.5 * before);
}

TEST_CASE("a sparse layer whose neurons are all active is a dense layer") {
  const auto config = test::adam(LossKind::kSoftmax);
  const auto dense = trained(wide_graph("bias=1 sparsity=1"), config, 2);
  // One neuron less than all is asked for, and the labels bring in the rest or not: so ask for all.
  const auto sparse = trained(wide_graph("bias=1 sparsity=0.9999 sampling=random"), config, 2);
  CHECK(sparse == dense);
}

TEST_CASE("gathered rows give what all rows give, up to rounding") {
  // Every class is a label of the batch, so sampling by labels alone gathers all of them.
  const SampleShape shape{.dense_dim = 8, .label_dim = 6};
  auto samples = test::random_samples(60, shape, 9);
  for (std::uint32_t i = 0; i < 60; ++i) samples.labels.values[i] = i % 6;
  const auto run = [&](const std::string& head) {
    model::Network network(model::GraphSpec::parse("input x dim=8\nlinear o from=0 dim=6 bias=1 " +
                                                   head + "\noutputs 1\n"),
                           5, 2);
    model::NetworkTrainer trainer(network, test::adam(LossKind::kSoftmax));
    for (int i = 0; i < 5; ++i) trainer.train_batch(samples.view(), samples.all(), 0.01F);
    return test::all_values(network);
  };
  const auto dense = run("");
  const auto gathered = run("sparsity=0.5 sampling=none");
  REQUIRE(dense.size() == gathered.size());
  for (std::size_t i = 0; i < dense.size(); ++i) {
    CHECK(gathered[i] == doctest::Approx(dense[i]).epsilon(1e-5));
  }
}

TEST_CASE("rows that a batch does not touch stay as they are") {
  model::Network network(
      model::GraphSpec::parse(wide_graph("sparsity=0.1 sampling=none normalise=1 scale=9")), 5, 2);
  const auto before = test::table_values(network, "o/weight");
  const auto samples = test::random_samples(3, kShape, 4);
  model::NetworkTrainer trainer(network, test::adam(LossKind::kSoftmax));
  trainer.train_batch(samples.view(), samples.all(), 0.1F);
  const auto after = test::table_values(network, "o/weight");
  for (std::size_t row = 0; row < 500; ++row) {
    const bool label = std::find(samples.labels.values.begin(), samples.labels.values.end(), row) !=
                       samples.labels.values.end();
    CHECK((before[row * 24] != after[row * 24]) == label);
  }
}

TEST_CASE("clip_norm shortens the whole gradient and nothing else") {
  const std::string graph = wide_graph("bias=1");
  const auto step = [&](float clip_norm) {
    auto config = test::plain_sgd(LossKind::kSoftmax);
    config.clip_norm = clip_norm;
    const auto before = trained(graph, config, 1, 0);
    auto moved = trained(graph, config, 1, 1);
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = (before[i] - moved[i]) / 0.01F;
    return moved;
  };
  const auto norm = [](const std::vector<float>& x) {
    double sum = 0.0;
    for (const float value : x) sum += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(sum);
  };
  const auto whole = step(0.0F);
  const auto clipped = step(0.01F);
  const auto loose = step(100.0F);
  REQUIRE(norm(whole) > 0.02);
  CHECK(norm(clipped) == doctest::Approx(0.01).epsilon(0.01));
  CHECK(loose == whole);
}

TEST_CASE("clip_value cuts every value of the gradient") {
  auto config = test::plain_sgd(LossKind::kSoftmax);
  config.clip_value = 1e-3F;
  const auto before = trained(wide_graph("bias=1"), config, 1, 0);
  const auto after = trained(wide_graph("bias=1"), config, 1, 1);
  float largest = 0.0F;
  for (std::size_t i = 0; i < after.size(); ++i) {
    largest = std::max(largest, std::abs(before[i] - after[i]));
  }
  CHECK(largest == doctest::Approx(1e-5F).epsilon(0.01));
}

TEST_CASE("losses that do not fit the network are refused in one sentence") {
  const auto refused = [](const std::string& graph, LossKind loss, const char* what) {
    model::Network network(model::GraphSpec::parse(graph), 5, 1);
    CHECK_THROWS_WITH_AS(model::NetworkTrainer(network, test::adam(loss)), doctest::Contains(what),
                         std::invalid_argument);
  };
  refused("input x dim=8\nlinear o from=0 dim=6 activation=relu\noutputs 1\n", LossKind::kSoftmax,
          "activation softmax or linear for softmax_cross_entropy on o, got relu");
  refused("input x dim=8\nlinear o from=0 dim=6 activation=softmax\noutputs 1\n", LossKind::kMse,
          "another activation than softmax");
  refused("input x dim=8\nlinear o from=0 dim=6\nlinear p from=1 dim=6\noutputs 1,2\n",
          LossKind::kMse, "losses for 2 output(s), got losses for 1");
}

TEST_CASE("data that does not fit is refused in one sentence") {
  model::Network network(model::GraphSpec::parse(wide_graph("bias=1")), 5, 1);
  const model::NetworkTrainer trainer(network, test::adam(LossKind::kSoftmax));
  auto samples = test::random_samples(4, kShape, 4);
  CHECK_NOTHROW(trainer.check(samples.view()));
  samples.labels.values[1] = 500;
  CHECK_THROWS_WITH(trainer.check(samples.view()), doctest::Contains("below 500, got 500"));
  samples.labels.values[1] = 0;
  samples.sparse_values[2] = NAN;
  CHECK_THROWS_WITH(trainer.check(samples.view()), doctest::Contains("finite values"));
  samples.sparse_values[2] = 0.0F;
  samples.sparse_dim = 299;
  CHECK_THROWS_WITH(trainer.check(samples.view()), doctest::Contains("300 columns for input x"));
}

}  // namespace findling
