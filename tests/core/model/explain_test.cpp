// SPDX-License-Identifier: Apache-2.0
#include "model/explain.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/network_fixtures.h"
#include "model/predictor.h"

namespace findling {
namespace {

using model::Explained;
using model::PathPoint;

const std::vector<PathPoint> kAtTheInput = {{1.0F, 1.0F}};

// Everything that a gradient can pass: both kinds of inputs, a shared embedding's second use,
// cosines inside, a norm, a concat and a dropout.
const std::string kAllLayers =
    "input words dim=12 sparse=1\ninput extra dim=5\n"
    "embedding body from=0 dim=8 activation=tanh bias=1\n"
    "linear side from=1 dim=6 activation=tanh bias=1\n"
    "concat both from=2,3,1\nlayer_norm norm from=4\ndropout drop from=5 rate=0.5\n"
    "linear turn from=6 dim=7 normalise=1 scale=3 activation=tanh bias=1\n";
const std::string kCosines = "linear head from=7 dim=9 normalise=1 scale=4 bias=1 ";
const test::SampleShape kShape{.sparse_dim = 12, .dense_dim = 5, .label_dim = 9};

model::Network network_of(const std::string& text, int n_threads = 2) {
  model::Network network(model::GraphSpec::parse(text), 11, n_threads);
  for (const std::string& name : network.table_names()) {
    if (!name.ends_with("bias")) continue;
    network.set_table(name, test::random_floats(network.table(name).values().size(), 3));
  }
  return network;
}

Explained explained(const model::Network& network, const test::Samples& samples,
                    std::span<const PathPoint> path = kAtTheInput, bool hold_lengths = false,
                    std::size_t output = 0) {
  std::vector<std::uint32_t> columns(samples.n);
  std::iota(columns.begin(), columns.end(), 0U);
  return model::explain(
      network, samples.view(), samples.all(),
      {.output = output, .columns = columns, .path = path, .hold_lengths = hold_lengths});
}

// value * (f(value + h) - f(value - h)) / 2h, of the sample that `value` belongs to.
float measured(const model::Network& network, const test::Samples& samples, float& value,
               std::size_t sample) {
  constexpr float kStep = 4e-3F;
  const float kept = value;
  value = kept + kStep;
  const float above = explained(network, samples).values[sample];
  value = kept - kStep;
  const float below = explained(network, samples).values[sample];
  value = kept;
  return kept * (above - below) / (2.0F * kStep);
}

double sum_of(const Explained& explained, std::size_t sample, std::size_t dense_dim) {
  const auto& words = explained.inputs[0];
  double sum = 0.0;
  for (auto at = words.offsets[sample]; at < words.offsets[sample + 1]; ++at) {
    sum += static_cast<double>(words.contributions[at]);
  }
  for (std::size_t j = 0; j < dense_dim; ++j) {
    sum += static_cast<double>(explained.inputs[1].contributions[sample * dense_dim + j]);
  }
  return sum;
}

}  // namespace

TEST_CASE("explain: contributions are values times slopes, through every layer") {
  for (const std::string& head : {kCosines + "activation=softmax\noutputs 8\n",
                                  std::string("linear head from=7 dim=9 bias=1\noutputs 8\n"),
                                  std::string("layer_norm last from=7\noutputs 8\n")}) {
    CAPTURE(head);
    const model::Network network = network_of(kAllLayers + head);
    test::Samples samples = test::random_samples(5, kShape, 4);
    const Explained got = explained(network, samples);
    for (std::size_t i = 0; i < samples.n; ++i) {
      for (auto at = samples.sparse.offsets[i]; at < samples.sparse.offsets[i + 1]; ++at) {
        CHECK(got.inputs[0].contributions[at] ==
              doctest::Approx(measured(network, samples, samples.sparse_values[at], i))
                  .epsilon(0.01)
                  .scale(0.2));
      }
      for (std::size_t at = i * 5; at < (i + 1) * 5; ++at) {
        CHECK(got.inputs[1].contributions[at] ==
              doctest::Approx(measured(network, samples, samples.dense[at], i))
                  .epsilon(0.01)
                  .scale(0.2));
      }
    }
  }
}

TEST_CASE("explain: an output that is an embedding, and an input it does not depend on") {
  const model::Network network = network_of(
      "input words dim=12 sparse=1\ninput extra dim=5\nembedding e from=0 dim=9 activation=tanh "
      "bias=1\nlinear other from=1 dim=3\noutputs 3,2\n");
  test::Samples samples = test::random_samples(4, kShape, 4);
  const Explained got = explained(network, samples, kAtTheInput, false, 1);
  for (std::size_t i = 0; i < samples.n; ++i) {
    const double difference = static_cast<double>(got.values[i] - got.baselines[i]);
    CHECK(sum_of(got, i, 0) == doctest::Approx(difference).epsilon(1e-4));
  }
  CHECK(got.inputs[1].contributions == std::vector<float>(20, 0.0F));
}

TEST_CASE("explain: values are those before the activation of the predicted output") {
  const model::Network network =
      network_of(kAllLayers + kCosines + "activation=sigmoid\noutputs 8\n");
  const test::Samples samples = test::random_samples(5, kShape, 4);
  std::vector<float> outputs(5 * 9);
  const std::vector<std::span<float>> out = {outputs};
  model::Predictor(network).values(samples.view(), samples.all(), {}, out);
  const Explained got = explained(network, samples);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(1.0F / (1.0F + std::exp(-got.values[i])) ==
          doctest::Approx(outputs[i * 9 + i]).epsilon(1e-4));
  }
}

