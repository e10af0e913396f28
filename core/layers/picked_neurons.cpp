// SPDX-License-Identifier: Apache-2.0
#include "layers/picked_neurons.h"

#include <algorithm>
#include <numeric>

#include "layers/linear.h"
#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kSamplesPerTask = 4;  // a sample is hundreds of products
constexpr std::size_t kFoundPerPick = 2;    // more cost more than they bring

}  // namespace

PickedNeurons::PickedNeurons(std::size_t n_neurons, std::size_t n_each)
    : n_each_(n_each), seen_(n_neurons), place_of_(n_neurons) {}

void PickedNeurons::pick(const Context& ctx, const Linear& layer, std::span<const float> inputs) {
  const std::size_t dim = layer.config().in_dim;
  const std::size_t n = inputs.size() / dim;
  ids_.resize(n * n_each_);
  while (finders_.size() < ctx.pool.n_threads()) {
    finders_.emplace_back().search = layer.sampler()->make_scratch();
  }
  parallel_blocks(ctx.pool, n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t worker) {
                    for (std::size_t i = begin; i < end; ++i) {
                      pick_one(ctx.k, layer, inputs.subspan(i * dim, dim), finders_[worker],
                               ids_.data() + i * n_each_);
                    }
                  });
  turn_around();
}

void PickedNeurons::pick_one(const kernels::KernelTable& k, const Linear& layer,
                             std::span<const float> input, Finder& finder,
                             std::uint32_t* picks) const {
  const auto& found = finder.found;
  layer.sampler()->candidates(input, kFoundPerPick * n_each_, *finder.search, finder.found);
  finder.values.resize(found.size());
  layer.score(k, input, found, finder.values);
  finder.order.resize(found.size());
  std::iota(finder.order.begin(), finder.order.end(), 0U);
  const auto larger = [&](std::uint32_t a, std::uint32_t b) {
    return finder.values[a] != finder.values[b] ? finder.values[a] > finder.values[b] : a < b;
  };
  const auto end = finder.order.begin() + static_cast<std::ptrdiff_t>(n_each_);
  std::nth_element(finder.order.begin(), end, finder.order.end(), larger);
  std::transform(finder.order.begin(), end, picks, [&](std::uint32_t i) { return found[i]; });
  std::sort(picks, picks + n_each_);
}

void PickedNeurons::turn_around() {
  seen_.clear();
  for (const std::uint32_t id : ids_) seen_.add(id);
  active_.assign(seen_.ids().begin(), seen_.ids().end());
  std::sort(active_.begin(), active_.end());
  for (std::size_t c = 0; c < active_.size(); ++c) {
    place_of_[active_[c]] = static_cast<std::uint32_t>(c);
  }
  places_.resize(ids_.size());
  begins_.assign(active_.size() + 1, 0);
  for (std::size_t p = 0; p < ids_.size(); ++p) {
    places_[p] = place_of_[ids_[p]];
    ++begins_[places_[p] + 1];
  }
  for (std::size_t c = 0; c < active_.size(); ++c) begins_[c + 1] += begins_[c];
  users_.resize(ids_.size());
  // Every begin moves on to its end, which is the next one's begin: shifted back afterwards.
  for (std::size_t p = 0; p < places_.size(); ++p) {
    users_[begins_[places_[p]]++] = static_cast<std::uint32_t>(p);
  }
  for (std::size_t c = active_.size(); c > 0; --c) begins_[c] = begins_[c - 1];
  begins_[0] = 0;
}

void PickedNeurons::multiply(const Context& ctx, const float* x, const float* rows,
                             const float* bias, std::size_t dim, float* y) const {
  parallel_blocks(ctx.pool, ids_.size(), kSamplesPerTask * n_each_,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t p = begin; p < end; ++p) {
                      y[p] = ctx.k.dot(x + p / n_each_ * dim, rows + places_[p] * dim, dim);
                      if (bias != nullptr) y[p] += bias[ids_[p]];
                    }
                  });
}

void PickedNeurons::spread(const Context& ctx, const float* y, Signal& full) const {
  parallel_blocks(ctx.pool, full.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    std::fill_n(full.row(begin), (end - begin) * full.width, 0.0F);
                    for (std::size_t p = begin * n_each_; p < end * n_each_; ++p) {
                      full.row(p / n_each_)[ids_[p]] = y[p];
                    }
                  });
}

void PickedNeurons::gather(const Context& ctx, const Signal& full, float* g) const {
  parallel_blocks(ctx.pool, full.n, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t p = begin * n_each_; p < end * n_each_; ++p) {
                      g[p] = full.gradient_row(p / n_each_)[ids_[p]];
                    }
                  });
}

// Half of the gradients of a relu are zero, and cost nothing.
void PickedNeurons::input_gradient(const Context& ctx, const float* g, const float* rows,
                                   std::size_t dim, bool add, float* out) const {
  parallel_blocks(ctx.pool, ids_.size() / n_each_, kSamplesPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    if (!add) std::fill_n(out + begin * dim, (end - begin) * dim, 0.0F);
                    for (std::size_t p = begin * n_each_; p < end * n_each_; ++p) {
                      if (g[p] == 0.0F) continue;
                      ctx.k.axpy(g[p], rows + places_[p] * dim, out + p / n_each_ * dim, dim);
                    }
                  });
}

void PickedNeurons::row_gradient(const kernels::KernelTable& k, const float* g, const float* x,
                                 std::size_t dim, std::size_t begin, std::size_t end,
                                 float* out) const noexcept {
  std::fill_n(out, (end - begin) * dim, 0.0F);
  for (std::size_t c = begin; c < end; ++c, out += dim) {
    for (std::size_t at = begins_[c]; at < begins_[c + 1]; ++at) {
      const std::size_t p = users_[at];
      if (g[p] != 0.0F) k.axpy(g[p], x + p / n_each_ * dim, out, dim);
    }
  }
}

void PickedNeurons::bias_gradient(const float* g, std::size_t begin, std::size_t end,
                                  float* out) const noexcept {
  for (std::size_t c = begin; c < end; ++c) {
    float sum = 0.0F;
    for (std::size_t at = begins_[c]; at < begins_[c + 1]; ++at) sum += g[users_[at]];
    out[c - begin] = sum;
  }
}

}  // namespace findling::layers
