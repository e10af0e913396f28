// SPDX-License-Identifier: Apache-2.0

// Every 64-bit ARM processor runs this.
#include <arm_neon.h>

#include "kernels/variants.h"

// In this order: words first, then what is written with them.
// clang-format off
#include "kernels/neon/vector.inl.h"
#include "kernels/simd/blas.inl.h"
#include "kernels/simd/gemm.inl.h"
#include "kernels/simd/learn.inl.h"
#include "kernels/simd/hashing.inl.h"
#include "kernels/simd/packed.inl.h"
#include "kernels/neon/dot_i8.inl.h"
#include "kernels/neon/lookup.inl.h"
#include "kernels/simd/table.inl.h"
// clang-format on

namespace findling::kernels {

constinit const KernelTable kNeonTable = make_table("neon");

}  // namespace findling::kernels
