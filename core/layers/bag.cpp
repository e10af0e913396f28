// SPDX-License-Identifier: Apache-2.0
#include "layers/bag.h"

#include <algorithm>
#include <memory>

#include "layers/inverted_bag.h"
#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 32;

struct BagScratch final : Layer::Scratch {
  std::unique_ptr<InvertedBag> inverted;  // of the first use, for all of them; made by training
};

BagScratch& scratch_of(const Layer::Use& use) { return static_cast<BagScratch&>(*use.scratch); }

}  // namespace

Bag::Bag(const BagConfig& config, const Start& start) : config_(config) {
  const float variance = 1.0F / static_cast<float>(config.dim);
  tables_.push_back(make_random("weight", config.n_rows, config.dim, variance, start));
  if (config.bias) tables_.push_back(make_zeros("bias", 1, config.dim, start));
}

std::unique_ptr<Layer::Scratch> Bag::make_scratch() const { return std::make_unique<BagScratch>(); }

void Bag::forward(const Context& ctx, Use& use) const {
  const sparse::CsrView& in = use.in[0]->csr;
  Signal& out = *use.out;
  const std::size_t dim = config_.dim;
  out.reshape(in.size(), dim);
  const Table& weight = tables_[0];
  parallel_blocks(
      ctx.pool, in.size(), kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        std::vector<float> widened(weight.is_packed() ? dim : 0);
        for (std::size_t i = begin; i < end; ++i) {
          float* row = out.row(i);
          if (config_.bias) {
            std::copy_n(tables_[1].row(0), dim, row);
          } else {
            std::fill_n(row, dim, 0.0F);
          }
          for (auto at = in.rows.offsets[i]; at < in.rows.offsets[i + 1]; ++at) {
            const float* from = weight.rows_in(ctx.k, in.rows.values[at], 1, widened.data());
            ctx.k.axpy(in.values[at], from, row, dim);
          }
          if (!out.raw) activate(ctx.k, config_.activation, {row, dim});
        }
      });
}

// The gradient by the sums is all that the tables need; a sparse input takes none.
void Bag::backward(const Context& ctx, Use& use) const {
  Signal& out = *use.out;
  if (out.raw || config_.activation == Activation::kLinear) return;
  parallel_blocks(
      ctx.pool, out.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        const std::size_t n = (end - begin) * out.width;
        activate_backward(config_.activation, {out.row(begin), n}, {out.gradient_row(begin), n});
      });
}

void Bag::prepare_gradients(const Context& /*ctx*/, std::span<Use* const> uses) const {
  auto& inverted = scratch_of(*uses[0]).inverted;
  if (inverted == nullptr) inverted = std::make_unique<InvertedBag>(config_.n_rows);
  inverted->clear();
  for (const Use* use : uses) inverted->count(use->in[0]->csr);
  for (const Use* use : uses) {
    inverted->place(use->in[0]->csr, use->out->gradient(), config_.dim);
  }
}

RowSet Bag::touched(std::size_t table, std::span<Use* const> uses) const {
  if (table == 1) return {.n = 1, .ids = {}};
  const auto rows = scratch_of(*uses[0]).inverted->rows();
  return {.n = rows.size(), .ids = rows};
}

void Bag::gradient(const kernels::KernelTable& k, std::size_t table, std::span<Use* const> uses,
                   std::size_t begin, std::size_t end, float* out) const {
  const std::size_t dim = config_.dim;
  std::fill_n(out, (end - begin) * dim, 0.0F);
  if (table == 1) {
    for (const Use* use : uses) {
      for (std::size_t i = 0; i < use->out->n; ++i) k.add(use->out->gradient_row(i), out, dim);
    }
    return;
  }
  const InvertedBag& inverted = *scratch_of(*uses[0]).inverted;
  for (std::size_t i = begin; i < end; ++i, out += dim) {
    for (const auto& user : inverted.users_of(i)) k.axpy(user.value, user.gradient, out, dim);
  }
}

}  // namespace findling::layers
