// SPDX-License-Identifier: Apache-2.0
#include "layers/linear.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layers/active_finder.h"
#include "layers/linear_scratch.h"
#include "layers/normalise.h"
#include "layers/parallel.h"
#include "lsh/make_sampler.h"

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 32;
constexpr std::size_t kRowsPerTask = 64;
constexpr std::size_t kDenseUpTo = 2048;
constexpr float kGoodActive = 1024.0F;

std::string_view chosen(std::string_view sampling) {
  return sampling == "auto" ? std::string_view("random") : sampling;
}

void sorted_labels(const sparse::RaggedView& labels, std::vector<std::uint32_t>& rows) {
  rows.assign(labels.values.begin(), labels.values.end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

}  // namespace

std::size_t LinearConfig::n_wanted() const noexcept {
  const double n = std::ceil(static_cast<double>(sparsity) * static_cast<double>(dim) - 1e-3);
  return std::clamp<std::size_t>(static_cast<std::size_t>(n), 1, dim);
}

float automatic_sparsity(std::size_t dim) noexcept {
  return dim <= kDenseUpTo ? 1.0F : kGoodActive / static_cast<float>(dim);
}

Linear::Linear(const LinearConfig& config, const Start& start)
    : config_(config), seed_(start.seed) {
  // He et al. 2015 for relu, LeCun et al. 1998 for the rest: values keep their variance.
  const float gain = config.activation == Activation::kRelu ? 2.0F : 1.0F;
  const float variance = gain / static_cast<float>(config.in_dim);
  tables_.push_back(make_random("weight", config.dim, config.in_dim, variance, start));
  if (config.bias) tables_.push_back(make_zeros("bias", config.dim, 1, start));
  if (config.n_wanted() == config.dim || config.sampling == "none") return;
  sampler_ = lsh::make_sampler(chosen(config.sampling), sampler_shape());
  if (!start.from_file) show_sampler(kernels::active(), start.pool);
}

Linear::~Linear() = default;

std::unique_ptr<Layer::Scratch> Linear::make_scratch() const {
  return std::make_unique<LinearScratch>();
}

Linear::LinearScratch& Linear::scratch_of(const Use& use) {
  return static_cast<LinearScratch&>(*use.scratch);
}

const float* Linear::biases() const noexcept {
  return config_.bias ? tables_[1].values().data() : nullptr;
}

lsh::SamplerShape Linear::sampler_shape() const noexcept {
  return {.n_rows = config_.dim,
          .dim = config_.in_dim,
          .n_wanted = config_.n_wanted(),
          .seed = seed_,
          .cosine = config_.normalise};
}

void Linear::show_sampler(const kernels::KernelTable& k, base::ThreadPool& pool) {
  base::AlignedBuffer<float> widened;
  sampler_->rebuild(rows_view(k, widened), pool);
}

void Linear::choose(const Context& ctx, Use& use) {
  LinearScratch& s = scratch_of(use);
  const std::size_t n_wanted = config_.n_wanted();
  s.sparse = n_wanted < config_.dim;
  if (!s.sparse) return;
  if (config_.sampling == "none") return sorted_labels(use.out->labels, s.active);
  s.picked = picks_by_sample(*use.out);
  if (s.picked) return pick(ctx, use, s);
  if (s.sampling == nullptr) s.sampling = sampler_->make_scratch();
  const Signal& in = *use.in[0];
  base::Rng rng(ctx.seed, use.stream);
  sampler_->propose({{in.x(), in.n * in.width}, use.out->labels}, n_wanted, rng, ctx.pool,
                    *s.sampling, s.active);
}

void Linear::forward(const Context& ctx, Use& use) const {
  LinearScratch& s = scratch_of(use);
  Signal& out = *use.out;
  if (!ctx.training) s.sparse = s.picked = false;
  if (s.picked) return forward_picked(ctx, use, s);
  s.n_active = s.sparse ? s.active.size() : config_.dim;
  take_inputs(ctx, *use.in[0], s);
  const bool in_blocks =
      !ctx.training && !ctx.way_back && (config_.normalise || tables_[0].is_packed());
  if (!in_blocks) take_rows(ctx, s);
  const std::size_t n = use.in[0]->n;
  const bool spread_out = s.sparse && !out.keeps_active;
  out.reshape(n, spread_out ? config_.dim : s.n_active);
  out.columns = s.sparse && !spread_out ? std::span<const std::uint32_t>(s.active)
                                        : std::span<const std::uint32_t>();
  if (spread_out) LinearScratch::grow(s.compact, n * s.n_active);
  s.y = spread_out ? s.compact.data() : out.x();
  if (in_blocks) {
    forward_in_blocks(ctx, s, n);
  } else {
    parallel_gemm_nt(ctx.k, ctx.pool,
                     {.m = n,
                      .n = s.n_active,
                      .k = config_.in_dim,
                      .a = s.x,
                      .lda = config_.in_dim,
                      .b = s.rows,
                      .ldb = config_.in_dim,
                      .c = s.y,
                      .ldc = s.n_active,
                      .accumulate = false});
  }
  finish_values(ctx, s, out.raw, s.y, n);
  if (spread_out) spread(ctx, s, out);
}

// Without a way back no unit copies of the rows are needed, only their lengths, which a task finds
// while the rows are in its cache. Packed rows are widened there, a few at a time.
void Linear::forward_in_blocks(const Context& ctx, LinearScratch& s, std::size_t n) const {
  const std::size_t dim = config_.in_dim;
  const std::size_t block = kRowsPerTask * dim;
  if (tables_[0].is_packed()) LinearScratch::grow(s.row_copies, ctx.pool.n_threads() * block);
  parallel_blocks(ctx.pool, config_.dim, kRowsPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t worker) {
                    float* widened = s.row_copies.data() + worker * block;
                    const float* rows = tables_[0].rows_in(ctx.k, begin, end - begin, widened);
                    gemm_nt(ctx.k, {.m = n,
                                    .n = end - begin,
                                    .k = dim,
                                    .a = s.x,
                                    .lda = dim,
                                    .b = rows,
                                    .ldb = dim,
                                    .c = s.y + begin,
                                    .ldc = config_.dim,
                                    .accumulate = false});
                    if (config_.normalise) divide_by_lengths(ctx, s, rows, begin, end, n);
                  });
}

