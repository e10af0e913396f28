// SPDX-License-Identifier: Apache-2.0
#include "train/adam.h"

namespace findling::train {

LazyAdam::LazyAdam(std::size_t n_rows, std::size_t dim, const AdamConfig& config)
    : dim_(dim),
      config_(config),
      last_step_(n_rows, 0),
      mean_(n_rows * dim),
      square_(n_rows * dim) {}

void LazyAdam::begin_step(float lr) {
  ++step_;
  powers1_.push_back(powers1_.back() * config_.beta1);
  powers2_.push_back(powers2_.back() * config_.beta2);
  constants_.gain1 = 1.0F - config_.beta1;
  constants_.gain2 = 1.0F - config_.beta2;
  constants_.step_size = lr / (1.0F - powers1_.back());
  constants_.v_scale = 1.0F / (1.0F - powers2_.back());
  constants_.eps = config_.eps;
}

void LazyAdam::update(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
                      std::span<const float> grad) noexcept {
  kernels::AdamStep step = constants_;
  const std::uint32_t slept = config_.decay_while_asleep ? step_ - last_step_[row] : 1;
  step.decay1 = powers1_[slept];
  step.decay2 = powers2_[slept];
  last_step_[row] = step_;
  k.adam_row(weights.data(), mean_.data() + row * dim_, square_.data() + row * dim_, grad.data(),
             dim_, step);
}

}  // namespace findling::train
