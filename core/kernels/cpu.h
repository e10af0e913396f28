// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace findling::kernels {

/// What this processor offers and the operating system lets us use, as far as our kernels care.
struct CpuFeatures {
  bool avx2 = false;         ///< AVX2 with FMA.
  bool avx512 = false;       ///< AVX-512 F, BW, DQ and VL.
  bool avx2_vnni = false;    ///< AVX2 with AVX-VNNI: int8 products in 256-bit registers.
  bool avx512_vnni = false;  ///< AVX-512 with VNNI.
  bool neon = false;         ///< Advanced SIMD: every 64-bit ARM has it.
};

/// Asks the processor. Costs some hundred cycles: ask once.
CpuFeatures probe_cpu() noexcept;

}  // namespace findling::kernels