void Linear::divide_by_lengths(const Context& ctx, const LinearScratch& s, const float* rows,
                               std::size_t begin, std::size_t end, std::size_t n) const {
  for (std::size_t j = begin; j < end; ++j, rows += config_.in_dim) {
    const float squares = ctx.k.sum_squares(rows, config_.in_dim);
    const float factor = squares > 0.0F ? 1.0F / std::sqrt(squares) : 0.0F;
    for (std::size_t i = 0; i < n; ++i) s.y[i * config_.dim + j] *= factor;
  }
}

// With cosines the inputs get the length `scale`, so that the products come out scaled.
void Linear::take_inputs(const Context& ctx, const Signal& in, LinearScratch& s) const {
  s.x = in.x();
  if (!config_.normalise) return;
  const std::size_t dim = config_.in_dim;
  LinearScratch::grow(s.unit, in.n * dim);
  LinearScratch::grow(s.x_length, in.n);
  s.x = s.unit.data();
  parallel_blocks(ctx.pool, in.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      const std::span<float> unit(s.unit.data() + i * dim, dim);
                      std::copy_n(in.row(i), dim, unit.begin());
                      s.x_length[i] = normalise(ctx.k, unit);
                      ctx.k.scale(config_.scale, unit.data(), dim);
                    }
                  });
}

void Linear::take_rows(const Context& ctx, LinearScratch& s) const {
  s.rows = tables_[0].values().data();
  if (!s.sparse && !config_.normalise && !tables_[0].is_packed()) return;
  const std::size_t dim = config_.in_dim;
  LinearScratch::grow(s.row_copies, s.n_active * dim);
  LinearScratch::grow(s.row_length, s.n_active);
  s.rows = s.row_copies.data();
  parallel_blocks(ctx.pool, s.n_active, kRowsPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      const std::span<float> copy(s.row_copies.data() + i * dim, dim);
                      tables_[0].copy_rows(ctx.k, s.sparse ? s.active[i] : i, 1, copy.data());
                      if (config_.normalise) s.row_length[i] = normalise(ctx.k, copy);
                    }
                  });
}

void Linear::finish_values(const Context& ctx, const LinearScratch& s, bool raw, float* y,
                           std::size_t n) const {
  const bool activated = !raw && config_.activation != Activation::kLinear;
  if (!config_.bias && !activated) return;
  const float* bias = biases();
  parallel_blocks(ctx.pool, n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = begin; i < end; ++i) {
                      float* row = y + i * s.n_active;
                      if (bias != nullptr && s.sparse) {
                        for (std::size_t j = 0; j < s.n_active; ++j) row[j] += bias[s.active[j]];
                      } else if (bias != nullptr) {
                        ctx.k.add(bias, row, s.n_active);
                      }
                      if (activated) activate(ctx.k, config_.activation, {row, s.n_active});
                    }
                  });
}

RowSet Linear::touched(std::size_t /*table*/, std::span<Use* const> uses) const {
  const LinearScratch& s = scratch_of(*uses[0]);
  if (!s.sparse) return {.n = config_.dim, .ids = {}};
  return {.n = s.n_active, .ids = s.active};
}

void Linear::updated(const Context& ctx, std::span<Use* const> uses) {
  drop_finder();
  if (sampler_ == nullptr) return;
  LinearScratch& s = scratch_of(*uses[0]);
  if (!s.sparse) {
    s.active.resize(config_.dim);
    std::iota(s.active.begin(), s.active.end(), 0U);
  }
  sampler_->rows_changed({tables_[0].values().data(), config_.dim, config_.in_dim, biases()},
                         s.picked ? rows_in_turn(ctx, s) : s.active, ctx.pool);
}

}  // namespace findling::layers
