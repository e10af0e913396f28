// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "layers/layer.h"

namespace findling::layers {

// Layers that learn nothing.

/// The columns of all inputs side by side, in the order of the inputs.
class Concat final : public Layer {
 public:
  void forward(const Context& ctx, Use& use) const override;
  void backward(const Context& ctx, Use& use) const override;
};

/// In training each value is dropped with the chance `rate`, and the others grow by
/// 1 / (1 - rate); otherwise nothing happens (Srivastava et al. 2014). `rate` is in [0, 1).
class Dropout final : public Layer {
 public:
  explicit Dropout(float rate) : rate_(rate) {}
  void forward(const Context& ctx, Use& use) const override;
  void backward(const Context& ctx, Use& use) const override;

 private:
  float rate_;
};

}  // namespace findling::layers
