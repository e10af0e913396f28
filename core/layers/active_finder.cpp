// SPDX-License-Identifier: Apache-2.0
#include "layers/active_finder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <stdexcept>
#include <string>

#include "lsh/make_sampler.h"

namespace findling::layers {

namespace {

constexpr std::array<std::string_view, 6> kKinds{"auto", "scan", "cells", "dwta", "srp", "tables"};

std::uint64_t next_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

bool is_hashed(std::string_view kind) { return kind == "dwta" || kind == "srp"; }

std::string_view checked(std::string_view kind) {
  const auto* const known = std::find(kKinds.begin(), kKinds.end(), kind);
  if (known != kKinds.end()) return *known;
  throw std::invalid_argument(
      "[network] expected an index auto, scan, cells, dwta, srp or tables, got " +
      std::string(kind));
}

std::string_view resolved(const Linear& layer, std::string_view kind,
                          const lsh::SamplerShape& shape) {
  const std::string_view known = checked(kind);
  const std::string& trained = layer.config().sampling;
  const bool has_tables = layer.sampler() != nullptr && is_hashed(trained);
  if (known == "tables" && !has_tables) {
    throw std::invalid_argument(
        "[network] expected a layer trained with sampling dwta or srp for an index of tables, "
        "got " +
        trained);
  }
  if (known != "auto") return known;
  return has_tables ? std::string_view("tables") : lsh::auto_index(shape);
}

}  // namespace

ActiveFinder::ActiveFinder(const Linear& layer, std::string_view kind,
                           std::span<const float> queries, base::ThreadPool& pool,
                           const kernels::KernelTable& k)
    : id_(next_id()), sampler_(layer.sampler()) {
  const lsh::SamplerShape shape = layer.sampler_shape();
  kind_ = resolved(layer, kind, shape);
  if (kind_ == "tables") return;
  base::AlignedBuffer<float> widened;
  const lsh::RowsView rows = layer.rows_view(k, widened);
  if (kind_ == "cells" && !queries.empty()) {
    own_ = lsh::make_fitted_cells(shape, rows, queries, pool);
  } else {
    own_ = is_hashed(kind_) ? lsh::make_sampler(kind_, shape) : lsh::make_index(kind_, shape);
    own_->rebuild(rows, pool);
  }
  sampler_ = own_.get();
}

ActiveFinder::ActiveFinder(const Linear& layer, std::string_view kind,
                           std::span<const std::uint32_t> state, base::ThreadPool& pool,
                           const kernels::KernelTable& k)
    : id_(next_id()), sampler_(layer.sampler()) {
  const lsh::SamplerShape shape = layer.sampler_shape();
  kind_ = resolved(layer, kind, shape);
  if (kind_ == "tables") return;
  base::AlignedBuffer<float> widened;
  const lsh::RowsView rows = layer.rows_view(k, widened);
  if (is_hashed(kind_)) {
    own_ = lsh::make_sampler(kind_, shape);
    own_->rebuild(rows, pool);
    own_->restore(state);
  } else {
    own_ = lsh::restore_index(kind_, shape, rows, state, pool);
  }
  sampler_ = own_.get();
}

std::vector<std::uint32_t> ActiveFinder::state() const {
  return own_ == nullptr ? std::vector<std::uint32_t>() : own_->state();
}

void ActiveFinder::find(const Linear& layer, const kernels::KernelTable& k,
                        std::span<const float> x, const ActiveWish& wish, Scratch& scratch,
                        ActiveNeurons& active) const {
  const std::size_t n_rows = layer.config().dim;
  if (const lsh::RowIndex* index = sampler_->index(); index != nullptr) {
    scratch.query.assign(x.begin(), x.end());
    layer.scale_input(k, scratch.query);
    index->top(scratch.query, std::min(wish.n_exact, n_rows), std::min(wish.n_visited, n_rows),
               *scratch.search, scratch.best);
    active.neurons.clear();
    for (const lsh::ScoredRow& row : scratch.best) active.neurons.push_back(row.row);
    std::sort(active.neurons.begin(), active.neurons.end());
  } else {
    const std::size_t n_wanted = wish.n_visited > 0 ? wish.n_visited : layer.config().n_wanted();
    sampler_->candidates(x, std::clamp(n_wanted, std::min(wish.n_exact, n_rows), n_rows),
                         *scratch.search, active.neurons);
  }
  active.values.resize(active.neurons.size());
  layer.score(k, x, active.neurons, active.values);
}

}  // namespace findling::layers
