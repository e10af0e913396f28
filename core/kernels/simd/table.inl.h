// SPDX-License-Identifier: Apache-2.0

// Collects the kernels of a variant unit. Included last, behind dot_i8, the one kernel that every
// unit writes by itself; see simd/README.md.

namespace findling::kernels {
namespace {

constexpr KernelTable make_table(const char* name) noexcept {
  return {
      .name = name,
      .dot = dot,
      .sum_squares = sum_squares,
      .axpy = axpy,
      .scale = scale,
      .add = add,
      .dot_rows = dot_rows,
      .gemm_nt = gemm_nt,
      .gemm_nn = gemm_nn,
      .gemm_tn = gemm_tn,
      .max = max,
      .exp_sum = exp_sum,
      .adam_row = adam_row,
      .gather_dot = gather_dot,
      .scatter_axpy = scatter_axpy,
      .dot_i8 = dot_i8,
      .quantize_row_i8 = quantize_row_i8,
  };
}

}  // namespace
}  // namespace findling::kernels
