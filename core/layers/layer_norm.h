// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "layers/layer.h"

namespace findling::layers {

/// Every sample made mean 0 and variance 1 over its columns, then `gain * x + offset` (Ba, Kiros
/// and Hinton 2016). Tables: gain [1, D], offset [1, D].
class LayerNorm final : public Layer {
 public:
  explicit LayerNorm(std::size_t dim);

  std::unique_ptr<Scratch> make_scratch() const override;
  void forward(const Context& ctx, Use& use) const override;
  void backward(const Context& ctx, Use& use) const override;
  std::span<Table> tables() noexcept override { return tables_; }
  RowSet touched(std::size_t table, std::span<Use* const> uses) const override;
  void gradient(const kernels::KernelTable& k, std::size_t table, std::span<Use* const> uses,
                std::size_t begin, std::size_t end, float* out) const override;

 private:
  std::size_t dim_;
  std::vector<Table> tables_;
};

}  // namespace findling::layers