TEST_CASE("explain: on the way from zero, contributions add up to the difference") {
  const model::Network network =
      network_of(kAllLayers + "linear head from=7 dim=9 bias=1 activation=softmax\noutputs 8\n");
  const test::Samples samples = test::random_samples(5, kShape, 4);
  std::vector<PathPoint> path;
  for (int i = 0; i < 256; ++i) path.push_back({(static_cast<float>(i) + 0.5F) / 256, 1.0F / 256});
  const Explained got = explained(network, samples, path);
  for (std::size_t i = 0; i < samples.n; ++i) {
    const double difference = static_cast<double>(got.values[i] - got.baselines[i]);
    CHECK(sum_of(got, i, 5) == doctest::Approx(difference).epsilon(0.01));
  }
}

TEST_CASE("explain: with lengths held, the shares of a cosine add up to it") {
  const model::Network network = network_of(
      "input words dim=12 sparse=1\ninput extra dim=5\nembedding body from=0 dim=8 "
      "activation=relu\n"
      "linear side from=1 dim=8 bias=0\nconcat both from=2,3\n"
      "linear turn from=4 dim=7 normalise=1 scale=3 bias=0\n"
      "linear head from=5 dim=9 normalise=1 scale=4 bias=0\noutputs 6\n");
  const test::Samples samples = test::random_samples(5, kShape, 4);
  const Explained held = explained(network, samples, kAtTheInput, true);
  const Explained exact = explained(network, samples);
  for (std::size_t i = 0; i < samples.n; ++i) {
    CHECK(sum_of(held, i, 5) == doctest::Approx(static_cast<double>(held.values[i])).epsilon(1e-4));
    // A cosine does not grow with its input: what raises it and what lowers it is in balance.
    CHECK(std::abs(sum_of(exact, i, 5)) < 1e-4);
  }
}

TEST_CASE("explain: with deviations held, the shares of a norm add up to it") {
  const model::Network network = network_of(
      "input words dim=12 sparse=1\ninput extra dim=5\nembedding body from=0 dim=8\n"
      "linear side from=1 dim=8 bias=0\nconcat both from=2,3\nlayer_norm norm from=4\noutputs 5\n");
  const test::Samples samples = test::random_samples(5, kShape, 4);
  const Explained held = explained(network, samples, kAtTheInput, true);
  for (std::size_t i = 0; i < samples.n; ++i) {
    CHECK(sum_of(held, i, 5) == doctest::Approx(static_cast<double>(held.values[i])).epsilon(1e-4));
  }
}

TEST_CASE("explain: the same bits at any number of threads") {
  const std::string text = kAllLayers + kCosines + "\noutputs 8\n";
  const test::Samples samples = test::random_samples(9, kShape, 4);
  const Explained one = explained(network_of(text, 1), samples);
  const Explained three = explained(network_of(text, 3), samples);
  CHECK(one.inputs[0].contributions == three.inputs[0].contributions);
  CHECK(one.inputs[1].contributions == three.inputs[1].contributions);
}

TEST_CASE("explain: no samples, zero inputs and zero weights are no trouble") {
  model::Network network = network_of(kAllLayers + kCosines + "\noutputs 8\n");
  test::Samples samples = test::random_samples(3, kShape, 4);
  std::fill(samples.sparse_values.begin(), samples.sparse_values.end(), 0.0F);
  std::fill(samples.dense.begin(), samples.dense.end(), 0.0F);
  network.set_table("head/weight", std::vector<float>(9 * 7));
  const Explained got = explained(network, samples);
  CHECK(sum_of(got, 1, 5) == 0.0);
  CHECK(got.values == got.baselines);
  const Explained none = explained(network, test::random_samples(0, kShape, 4));
  CHECK(none.values.empty());
  CHECK(none.inputs.size() == 2);
}

TEST_CASE("explain: questions without an answer are refused") {
  const model::Network network = network_of(kAllLayers + kCosines + "\noutputs 8\n");
  const test::Samples samples = test::random_samples(1, kShape, 4);
  const auto ask = [&](std::size_t output, std::vector<std::uint32_t> columns,
                       std::vector<PathPoint> path) {
    model::explain(network, samples.view(), samples.all(),
                   {.output = output, .columns = columns, .path = path});
  };
  CHECK_NOTHROW(ask(0, {8}, kAtTheInput));
  CHECK_THROWS_WITH_AS(ask(1, {8}, kAtTheInput), doctest::Contains("output below 1, got 1"),
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(ask(0, {9}, kAtTheInput), doctest::Contains("columns of head below 9"),
                       std::invalid_argument);
  CHECK_THROWS_AS(ask(0, {1, 2}, kAtTheInput), std::invalid_argument);
  CHECK_THROWS_AS(ask(0, {1}, {}), std::invalid_argument);
}

}  // namespace findling
