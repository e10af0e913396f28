// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include "layers/active_finder.h"
#include "layers/linear.h"

// Single neurons of `Linear` for single inputs, and what finds them.

namespace findling::layers {

lsh::RowsView Linear::rows_view(const kernels::KernelTable& k,
                                base::AlignedBuffer<float>& widened) const {
  const Table& table = tables_[0];
  const float* rows = table.values().data();
  if (table.is_packed()) {
    widened = base::AlignedBuffer<float>(config_.dim * config_.in_dim);
    table.copy_rows(k, 0, config_.dim, widened.data());
    rows = widened.data();
  }
  return {rows, config_.dim, config_.in_dim, biases()};
}

void Linear::scale_input(const kernels::KernelTable& k, std::span<float> x) const noexcept {
  if (!config_.normalise) return;
  const float length = std::sqrt(k.sum_squares(x.data(), x.size()));
  k.scale(length > 0.0F ? config_.scale / length : 0.0F, x.data(), x.size());
}

void Linear::make_finder(const kernels::KernelTable& k, std::string_view kind,
                         std::span<const float> queries, base::ThreadPool& pool) {
  finder_ = std::make_unique<const ActiveFinder>(*this, kind, queries, pool, k);
}

void Linear::restore_finder(const kernels::KernelTable& k, std::string_view kind,
                            std::span<const std::uint32_t> state, base::ThreadPool& pool) {
  finder_ = std::make_unique<const ActiveFinder>(*this, kind, state, pool, k);
}

void Linear::drop_finder() noexcept { finder_.reset(); }

void Linear::score(const kernels::KernelTable& k, std::span<const float> x,
                   std::span<const std::uint32_t> neurons, std::span<float> out) const {
  const std::size_t dim = config_.in_dim;
  const float length = config_.normalise ? std::sqrt(k.sum_squares(x.data(), dim)) : 1.0F;
  const float factor = length > 0.0F ? config_.scale / length : 0.0F;
  const float* bias = biases();
  std::vector<float> widened(tables_[0].is_packed() ? dim : 0);
  for (std::size_t i = 0; i < neurons.size(); ++i) {
    const float* row = tables_[0].rows_in(k, neurons[i], 1, widened.data());
    float y = k.dot(x.data(), row, dim);
    if (config_.normalise) {
      const float row_length = std::sqrt(k.sum_squares(row, dim));
      y = row_length > 0.0F ? y * factor / row_length : 0.0F;
    }
    out[i] = bias == nullptr ? y : y + bias[neurons[i]];
  }
}

// For cosines: scale / (|x| |w|) (w - (w x / |x|^2) x).
void Linear::score_gradient(const Context& ctx, std::span<const float> x, std::uint32_t neuron,
                            std::span<float> out) const {
  const std::size_t dim = config_.in_dim;
  tables_[0].copy_rows(ctx.k, neuron, 1, out.data());
  if (!config_.normalise) return;
  const std::vector<float> row(out.begin(), out.end());
  const float squares = ctx.k.sum_squares(x.data(), dim);
  const float lengths = std::sqrt(squares) * std::sqrt(ctx.k.sum_squares(row.data(), dim));
  const float factor = lengths > 0.0F ? config_.scale / lengths : 0.0F;
  ctx.k.scale(factor, out.data(), dim);
  if (ctx.hold_lengths || lengths == 0.0F) return;
  ctx.k.axpy(-factor * ctx.k.dot(x.data(), row.data(), dim) / squares, x.data(), out.data(), dim);
}

}  // namespace findling::layers
