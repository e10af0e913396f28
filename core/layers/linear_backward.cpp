// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "layers/linear.h"
#include "layers/linear_scratch.h"
#include "layers/normalise.h"
#include "layers/parallel.h"

// The way back of `Linear`, and the step between its active neurons and the full width of its
// output.

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 32;

float spread_gain(const LinearConfig& config, std::size_t n_active) {
  const bool random = config.sampling == "random" || config.sampling == "auto";
  return random && n_active > 0 ? static_cast<float>(config.dim) / static_cast<float>(n_active)
                                : 1.0F;
}

}  // namespace

void Linear::spread(const Context& ctx, LinearScratch& s, Signal& out) const {
  const float gain = spread_gain(config_, s.n_active);
  parallel_blocks(ctx.pool, out.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      float* row = out.row(i);
                      const float* y = s.y + i * s.n_active;
                      std::fill_n(row, out.width, 0.0F);
                      for (std::size_t j = 0; j < s.n_active; ++j) row[s.active[j]] = gain * y[j];
                    }
                  });
}

// Points `s.gradient` at the gradient by the active neurons before the activation.
void Linear::take_gradient(const Context& ctx, LinearScratch& s, Signal& out) const {
  const bool was_spread = s.sparse && !out.keeps_active;
  if (was_spread) LinearScratch::grow(s.compact_grad, out.n * s.n_active);
  s.gradient = was_spread ? s.compact_grad.data() : out.gradient();
  const bool activated = !out.raw && config_.activation != Activation::kLinear;
  if (!was_spread && !activated) return;
  const float gain = spread_gain(config_, s.n_active);
  parallel_blocks(ctx.pool, out.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      float* row = s.gradient + i * s.n_active;
                      const float* full = out.gradient_row(i);
                      for (std::size_t j = 0; was_spread && j < s.n_active; ++j) {
                        row[j] = gain * full[s.active[j]];
                      }
                      if (!activated) continue;
                      activate_backward(config_.activation, {s.y + i * s.n_active, s.n_active},
                                        {row, s.n_active});
                    }
                  });
}

void Linear::backward(const Context& ctx, Use& use) const {
  LinearScratch& s = scratch_of(use);
  Signal& in = *use.in[0];
  if (s.picked) return backward_picked(ctx, use, s);
  take_gradient(ctx, s, *use.out);
  if (!in.wants_gradient) return;
  kernels::Gemm product{.m = in.n,
                        .n = config_.in_dim,
                        .k = s.n_active,
                        .a = s.gradient,
                        .lda = s.n_active,
                        .b = s.rows,
                        .ldb = config_.in_dim,
                        .c = nullptr,
                        .ldc = config_.in_dim,
                        .accumulate = false};
  if (config_.normalise) {
    LinearScratch::grow(s.unit_grad, in.n * config_.in_dim);
    product.c = s.unit_grad.data();
    parallel_gemm_nn(ctx.k, ctx.pool, product);
    return backward_cosine(ctx, s, in);
  }
  product.accumulate = open_gradient(in);
  product.c = in.gradient();
  parallel_gemm_nn(ctx.k, ctx.pool, product);
}

// x -> scale * x / |x|, backward.
void Linear::backward_cosine(const Context& ctx, LinearScratch& s, Signal& in) const {
  const std::size_t dim = config_.in_dim;
  const bool add = open_gradient(in);
  const float squared = config_.scale * config_.scale;
  parallel_blocks(
      ctx.pool, in.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t i = begin; i < end; ++i) {
          float* g = s.unit_grad.data() + i * dim;
          const float* unit = s.unit.data() + i * dim;  // of length `scale`
          const float along = ctx.hold_lengths ? 0.0F : ctx.k.dot(g, unit, dim) / squared;
          const float factor = s.x_length[i] > 0.0F ? config_.scale / s.x_length[i] : 0.0F;
          ctx.k.axpy(-along, unit, g, dim);
          if (!add) std::fill_n(in.gradient_row(i), dim, 0.0F);
          ctx.k.axpy(factor, g, in.gradient_row(i), dim);
        }
      });
}

void Linear::gradient(const kernels::KernelTable& k, std::size_t table, std::span<Use* const> uses,
                      std::size_t begin, std::size_t end, float* out) const {
  const std::size_t n_rows = end - begin;
  const std::size_t dim = config_.in_dim;
  if (table == 1) {
    const LinearScratch& only = scratch_of(*uses[0]);
    if (only.picked) return only.picks->bias_gradient(only.gradient, begin, end, out);
    std::fill_n(out, n_rows, 0.0F);
    for (const Use* use : uses) {
      const LinearScratch& s = scratch_of(*use);
      for (std::size_t i = 0; i < use->in[0]->n; ++i) {
        k.add(s.gradient + i * s.n_active + begin, out, n_rows);
      }
    }
    return;
  }
  bool first = true;
  for (const Use* use : uses) {
    const LinearScratch& s = scratch_of(*use);
    if (s.picked) {  // a sparse layer has one use
      s.picks->row_gradient(k, s.gradient, s.x, dim, begin, end, out);
      continue;
    }
    k.gemm_tn({.m = n_rows,
               .n = dim,
               .k = use->in[0]->n,
               .a = s.gradient + begin,
               .lda = s.n_active,
               .b = s.x,
               .ldb = dim,
               .c = out,
               .ldc = dim,
               .accumulate = !first});
    first = false;
  }
  if (!config_.normalise) return;
  const LinearScratch& s = scratch_of(*uses[0]);
  for (std::size_t i = 0; i < n_rows; ++i) {
    normalise_backward(k, {s.rows + (begin + i) * dim, dim}, s.row_length[begin + i],
                       {out + i * dim, dim});
  }
}

}  // namespace findling::layers
