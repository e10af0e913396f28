// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/kernels.h"

namespace findling::train {

/// One sample of an output: its values, which become the gradient by them.
struct LossRow {
  std::span<float> x;                      ///< [W]
  std::span<const std::uint32_t> columns;  ///< [W], ascending; empty when all are there.
  std::span<const std::uint32_t> labels;   ///< Column ids, all among `columns`.
  std::span<const float> values;           ///< [D] dense targets; empty when there are labels.
  float share;                             ///< The gradient is multiplied by this.

  /// Where column `id` is.
  std::size_t place(std::uint32_t id) const noexcept;
  /// The dense target of place `i`.
  float target(std::size_t i) const noexcept { return values[columns.empty() ? i : columns[i]]; }
};

// Each returns the loss of the sample, without `share`. See `Loss` for what they compute.

float softmax_row(const kernels::KernelTable& k, const LossRow& row) noexcept;
/// `scratch` has room for W values.
float binary_row(const kernels::KernelTable& k, const LossRow& row,
                 std::span<float> scratch) noexcept;
float mse_row(const LossRow& row) noexcept;
float huber_row(const LossRow& row, float delta) noexcept;

/// The pair of samples `a`, `b` [D]; `same` is 1 or 0. Writes the gradient by `a` to `gradient`;
/// the one by `b` is its negative.
float contrastive_pair(const kernels::KernelTable& k, std::span<const float> a,
                       std::span<const float> b, float same, float margin, float share,
                       std::span<float> gradient) noexcept;

}  // namespace findling::train
