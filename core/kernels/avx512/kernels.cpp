// SPDX-License-Identifier: Apache-2.0

// Compiled for AVX-512 F, BW, DQ and VL: Intel since Skylake-SP, AMD since Zen 4.
#include <immintrin.h>

#include "kernels/variants.h"

// In this order: words first, then what is written with them.
// clang-format off
#include "kernels/avx512/vector.inl.h"
#include "kernels/simd/blas.inl.h"
#include "kernels/simd/gemm.inl.h"
#include "kernels/simd/learn.inl.h"
#include "kernels/simd/hashing.inl.h"
#include "kernels/simd/packed.inl.h"
#include "kernels/avx512/dot_i8.inl.h"
#include "kernels/avx512/lookup.inl.h"
#include "kernels/simd/table.inl.h"
// clang-format on

namespace findling::kernels {

constinit const KernelTable kAvx512Table = make_table("avx512");

}  // namespace findling::kernels
