// SPDX-License-Identifier: Apache-2.0
#include "lsh/row_values.h"

#include <cmath>

#include "kernels/kernels.h"

namespace findling::lsh {

namespace {

void set_row(const kernels::KernelTable& k, const RowsView& weights, std::size_t i, bool cosine,
             Int8Rows& out) noexcept {
  const float squares = cosine ? k.sum_squares(weights[i].data(), weights.dim) : 1.0F;
  const float factor = squares > 0.0F ? 1.0F / std::sqrt(squares) : 0.0F;
  out.set(k, i, weights[i], factor, weights.bias == nullptr ? 0.0F : weights.bias[i]);
}

}  // namespace

void set_rows(const RowsView& weights, std::span<const std::uint32_t> rows, bool cosine,
              base::ThreadPool& pool, Int8Rows& out) {
  const kernels::KernelTable& k = kernels::active();
  for_rows(pool, rows.size(),
           [&](std::size_t i, std::size_t) { set_row(k, weights, rows[i], cosine, out); });
}

void set_all_rows(const RowsView& weights, bool cosine, base::ThreadPool& pool, Int8Rows& out) {
  const kernels::KernelTable& k = kernels::active();
  for_rows(pool, weights.n_rows,
           [&](std::size_t i, std::size_t) { set_row(k, weights, i, cosine, out); });
}

}  // namespace findling::lsh
