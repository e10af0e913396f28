// SPDX-License-Identifier: Apache-2.0
#include "train/row_optimizer.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace findling::train {

namespace {

// base^n, without the cost of a power in the common case.
float decayed(float base, std::uint32_t n) noexcept {
  return n == 1 ? base : static_cast<float>(std::pow(static_cast<double>(base), n));
}

void expect(bool holds, const std::string& what, float got) {
  if (holds) return;
  throw std::invalid_argument("[optimizer] expected " + what + ", got " + std::to_string(got));
}

bool share(float x) { return x >= 0.0F && x < 1.0F; }

}  // namespace

OptimizerKind optimizer_of(std::string_view name) {
  if (name == "adam") return OptimizerKind::kAdam;
  if (name == "sgd") return OptimizerKind::kSgd;
  if (name == "adagrad") return OptimizerKind::kAdagrad;
  throw std::invalid_argument("[optimizer] expected adam, sgd or adagrad, got " +
                              std::string(name));
}

void OptimizerConfig::validate() const {
  expect(share(beta1), "beta1 (or momentum) in [0, 1)", beta1);
  expect(share(beta2), "beta2 in [0, 1)", beta2);
  expect(eps > 0.0F && std::isfinite(eps), "eps > 0", eps);
  expect(weight_decay >= 0.0F && std::isfinite(weight_decay), "weight_decay >= 0", weight_decay);
}

RowOptimizer::RowOptimizer(std::size_t n_rows, std::size_t dim, const OptimizerConfig& config)
    : dim_(dim), config_(config) {
  config.validate();
  const bool adam = config.kind == OptimizerKind::kAdam;
  const bool momentum = config.kind == OptimizerKind::kSgd && config.beta1 > 0.0F;
  if (adam || momentum) mean_.resize(n_rows * dim);
  if (adam) square_.resize(n_rows * dim);
  if (config.kind == OptimizerKind::kAdagrad) square_.resize(n_rows);
  const bool moments = config.decay_while_asleep && (adam || momentum);
  if (moments || config.weight_decay > 0.0F) last_step_.resize(n_rows);
}

// The powers once more by as many products, to the same bits, up to where they stay as they are.
void RowOptimizer::set_step(std::uint32_t step) noexcept {
  step_ = step;
  power1_ = power2_ = 1.0F;
  for (std::uint32_t i = 0; i < step; ++i) {
    const float next1 = power1_ * config_.beta1;
    const float next2 = power2_ * config_.beta2;
    if (next1 == power1_ && next2 == power2_) return;
    power1_ = next1;
    power2_ = next2;
  }
}

void RowOptimizer::begin_step(float lr) {
  ++step_;
  lr_ = lr;
  power1_ *= config_.beta1;
  power2_ *= config_.beta2;
  constants_.gain1 = 1.0F - config_.beta1;
  constants_.gain2 = 1.0F - config_.beta2;
  constants_.step_size = lr / (1.0F - power1_);
  constants_.v_scale = 1.0F / (1.0F - power2_);
  constants_.eps = config_.eps;
}

void RowOptimizer::update(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
                          std::span<const float> gradient) noexcept {
  std::uint32_t slept = 1;
  if (!last_step_.empty()) {
    slept = step_ - last_step_[row];
    last_step_[row] = step_;
  }
  if (config_.weight_decay > 0.0F) {
    k.scale(decayed(1.0F - lr_ * config_.weight_decay, slept), weights.data(), dim_);
  }
  if (!config_.decay_while_asleep) slept = 1;
  switch (config_.kind) {
    case OptimizerKind::kAdam:
      return adam(k, row, slept, weights, gradient);
    case OptimizerKind::kSgd:
      return sgd(k, row, slept, weights, gradient);
    case OptimizerKind::kAdagrad:
      return adagrad(k, row, weights, gradient);
  }
}

void RowOptimizer::adam(const kernels::KernelTable& k, std::size_t row, std::uint32_t slept,
                        std::span<float> weights, std::span<const float> gradient) noexcept {
  kernels::AdamStep step = constants_;
  step.decay1 = decayed(config_.beta1, slept);
  step.decay2 = decayed(config_.beta2, slept);
  k.adam_row(weights.data(), mean_.data() + row * dim_, square_.data() + row * dim_,
             gradient.data(), dim_, step);
}

void RowOptimizer::sgd(const kernels::KernelTable& k, std::size_t row, std::uint32_t slept,
                       std::span<float> weights, std::span<const float> gradient) noexcept {
  if (mean_.empty()) return k.axpy(-lr_, gradient.data(), weights.data(), dim_);
  float* mean = mean_.data() + row * dim_;
  k.scale(decayed(config_.beta1, slept), mean, dim_);
  k.add(gradient.data(), mean, dim_);
  k.axpy(-lr_, mean, weights.data(), dim_);
}

void RowOptimizer::adagrad(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
                           std::span<const float> gradient) noexcept {
  square_[row] += k.sum_squares(gradient.data(), dim_) / static_cast<float>(dim_);
  k.axpy(-lr_ / (std::sqrt(square_[row]) + config_.eps), gradient.data(), weights.data(), dim_);
}

}  // namespace findling::train
