// SPDX-License-Identifier: Apache-2.0
#include "train/losses.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "layers/normalise.h"
#include "layers/parallel.h"
#include "train/row_losses.h"

namespace findling::train {

namespace {

using layers::Context;
using layers::Signal;

constexpr std::size_t kSamplesPerTask = 16;

constexpr std::array<std::pair<LossKind, std::string_view>, 6> kNames{{
    {LossKind::kSoftmax, "softmax_cross_entropy"},
    {LossKind::kBinary, "binary_cross_entropy"},
    {LossKind::kMse, "mse"},
    {LossKind::kHuber, "huber"},
    {LossKind::kContrastive, "contrastive"},
    {LossKind::kInBatch, "in_batch"},
}};

void expect_positive(float x, const char* what) {
  if (x > 0.0F && std::isfinite(x)) return;
  throw std::invalid_argument("[loss] expected " + std::string(what) + " > 0, got " +
                              std::to_string(x));
}

float row_loss(const Context& ctx, const LossConfig& config, const LossRow& row,
               std::span<float> scratch) noexcept {
  switch (config.kind) {
    case LossKind::kSoftmax:
      return softmax_row(ctx.k, row);
    case LossKind::kBinary:
      return binary_row(ctx.k, row, scratch);
    case LossKind::kMse:
      return mse_row(row);
    default:
      return huber_row(row, config.delta);
  }
}

// Adds `gradient` to a row of the signal, or makes it the row.
void give(const Context& ctx, std::span<const float> gradient, bool add, float factor,
          float* row) noexcept {
  if (!add) std::fill_n(row, gradient.size(), 0.0F);
  ctx.k.axpy(factor, gradient.data(), row, gradient.size());
}

// The losses that look at one sample of one output at a time.
void by_rows(const Context& ctx, const LossConfig& config, Signal& out, const Target& target,
             bool with_gradient, float share, std::span<float> losses) {
  const bool add = with_gradient && layers::open_gradient(out);
  const bool in_place = with_gradient && out.in_place;
  const std::size_t width = out.width;
  layers::parallel_blocks(
      ctx.pool, out.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        std::vector<float> room(2 * width);
        const std::span<float> scratch = std::span(room).first(width);
        for (std::size_t i = begin; i < end; ++i) {
          const std::span<float> x =
              in_place ? std::span(out.row(i), width) : std::span(room).last(width);
          if (!in_place) std::copy_n(out.row(i), width, x.begin());
          const bool labelled = target.labels.size() > 0;
          const LossRow row{
              .x = x,
              .columns = out.columns,
              .labels = labelled ? target.labels[i] : std::span<const std::uint32_t>(),
              .values =
                  labelled ? std::span<const float>() : target.values.subspan(i * out.dim, out.dim),
              .share = share};
          losses[i] = row_loss(ctx, config, row, scratch);
          if (with_gradient && !in_place) give(ctx, x, add, 1.0F, out.gradient_row(i));
        }
      });
}

void contrastive(const Context& ctx, const LossConfig& config, std::span<Signal* const> outputs,
                 const Target& target, bool with_gradient, float share, std::span<float> losses) {
  Signal& a = *outputs[0];
  Signal& b = *outputs[1];
  const bool add_a = with_gradient && layers::open_gradient(a);
  const bool add_b = with_gradient && layers::open_gradient(b);
  layers::parallel_blocks(
      ctx.pool, a.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        std::vector<float> gradient(a.width);
        for (std::size_t i = begin; i < end; ++i) {
          losses[i] = contrastive_pair(ctx.k, {a.row(i), a.width}, {b.row(i), b.width},
                                       target.values[i], config.margin, share, gradient);
          if (!with_gradient) continue;
          give(ctx, gradient, add_a, 1.0F, a.gradient_row(i));
          give(ctx, gradient, add_b, -1.0F, b.gradient_row(i));
        }
      });
}

// Unit copies of all samples into `unit`; their lengths come back.
std::vector<float> take_unit(const Context& ctx, const Signal& signal,
                             base::AlignedBuffer<float>& unit) {
  const std::size_t dim = signal.width;
  if (unit.size() < signal.n * dim) unit = base::AlignedBuffer<float>(signal.n * dim);
  std::vector<float> lengths(signal.n);
  for (std::size_t i = 0; i < signal.n; ++i) {
    const std::span<float> row(unit.data() + i * dim, dim);
    std::copy_n(signal.row(i), dim, row.begin());
    lengths[i] = layers::normalise(ctx.k, row);
  }
  return lengths;
}

