// SPDX-License-Identifier: Apache-2.0
#include "classify/margin_learner.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "base/rng.h"

namespace findling::classify {

namespace {

constexpr std::size_t kSamplesBetweenLooks = 4096;  // at the cancel token

void expect_costs(std::span<const float> costs, std::size_t n, const char* what) {
  const bool fits = costs.empty() || costs.size() == n;
  if (fits && std::all_of(costs.begin(), costs.end(),
                          [](float c) { return std::isfinite(c) && c >= 0.0F; })) {
    return;
  }
  throw std::invalid_argument("[margins] expected a finite cost >= 0 for each of " +
                              std::to_string(n) + " " + what);
}

void validate(const MarginTask& task) {
  task.samples.validate(task.dim);
  task.yes.validate(task.n_outputs);
  if (task.yes.size() != task.samples.size()) {
    throw std::invalid_argument("[margins] expected labels of " +
                                std::to_string(task.samples.size()) + " samples, got " +
                                std::to_string(task.yes.size()));
  }
  if (task.samples.size() == 0 || task.n_outputs == 0) {
    throw std::invalid_argument("[margins] expected at least one sample and one label");
  }
  expect_costs(task.sample_cost, task.samples.size(), "samples");
  expect_costs(task.yes_cost, task.n_outputs, "labels");
}

float squared_length(std::span<const float> x) {
  return std::inner_product(x.begin(), x.end(), x.begin(), 0.0F);
}

// kBlock questions side by side. `kBlock` is known to the compiler, so that a row is a few
// registers.
template <std::size_t kBlock>
class Block {
 public:
  Block(const MarginTask& task, const MarginConfig& config, std::size_t first)
      : task_(task),
        config_(config),
        first_(first),
        used_(std::min(kBlock, task.n_outputs - first)),
        weights_(task.dim * kBlock),
        alphas_(task.samples.size() * kBlock) {}

  void learn(const base::CancelToken& cancel) {
    const std::size_t n = task_.samples.size();
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    for (std::uint32_t epoch = 0; epoch < config_.epochs; ++epoch) {
      base::Rng(config_.seed, epoch).shuffle(std::span<std::uint32_t>(order));
      float worst = 0.0F;
      for (std::size_t i = 0; i < n; ++i) {
        if (i % kSamplesBetweenLooks == 0) cancel.throw_if_cancelled();
        worst = std::max(worst, learn_sample(order[i]));
      }
      if (worst <= config_.tolerance) return;
    }
  }

  void copy_to(std::span<float> weights) const {
    for (std::size_t row = 0; row < task_.dim; ++row) {
      std::copy_n(&weights_[row * kBlock], used_, &weights[row * task_.n_outputs + first_]);
    }
  }

 private:
  // One step of each question's alpha for a sample; how far off the worst of them was.
  float learn_sample(std::uint32_t sample) {
    const auto begin = static_cast<std::size_t>(task_.samples.rows.offsets[sample]);
    const auto ids = task_.samples.rows[sample];
    const auto values = task_.samples.values.subspan(begin, ids.size());
    const float cost = task_.sample_cost.empty() ? 1.0F : task_.sample_cost[sample];
    if (cost == 0.0F) return 0.0F;
    const Row scores = score(ids, values);
    const Row sides = sides_of(sample);
    const float length = squared_length(values);
    float worst = 0.0F;
    Row steps{};
    for (std::size_t k = 0; k < used_; ++k) {
      const float c = config_.cost * cost * yes_cost(k, sides[k]);
      if (c == 0.0F) continue;
      float& alpha = alphas_[sample * kBlock + k];
      const float slack = 0.5F / c;  // D_ii of the paper
      const float gradient = sides[k] * scores[k] - 1.0F + slack * alpha;
      if (alpha == 0.0F && gradient >= 0.0F) continue;
      worst = std::max(worst, std::abs(gradient));
      const float next = std::max(0.0F, alpha - gradient / (length + slack));
      steps[k] = (next - alpha) * sides[k];
      alpha = next;
    }
    if (worst > 0.0F) move(ids, values, steps);
    return worst;
  }

  using Row = std::array<float, kBlock>;

  float yes_cost(std::size_t k, float side) const {
    return side < 0.0F || task_.yes_cost.empty() ? 1.0F : task_.yes_cost[first_ + k];
  }

  Row sides_of(std::uint32_t sample) const {
    Row sides;
    sides.fill(-1.0F);
    for (const std::uint32_t output : task_.yes[sample]) {
      if (output >= first_ && output < first_ + used_) sides[output - first_] = 1.0F;
    }
    return sides;
  }

  Row score(std::span<const std::uint32_t> ids, std::span<const float> values) const {
    Row sums{};
    for (std::size_t j = 0; j < ids.size(); ++j) {
      const float* row = &weights_[ids[j] * kBlock];
      const float x = values[j];
      for (std::size_t k = 0; k < kBlock; ++k) sums[k] += x * row[k];
    }
    return sums;
  }

  void move(std::span<const std::uint32_t> ids, std::span<const float> values, const Row& steps) {
    for (std::size_t j = 0; j < ids.size(); ++j) {
      float* row = &weights_[ids[j] * kBlock];
      const float x = values[j];
      for (std::size_t k = 0; k < kBlock; ++k) row[k] += x * steps[k];
    }
  }

  const MarginTask& task_;
  const MarginConfig& config_;
  std::size_t first_;
  std::size_t used_;
  std::vector<float> weights_;  // [D, kBlock]
  std::vector<float> alphas_;   // [n, kBlock]
};

template <std::size_t kBlock>
void learn_blocks(const MarginTask& task, const MarginConfig& config, base::ThreadPool& pool,
                  const base::CancelToken& cancel, std::span<float> weights) {
  pool.parallel_for((task.n_outputs + kBlock - 1) / kBlock, [&](std::size_t block, std::size_t) {
    Block<kBlock> questions(task, config, block * kBlock);
    questions.learn(cancel);
    questions.copy_to(weights);
  });
}

}  // namespace

void MarginConfig::validate() const {
  if (!(cost > 0.0F) || !std::isfinite(cost)) {
    throw std::invalid_argument("[margins] expected cost > 0, got " + std::to_string(cost));
  }
  if (epochs < 1 || epochs > 1000) {
    throw std::invalid_argument("[margins] expected epochs from 1 to 1000, got " +
                                std::to_string(epochs));
  }
  if (!(tolerance >= 0.0F)) {
    throw std::invalid_argument("[margins] expected tolerance >= 0, got " +
                                std::to_string(tolerance));
  }
}

std::vector<float> learn_margins(const MarginTask& task, const MarginConfig& config,
                                 base::ThreadPool& pool, const base::CancelToken& cancel) {
  config.validate();
  validate(task);
  std::vector<float> weights(task.dim * task.n_outputs);
  if (task.n_outputs == 1) {
    learn_blocks<1>(task, config, pool, cancel, weights);
  } else if (task.n_outputs <= 8) {
    learn_blocks<8>(task, config, pool, cancel, weights);
  } else {
    learn_blocks<16>(task, config, pool, cancel, weights);
  }
  return weights;
}

}  // namespace findling::classify
