// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"

namespace findling::train {

/// The constants of Adam (Kingma and Ba 2015, algorithm 1).
struct AdamConfig {
  float beta1 = 0.9F;
  float beta2 = 0.999F;
  float eps = 1e-8F;
  /// Whether the moments of a row decay in the steps that do not touch it, in closed form
  /// (`beta^steps`), as dense Adam's would. Without, a row counts its own steps only.
  bool decay_while_asleep = true;
};

/// Adam for a table of which a step touches a few rows only.
///
/// Unlike with dense Adam a row that a step does not touch does not move. The cost of a step is
/// proportional to the rows it touches. Bias is corrected by the number of steps of the table.
///
/// Rows are independent: after `begin_step`, different rows may be updated by different threads.
class LazyAdam {
 public:
  /// Takes 8 bytes a value and 4 bytes a row.
  LazyAdam(std::size_t n_rows, std::size_t dim, const AdamConfig& config = {});

  /// Starts the next step with this step size.
  void begin_step(float lr);

  /// Updates `weights` [D], the parameters of row `row`, by the gradient `grad` [D]. At most once a
  /// row and step.
  void update(const kernels::KernelTable& k, std::size_t row, std::span<float> weights,
              std::span<const float> grad) noexcept;

  std::uint32_t step() const noexcept { return step_; }

 private:
  std::size_t dim_;
  AdamConfig config_;
  std::uint32_t step_ = 0;
  kernels::AdamStep constants_{};
  std::vector<float> powers1_{1.0F};  // beta1^0 .. beta1^step
  std::vector<float> powers2_{1.0F};
  std::vector<std::uint32_t> last_step_;  // [rows]
  base::AlignedBuffer<float> mean_;       // [rows, D], first moments
  base::AlignedBuffer<float> square_;     // [rows, D], second moments
};

}  // namespace findling::train
