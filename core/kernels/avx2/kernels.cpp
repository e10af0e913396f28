// SPDX-License-Identifier: Apache-2.0

// Compiled for AVX2 and FMA: Intel since Haswell, AMD since Excavator.
#include <immintrin.h>

#include "kernels/variants.h"

// In this order: words first, then what is written with them.
// clang-format off
#include "kernels/avx2/vector.inl.h"
#include "kernels/simd/blas.inl.h"
#include "kernels/simd/gemm.inl.h"
#include "kernels/simd/learn.inl.h"
#include "kernels/simd/hashing.inl.h"
#include "kernels/simd/packed.inl.h"
#include "kernels/avx2/dot_i8.inl.h"
#include "kernels/avx2/lookup.inl.h"
#include "kernels/simd/table.inl.h"
// clang-format on

namespace findling::kernels {

constinit const KernelTable kAvx2Table = make_table("avx2");

}  // namespace findling::kernels
