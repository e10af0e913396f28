// SPDX-License-Identifier: Apache-2.0
#include "model/encoder_trainer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/fixtures.h"

using namespace findling;
using model::EncoderConfig;
using model::EncoderTrainer;

namespace {

constexpr std::size_t kPassages = 6;
constexpr std::size_t kTokens = 9;
constexpr std::size_t kDim = 16;

// One batch is one epoch, every span is its whole passage and every neuron is active, so nothing
// random is left but the start.
constexpr EncoderConfig kExact{.dim = kDim,
                               .epochs = 3,
                               .spans_per_passage = 1,
                               .min_span = 5,
                               .max_span = 5,
                               .batch_size = 16,
                               .negatives = 16,
                               .scale = 12.0F,
                               .start_rounds = 0};

test::Lists five_token_passages() {
  test::Lists passages;
  base::Rng rng(4);
  for (std::size_t i = 0; i < kPassages; ++i) {
    std::vector<std::uint32_t> list(5);
    for (auto& token : list) token = static_cast<std::uint32_t>(rng.below(kTokens));
    passages.add(list);
  }
  return passages;
}

using Vector = std::vector<double>;

double length_of(const Vector& x) {
  double sum = 0.0;
  for (const double value : x) sum += value * value;
  return std::sqrt(sum);
}

// The same model, written plainly in double precision: gradients by finite differences and Adam
// on everything. Touches every token in every step, so that lazy and dense Adam are the same.
struct PlainModel {
  Vector table, log_weight, neurons;

  double loss(const sparse::RaggedView& passages) const {
    double total = 0.0;
    for (std::size_t i = 0; i < kPassages; ++i) {
      Vector span(kDim, 0.0);
      for (const std::uint32_t t : passages[i]) {
        for (std::size_t d = 0; d < kDim; ++d) {
          span[d] += std::exp(log_weight[t]) * table[t * kDim + d];
        }
      }
      const double length = length_of(span);
      double sum = 0.0;
      double own = 0.0;
      for (std::size_t j = 0; j < kPassages; ++j) {
        const auto begin = neurons.begin() + static_cast<std::ptrdiff_t>(j * kDim);
        const Vector neuron(begin, begin + kDim);
        double dot = 0.0;
        for (std::size_t d = 0; d < kDim; ++d) dot += span[d] * neuron[d];
        const double score = 12.0 * dot / length / length_of(neuron);
        sum += std::exp(score);
        if (i == j) own = score;
      }
      total += std::log(sum) - own;
    }
    return total / kPassages;
  }

  Vector gradient(Vector& at, const sparse::RaggedView& passages) const {
    Vector grad(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double value = at[i];
      at[i] = value + 1e-5;
      const double above = loss(passages);
      at[i] = value - 1e-5;
      grad[i] = (above - loss(passages)) / 2e-5;
      at[i] = value;
    }
    return grad;
  }
};

struct PlainAdam {
  explicit PlainAdam(std::size_t n) : mean(n), square(n) {}
  void step(Vector& w, const Vector& g, double lr, int t) {
    for (std::size_t i = 0; i < w.size(); ++i) {
      mean[i] = 0.9 * mean[i] + 0.1 * g[i];
      square[i] = 0.999 * square[i] + 0.001 * g[i] * g[i];
      w[i] -= lr * mean[i] / (1.0 - std::pow(0.9, t)) /
              (std::sqrt(square[i] / (1.0 - std::pow(0.999, t))) + 1e-8);
    }
  }
  Vector mean, square;
};

PlainModel copy_of(EncoderTrainer& trainer) {
  PlainModel plain;
  plain.table.assign(trainer.bag().table().begin(), trainer.bag().table().end());
  const auto log_weight = trainer.bag().log_weight();
  plain.log_weight.assign(log_weight.begin(), log_weight.end());
  for (std::size_t i = 0; i < kPassages; ++i) {
    const auto row = trainer.output().row(i);
    plain.neurons.insert(plain.neurons.end(), row.begin(), row.end());
  }
  return plain;
}

void check_close(const Vector& got, const Vector& expected, double tolerance) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CHECK(std::fabs(got[i] - expected[i]) < tolerance);
  }
}

}  // namespace

TEST_CASE("encoder trainer: three steps are those of a plain model with exact gradients") {
  const test::Lists passages = five_token_passages();
  base::ThreadPool pool(2);
  const base::CancelToken cancel;
  EncoderConfig untrained = kExact;
  untrained.epochs = 0;
  EncoderTrainer start(passages.view(), kTokens, untrained, pool, cancel);
  start.run({});
  PlainModel plain = copy_of(start);
  PlainAdam table(plain.table.size());
  PlainAdam weight(plain.log_weight.size());
  PlainAdam neurons(plain.neurons.size());
  double last_loss = 0.0;
  for (int t = 1; t <= 3; ++t) {
    last_loss = plain.loss(passages.view());
    const Vector by_table = plain.gradient(plain.table, passages.view());
    const Vector by_weight = plain.gradient(plain.log_weight, passages.view());
    const Vector by_neurons = plain.gradient(plain.neurons, passages.view());
    table.step(plain.table, by_table, 3e-3, t);
    weight.step(plain.log_weight, by_weight, 3e-2, t);
    neurons.step(plain.neurons, by_neurons, 1e-2, t);
  }

  EncoderTrainer trainer(passages.view(), kTokens, kExact, pool, cancel);
  trainer.run({});
  const PlainModel learned = copy_of(trainer);
  // Each tolerance is a hundredth of what three steps can move a value by.
  check_close(learned.table, plain.table, 1e-4);
  check_close(learned.log_weight, plain.log_weight, 1e-3);
  check_close(learned.neurons, plain.neurons, 3e-4);
  CHECK(trainer.losses().back() == doctest::Approx(last_loss).epsilon(1e-3));
}

TEST_CASE("encoder trainer: neurons start as their encoded passages") {
  const auto passages = test::random_passages(20, 50, 1);
  base::ThreadPool pool(2);
  const base::CancelToken cancel;
  EncoderTrainer trainer(passages.view(), 50, {.dim = 32, .epochs = 0}, pool, cancel);
  trainer.run({});
  const auto encoder = test::train(passages, 50, {.dim = 32, .epochs = 0});
  std::vector<float> expected(32);
  for (std::size_t i = 0; i < 20; ++i) {
    encoder.encode(passages.view()[i], expected);
    const auto row = trainer.output().row(i);
    CHECK(std::equal(row.begin(), row.end(), expected.begin()));
  }
}

TEST_CASE("encoder trainer: the loss falls, with sampled neurons too") {
  const auto passages = test::random_passages(300, 500, 2);
  base::ThreadPool pool(2);
  const base::CancelToken cancel;
  const auto loss_after = [&](int epochs) {
    EncoderConfig config{.dim = 32, .epochs = epochs, .batch_size = 64, .negatives = 32};
    config.start_rounds = 0;
    EncoderTrainer trainer(passages.view(), 500, config, pool, cancel);
    trainer.run({});
    CHECK(trainer.losses().size() == static_cast<std::size_t>(epochs));
    return trainer.losses().back();
  };
  CHECK(loss_after(12) < 0.7 * loss_after(1));
}
