// SPDX-License-Identifier: Apache-2.0
#include "layers/plumbing.h"

#include <algorithm>

#include "base/rng.h"
#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 64;

}  // namespace

void Concat::forward(const Context& ctx, Use& use) const {
  Signal& out = *use.out;
  out.reshape(use.in[0]->n, out.dim);
  parallel_blocks(ctx.pool, out.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      float* at = out.row(i);
                      for (const Signal* in : use.in) at = std::copy_n(in->row(i), in->width, at);
                    }
                  });
}

void Concat::backward(const Context& ctx, Use& use) const {
  const Signal& out = *use.out;
  std::size_t from = 0;
  for (Signal* in : use.in) {
    const std::size_t begin_column = from;
    from += in->width;
    if (!in->wants_gradient) continue;
    const bool add = open_gradient(*in);
    parallel_blocks(
        ctx.pool, out.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
          for (std::size_t i = begin; i < end; ++i) {
            if (!add) std::fill_n(in->gradient_row(i), in->width, 0.0F);
            ctx.k.add(out.gradient_row(i) + begin_column, in->gradient_row(i), in->width);
          }
        });
  }
}

void Dropout::forward(const Context& ctx, Use& use) const {
  const Signal& in = *use.in[0];
  Signal& out = *use.out;
  out.reshape(in.n, in.width);
  const float kept = 1.0F / (1.0F - rate_);
  parallel_blocks(ctx.pool, in.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      std::copy_n(in.row(i), in.width, out.row(i));
                      if (!ctx.training) continue;
                      base::Rng rng(base::mix64(ctx.seed ^ use.stream), i);
                      for (std::size_t j = 0; j < in.width; ++j) {
                        out.row(i)[j] *= rng.uniform() < rate_ ? 0.0F : kept;
                      }
                    }
                  });
}

// The same random numbers once more instead of a mask.
void Dropout::backward(const Context& ctx, Use& use) const {
  Signal& in = *use.in[0];
  if (!in.wants_gradient) return;
  const Signal& out = *use.out;
  const bool add = open_gradient(in);
  const float kept = ctx.training ? 1.0F / (1.0F - rate_) : 1.0F;
  parallel_blocks(ctx.pool, in.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      base::Rng rng(base::mix64(ctx.seed ^ use.stream), i);
                      const float* g = out.gradient_row(i);
                      float* dx = in.gradient_row(i);
                      for (std::size_t j = 0; j < in.width; ++j) {
                        const bool dropped = ctx.training && rng.uniform() < rate_;
                        const float value = dropped ? 0.0F : kept * g[j];
                        dx[j] = add ? dx[j] + value : value;
                      }
                    }
                  });
}

}  // namespace findling::layers
