// SPDX-License-Identifier: Apache-2.0
#include "layers/layer_norm.h"

#include <algorithm>
#include <cmath>

#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 32;
constexpr double kVarianceFloor = 1e-5;  // as every other library has it

struct NormScratch final : Layer::Scratch {
  base::AlignedBuffer<float> unit;     // [B, D], mean 0 and variance 1
  base::AlignedBuffer<float> inverse;  // [B], 1 / standard deviation
};

NormScratch& scratch_of(const Layer::Use& use) { return static_cast<NormScratch&>(*use.scratch); }

// Writes the standardised `x` to `unit` and returns 1 / its standard deviation.
float standardise(const float* x, std::size_t dim, float* unit) noexcept {
  double sum = 0.0;
  for (std::size_t j = 0; j < dim; ++j) sum += static_cast<double>(x[j]);
  const double mean = sum / static_cast<double>(dim);
  double squares = 0.0;
  for (std::size_t j = 0; j < dim; ++j) {
    const double away = static_cast<double>(x[j]) - mean;
    squares += away * away;
  }
  const double inverse = 1.0 / std::sqrt(squares / static_cast<double>(dim) + kVarianceFloor);
  for (std::size_t j = 0; j < dim; ++j) {
    unit[j] = static_cast<float>((static_cast<double>(x[j]) - mean) * inverse);
  }
  return static_cast<float>(inverse);
}

}  // namespace

LayerNorm::LayerNorm(std::size_t dim) : dim_(dim) {
  tables_.emplace_back("gain", 1, dim);
  tables_.emplace_back("offset", 1, dim);
  std::fill(tables_[0].own().begin(), tables_[0].own().end(), 1.0F);
}

std::unique_ptr<Layer::Scratch> LayerNorm::make_scratch() const {
  return std::make_unique<NormScratch>();
}

void LayerNorm::forward(const Context& ctx, Use& use) const {
  const Signal& in = *use.in[0];
  Signal& out = *use.out;
  NormScratch& s = scratch_of(use);
  out.reshape(in.n, dim_);
  if (s.unit.size() < in.n * dim_) {
    s.unit = base::AlignedBuffer<float>(in.n * dim_);
    s.inverse = base::AlignedBuffer<float>(in.n);
  }
  const float* gain = tables_[0].row(0);
  const float* offset = tables_[1].row(0);
  parallel_blocks(ctx.pool, in.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      float* unit = s.unit.data() + i * dim_;
                      float* y = out.row(i);
                      s.inverse[i] = standardise(in.row(i), dim_, unit);
                      for (std::size_t j = 0; j < dim_; ++j) y[j] = gain[j] * unit[j] + offset[j];
                    }
                  });
}

// With u the standardised input and h = gain * g: dx = (h - mean(h) - u mean(h u)) / deviation.
void LayerNorm::backward(const Context& ctx, Use& use) const {
  Signal& in = *use.in[0];
  if (!in.wants_gradient) return;
  const Signal& out = *use.out;
  const NormScratch& s = scratch_of(use);
  const bool add = open_gradient(in);
  const float* gain = tables_[0].row(0);
  parallel_blocks(
      ctx.pool, in.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t i = begin; i < end; ++i) {
          const float* g = out.gradient_row(i);
          const float* unit = s.unit.data() + i * dim_;
          float* dx = in.gradient_row(i);
          double sum = 0.0;
          double along = 0.0;
          for (std::size_t j = 0; j < dim_; ++j) {
            const auto h = static_cast<double>(gain[j] * g[j]);
            sum += h;
            along += h * static_cast<double>(unit[j]);
          }
          const auto mean = static_cast<float>(sum / static_cast<double>(dim_));
          const auto slope =
              ctx.hold_lengths ? 0.0F : static_cast<float>(along / static_cast<double>(dim_));
          for (std::size_t j = 0; j < dim_; ++j) {
            const float value = s.inverse[i] * (gain[j] * g[j] - mean - slope * unit[j]);
            dx[j] = add ? dx[j] + value : value;
          }
        }
      });
}

RowSet LayerNorm::touched(std::size_t /*table*/, std::span<Use* const> /*uses*/) const {
  return {.n = 1, .ids = {}};
}

void LayerNorm::gradient(const kernels::KernelTable& k, std::size_t table,
                         std::span<Use* const> uses, std::size_t /*begin*/, std::size_t /*end*/,
                         float* out) const {
  std::fill_n(out, dim_, 0.0F);
  for (const Use* use : uses) {
    const float* unit = scratch_of(*use).unit.data();
    for (std::size_t i = 0; i < use->out->n; ++i) {
      const float* g = use->out->gradient_row(i);
      if (table == 1) {
        k.add(g, out, dim_);
      } else {
        for (std::size_t j = 0; j < dim_; ++j) out[j] += g[j] * unit[i * dim_ + j];
      }
    }
  }
}

}  // namespace findling::layers
