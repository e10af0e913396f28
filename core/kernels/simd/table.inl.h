// SPDX-License-Identifier: Apache-2.0

// Collects the kernels of a variant unit. Included last, behind dot_i8 and lookup_sums, which
// every unit writes by itself; see simd/README.md.

namespace findling::kernels {
namespace {

void dot_rows_i8(const std::int8_t* x, const std::int8_t* rows, std::size_t stride,
                 std::size_t n_rows, std::size_t dim, std::int32_t* out) noexcept {
  for (std::size_t i = 0; i < n_rows; ++i) out[i] = dot_i8(x, rows + i * stride, dim);
}

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
      .dot_rows_i8 = dot_rows_i8,
      .quantize_row_i8 = quantize_row_i8,
      .widen_i8 = widen_i8,
      .narrow_bf16 = narrow_bf16,
      .widen_bf16 = widen_bf16,
      .hadamard_signs = hadamard_signs,
      .bin_winners = bin_winners,
      .lookup_sums = lookup_sums,
  };
}

}  // namespace
}  // namespace findling::kernels
