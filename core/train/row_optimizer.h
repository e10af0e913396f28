// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"

namespace findling::train {

enum class OptimizerKind { kAdam, kSgd, kAdagrad };

/// Throws `std::invalid_argument` for a name that is none of adam, sgd, adagrad.
OptimizerKind optimizer_of(std::string_view name);

/// Which rule moves the parameters, and its constants.
struct OptimizerConfig {
  OptimizerKind kind = OptimizerKind::kAdam;
  float beta1 = 0.9F;         ///< Adam; the momentum of SGD, where 0 keeps no state.
  float beta2 = 0.999F;       ///< Adam
  float eps = 1e-8F;          ///< Adam and Adagrad
  float weight_decay = 0.0F;  ///< Shrinks weights by lr * this a step, apart from the gradient.
  /// Whether the moments of a row decay in steps that do not touch it, as dense Adam's would.
  bool decay_while_asleep = false;

  /// Throws `std::invalid_argument` when a value is out of its range.
  void validate() const;
};

/// Updates the rows of one table that a step touches; others do not move and cost nothing.
///
/// - Adam (Kingma and Ba 2015): 8 bytes a value. Bias is corrected by the steps of the table.
/// - SGD, with momentum 4 bytes a value, without none.
/// - Adagrad by rows (one sum of mean squares a row): 4 bytes a row. The cheap choice for tables
///   of millions of rows.
///
/// What a row missed while it slept is caught up at its next step in closed form: weight decay
/// always, at the step size of that moment; moments where `decay_while_asleep` says so.
/// After `begin_step`, different rows may be updated by different threads.
class RowOptimizer {
 public:
  RowOptimizer(std::size_t n_rows, std::size_t dim, const OptimizerConfig& config);

  /// Starts the next step with this step size.
  void begin_step(float lr);

  /// Updates `weights` [D] of row `row` by `gradient` [D]. At most once a row and step.
  void update(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
              std::span<const float> gradient) noexcept;

  /// What a checkpoint keeps. The buffers have one size for one configuration.
  std::uint32_t step() const noexcept { return step_; }
  void set_step(std::uint32_t step) noexcept;
  std::span<std::uint32_t> last_step() noexcept { return last_step_; }
  std::span<float> mean() noexcept { return mean_.span(); }
  std::span<float> square() noexcept { return square_.span(); }

 private:
  void adam(const kernels::KernelTable& k, std::size_t row, std::uint32_t slept,
            std::span<float> weights, std::span<const float> gradient) noexcept;
  void sgd(const kernels::KernelTable& k, std::size_t row, std::uint32_t slept,
           std::span<float> weights, std::span<const float> gradient) noexcept;
  void adagrad(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
               std::span<const float> gradient) noexcept;

  std::size_t dim_;
  OptimizerConfig config_;
  std::uint32_t step_ = 0;
  float lr_ = 0.0F;
  float power1_ = 1.0F;  // beta1^step
  float power2_ = 1.0F;
  kernels::AdamStep constants_{};
  std::vector<std::uint32_t> last_step_;  // [rows], where something is caught up
  base::AlignedBuffer<float> mean_;       // [rows, D]: first moments, momentum
  base::AlignedBuffer<float> square_;     // [rows, D] for Adam, [rows] for Adagrad
};

}  // namespace findling::train
