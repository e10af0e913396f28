// SPDX-License-Identifier: Apache-2.0
#include "layers/wide_output.h"

#include <algorithm>

#include "layers/normalise.h"

namespace findling::layers {

void WideOutput::gather(const kernels::KernelTable& k, std::span<const std::uint32_t> ids,
                        std::size_t begin, ActiveRows& active) const noexcept {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto unit = active.unit.span().subspan((begin + i) * dim_, dim_);
    std::copy_n(rows_.data() + ids[i] * dim_, dim_, unit.begin());
    active.length[begin + i] = normalise(k, unit);
  }
}

void WideOutput::score(const kernels::KernelTable& k, std::span<const float> queries,
                       const ActiveRows& active, ScoreBlock scores) const noexcept {
  k.gemm_nt({.m = queries.size() / dim_,
             .n = active.n,
             .k = dim_,
             .a = queries.data(),
             .lda = dim_,
             .b = active.unit.data(),
             .ldb = dim_,
             .c = scores.data,
             .ldc = scores.stride,
             .accumulate = false});
}

void WideOutput::backward_queries(const kernels::KernelTable& k, ScoreBlock grad_scores,
                                  const ActiveRows& active,
                                  std::span<float> grad_queries) const noexcept {
  k.gemm_nn({.m = grad_queries.size() / dim_,
             .n = dim_,
             .k = active.n,
             .a = grad_scores.data,
             .lda = grad_scores.stride,
             .b = active.unit.data(),
             .ldb = dim_,
             .c = grad_queries.data(),
             .ldc = dim_,
             .accumulate = false});
}

void WideOutput::backward_rows(const kernels::KernelTable& k, ScoreBlock grad_scores,
                               std::span<const float> queries, const ActiveRows& active,
                               std::size_t begin, std::span<float> grad_rows) const noexcept {
  const std::size_t n_rows = grad_rows.size() / dim_;
  k.gemm_tn({.m = n_rows,
             .n = dim_,
             .k = queries.size() / dim_,
             .a = grad_scores.data + begin,
             .lda = grad_scores.stride,
             .b = queries.data(),
             .ldb = dim_,
             .c = grad_rows.data(),
             .ldc = dim_,
             .accumulate = false});
  for (std::size_t i = 0; i < n_rows; ++i) {
    normalise_backward(k, active.unit.span().subspan((begin + i) * dim_, dim_),
                       active.length[begin + i], grad_rows.subspan(i * dim_, dim_));
  }
}

}  // namespace findling::layers
