// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "layers/linear.h"
#include "layers/linear_scratch.h"
#include "layers/parallel.h"

// `Linear` where every sample has active neurons of its own.

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 16;
constexpr std::size_t kTurns = 16;

}  // namespace

bool Linear::picks_by_sample(const Signal& out) const noexcept {
  const bool hashed = config_.sampling == "dwta" || config_.sampling == "srp";
  return hashed && !out.keeps_active;
}

void Linear::pick(const Context& ctx, const Use& use, LinearScratch& s) const {
  const Signal& in = *use.in[0];
  if (s.picks == nullptr) {
    s.picks = std::make_unique<PickedNeurons>(config_.dim, config_.n_wanted());
  }
  s.picks->pick(ctx, *this, {in.x(), in.n * in.width});
  s.active = s.picks->active();
}

void Linear::forward_picked(const Context& ctx, const Use& use, LinearScratch& s) const {
  Signal& out = *use.out;
  const std::size_t width = s.picks->n_each();
  s.n_active = s.active.size();
  take_inputs(ctx, *use.in[0], s);
  take_rows(ctx, s);
  out.reshape(use.in[0]->n, config_.dim);
  out.columns = {};
  LinearScratch::grow(s.compact, s.picks->n_picks());
  s.y = s.compact.data();
  s.picks->multiply(ctx, s.x, s.rows, biases(), config_.in_dim, s.y);
  if (!out.raw && config_.activation != Activation::kLinear) {
    parallel_blocks(ctx.pool, out.n, kSamplesPerTask,
                    [&](std::size_t begin, std::size_t end, std::size_t) {
                      for (std::size_t i = begin; i < end; ++i) {
                        activate(ctx.k, config_.activation, {s.y + i * width, width});
                      }
                    });
  }
  s.picks->spread(ctx, s.y, out);
}

void Linear::backward_picked(const Context& ctx, const Use& use, LinearScratch& s) const {
  Signal& in = *use.in[0];
  const Signal& out = *use.out;
  const std::size_t width = s.picks->n_each();
  LinearScratch::grow(s.compact_grad, s.picks->n_picks());
  s.gradient = s.compact_grad.data();
  s.picks->gather(ctx, out, s.gradient);
  if (!out.raw && config_.activation != Activation::kLinear) {
    parallel_blocks(ctx.pool, out.n, kSamplesPerTask,
                    [&](std::size_t begin, std::size_t end, std::size_t) {
                      for (std::size_t i = begin; i < end; ++i) {
                        activate_backward(config_.activation, {s.y + i * width, width},
                                          {s.gradient + i * width, width});
                      }
                    });
  }
  if (!in.wants_gradient) return;
  if (config_.normalise) {
    LinearScratch::grow(s.unit_grad, in.n * config_.in_dim);
    s.picks->input_gradient(ctx, s.gradient, s.rows, config_.in_dim, false, s.unit_grad.data());
    return backward_cosine(ctx, s, in);
  }
  const bool add = open_gradient(in);
  s.picks->input_gradient(ctx, s.gradient, s.rows, config_.in_dim, add, in.gradient());
}

// Nearly every row moves in nearly every batch, and hashing a row costs as much as a product with
// it. So each has its turn every few steps: tables that are a little old find nearly the same.
std::span<const std::uint32_t> Linear::rows_in_turn(const Context& ctx, LinearScratch& s) {
  s.turn.clear();
  std::copy_if(s.active.begin(), s.active.end(), std::back_inserter(s.turn),
               [&](std::uint32_t row) { return row % kTurns == ctx.step % kTurns; });
  return s.turn;
}

}  // namespace findling::layers
