// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "layers/activation.h"
#include "layers/initialise.h"
#include "layers/layer.h"

namespace findling::layers {

/// How a `Bag` is made.
struct BagConfig {
  std::size_t n_rows = 0;
  std::size_t dim = 0;
  Activation activation = Activation::kLinear;
  bool bias = false;
};

/// Sparse samples in, dense ones out: `activation(sum of value * row, plus bias)`, the embedding of
/// a set of weighted ids. The same as a linear layer on the sparse input, stored by input.
///
/// Shapes: `T` rows, `D` dim. Tables: weight [T, D] and, with a bias, bias [1, D]. Costs are
/// proportional to the values of a batch, forward, backward and in the update.
class Bag final : public Layer {
 public:
  /// Random rows of length about 1.
  Bag(const BagConfig& config, const Start& start);

  std::unique_ptr<Scratch> make_scratch() const override;
  void forward(const Context& ctx, Use& use) const override;
  void backward(const Context& ctx, Use& use) const override;
  std::span<Table> tables() noexcept override { return tables_; }
  void prepare_gradients(const Context& ctx, std::span<Use* const> uses) const override;
  RowSet touched(std::size_t table, std::span<Use* const> uses) const override;
  void gradient(const kernels::KernelTable& k, std::size_t table, std::span<Use* const> uses,
                std::size_t begin, std::size_t end, float* out) const override;

 private:
  BagConfig config_;
  std::vector<Table> tables_;
};

}  // namespace findling::layers