// Takes the gradient by unit vectors back to the signal they were made of.
void give_unit(const Context& ctx, const base::AlignedBuffer<float>& unit,
               std::span<const float> lengths, std::span<float> gradient, float scale,
               Signal& signal) {
  const std::size_t dim = signal.width;
  const bool add = layers::open_gradient(signal);
  for (std::size_t i = 0; i < signal.n; ++i) {
    const std::span<float> row = gradient.subspan(i * dim, dim);
    layers::normalise_backward(ctx.k, {unit.data() + i * dim, dim}, lengths[i], row);
    give(ctx, row, add, scale, signal.gradient_row(i));
  }
}

}  // namespace

LossKind loss_of(std::string_view name) {
  std::string known;
  for (const auto& [kind, text] : kNames) {
    if (text == name) return kind;
    known += (known.empty() ? "" : ", ") + std::string(text);
  }
  throw std::invalid_argument("[loss] expected one of " + known + "; got " + std::string(name));
}

std::string_view name_of(LossKind kind) noexcept {
  return kNames[static_cast<std::size_t>(kind)].second;
}

std::size_t LossConfig::n_outputs() const noexcept {
  return kind == LossKind::kContrastive || kind == LossKind::kInBatch ? 2 : 1;
}

bool LossConfig::takes_raw() const noexcept {
  return kind == LossKind::kSoftmax || kind == LossKind::kBinary;
}

void LossConfig::validate() const {
  expect_positive(weight, "weight");
  expect_positive(margin, "margin");
  expect_positive(delta, "delta");
  expect_positive(scale, "scale");
}

double Loss::run(const Context& ctx, std::span<Signal* const> outputs, const Target& target,
                 bool with_gradient) {
  Signal& first = *outputs[0];
  losses_.assign(first.n, 0.0F);
  if (first.n == 0) return 0.0;
  const float share = config_.weight / static_cast<float>(first.n);
  if (config_.kind == LossKind::kContrastive) {
    contrastive(ctx, config_, outputs, target, with_gradient, share, losses_);
  } else if (config_.kind == LossKind::kInBatch) {
    in_batch(ctx, first, *outputs[1], with_gradient, share);
  } else {
    by_rows(ctx, config_, first, target, with_gradient, share, losses_);
  }
  return sum_losses() / static_cast<double>(first.n);
}

double Loss::sum_losses() const noexcept {
  double sum = 0.0;
  for (const float loss : losses_) sum += static_cast<double>(loss);
  return sum;
}

void Loss::in_batch(const Context& ctx, Signal& a, Signal& b, bool with_gradient, float share) {
  const std::size_t n = a.n;
  const std::size_t dim = a.width;
  const auto lengths_a = take_unit(ctx, a, unit_a_);
  const auto lengths_b = take_unit(ctx, b, unit_b_);
  if (scores_.size() < n * n) scores_ = base::AlignedBuffer<float>(n * n);
  if (gradient_.size() < n * dim) gradient_ = base::AlignedBuffer<float>(n * dim);
  layers::parallel_gemm_nt(ctx.k, ctx.pool,
                           {.m = n,
                            .n = n,
                            .k = dim,
                            .a = unit_a_.data(),
                            .lda = dim,
                            .b = unit_b_.data(),
                            .ldb = dim,
                            .c = scores_.data(),
                            .ldc = n,
                            .accumulate = false});
  for (std::size_t i = 0; i < n; ++i) {
    const std::span<float> x(scores_.data() + i * n, n);
    ctx.k.scale(config_.scale, x.data(), n);
    const auto label = static_cast<std::uint32_t>(i);
    losses_[i] = softmax_row(
        ctx.k, {.x = x, .columns = {}, .labels = {&label, 1}, .values = {}, .share = share});
  }
  if (!with_gradient) return;
  const std::span<float> gradient(gradient_.data(), n * dim);
  layers::parallel_gemm_nn(ctx.k, ctx.pool,
                           {.m = n,
                            .n = dim,
                            .k = n,
                            .a = scores_.data(),
                            .lda = n,
                            .b = unit_b_.data(),
                            .ldb = dim,
                            .c = gradient.data(),
                            .ldc = dim,
                            .accumulate = false});
  give_unit(ctx, unit_a_, lengths_a, gradient, config_.scale, a);
  ctx.k.gemm_tn({.m = n,
                 .n = dim,
                 .k = n,
                 .a = scores_.data(),
                 .lda = n,
                 .b = unit_a_.data(),
                 .ldb = dim,
                 .c = gradient.data(),
                 .ldc = dim,
                 .accumulate = false});
  give_unit(ctx, unit_b_, lengths_b, gradient, config_.scale, b);
}

}  // namespace findling::train
