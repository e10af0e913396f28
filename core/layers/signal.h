// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "sparse/csr.h"

namespace findling::layers {

/// What flows along one edge of a network for one batch: values forward, gradients backward.
///
/// Shapes: `B` samples, `D` columns. Values are dense [B, W], row-major; W is D unless only the
/// active columns are kept. The input of an embedding is sparse instead and has no dense values.
class Signal {
 public:
  std::size_t dim = 0;                     ///< D
  std::size_t n = 0;                       ///< B of the current batch.
  std::size_t width = 0;                   ///< W of the current batch.
  sparse::CsrView csr;                     ///< Sparse inputs only.
  sparse::RaggedView labels;               ///< Of the batch, where the loss on it names columns.
  std::span<const std::uint32_t> columns;  ///< [W], ascending; empty when W is D.

  bool is_sparse = false;
  bool wants_gradient = true;  ///< Whether something below learns.
  bool keeps_active = false;   ///< Only a loss reads it: columns that are not active are left out.
  bool raw = false;            ///< The loss takes the values from before the activation...
  bool in_place = false;       ///< ... and, when nothing else reads them, overwrites them.
  bool has_gradient = false;   ///< Something has written the gradient of this batch already.

  float* x() noexcept { return x_.data(); }
  const float* x() const noexcept { return x_.data(); }
  float* row(std::size_t i) noexcept { return x_.data() + i * width; }
  const float* row(std::size_t i) const noexcept { return x_.data() + i * width; }
  float* gradient() noexcept { return in_place ? x_.data() : gradient_.data(); }
  const float* gradient() const noexcept { return in_place ? x_.data() : gradient_.data(); }
  float* gradient_row(std::size_t i) noexcept { return gradient() + i * width; }
  const float* gradient_row(std::size_t i) const noexcept { return gradient() + i * width; }

  /// Sets B and W and makes room for the values, which are undefined afterwards.
  void reshape(std::size_t n_samples, std::size_t n_columns) {
    n = n_samples;
    width = n_columns;
    has_gradient = false;
    grow(x_);
  }

  /// Makes room for the gradient, which is undefined afterwards.
  void make_gradient() {
    if (!in_place) grow(gradient_);
  }

 private:
  void grow(base::AlignedBuffer<float>& buffer) const {
    if (buffer.size() < n * width) buffer = base::AlignedBuffer<float>(n * width);
  }

  base::AlignedBuffer<float> x_;
  base::AlignedBuffer<float> gradient_;
};

}  // namespace findling::layers
