// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu.h"

#include <array>
#include <cstdint>

#if defined(FINDLING_X86)
#if defined(_MSC_VER)
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#endif

namespace findling::kernels {

#if defined(FINDLING_X86)

namespace {

struct Registers {
  std::uint32_t eax = 0;
  std::uint32_t ebx = 0;
  std::uint32_t ecx = 0;
  std::uint32_t edx = 0;
};

// All zero for a leaf that this processor does not know.
Registers cpuid(std::uint32_t leaf, std::uint32_t subleaf = 0) noexcept {
#if defined(_MSC_VER)
  std::array<int, 4> words{};
  __cpuid(words.data(), 0);
  if (static_cast<std::uint32_t>(words[0]) < leaf) return {};
  __cpuidex(words.data(), static_cast<int>(leaf), static_cast<int>(subleaf));
  return {static_cast<std::uint32_t>(words[0]), static_cast<std::uint32_t>(words[1]),
          static_cast<std::uint32_t>(words[2]), static_cast<std::uint32_t>(words[3])};
#else
  Registers r;
  if (__get_cpuid_count(leaf, subleaf, &r.eax, &r.ebx, &r.ecx, &r.edx) == 0) return {};
  return r;
#endif
}

// Which registers the operating system saves when it switches threads.
std::uint64_t saved_state() noexcept {
#if defined(_MSC_VER)
  return _xgetbv(0);
#else
  // The instruction itself: its intrinsic would need this whole file to be compiled for XSAVE.
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<std::uint64_t>(high) << 32) | low;
#endif
}

constexpr bool has_all(std::uint64_t word, std::uint64_t bits) noexcept {
  return (word & bits) == bits;
}

constexpr std::uint32_t bit(unsigned position) noexcept { return 1U << position; }

}  // namespace

// Bit positions: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID.
CpuFeatures probe_cpu() noexcept {
  const std::uint32_t basic = cpuid(1).ecx;
  const Registers seven = cpuid(7);
  const std::uint32_t extended = seven.ebx;
  constexpr std::uint32_t kOsXsave = bit(27);
  constexpr std::uint32_t kAvxFma = bit(28) | bit(12);
  constexpr std::uint32_t kAvx2 = bit(5);
  constexpr std::uint32_t kAvx512 = bit(16) | bit(17) | bit(30) | bit(31);  // F, DQ, BW, VL
  constexpr std::uint32_t kAvx512Vnni = bit(11);                            // leaf 7, ecx
  constexpr std::uint32_t kAvxVnni = bit(4);                                // leaf 7.1, eax
  constexpr std::uint64_t kYmmState = 0x06;                                 // XMM and upper YMM
  constexpr std::uint64_t kZmmState = 0xE6;                                 // ... masks and ZMM

  CpuFeatures features;
  if (!has_all(basic, kOsXsave)) return features;
  const std::uint64_t state = saved_state();
  features.avx2 = has_all(basic, kAvxFma) && has_all(extended, kAvx2) && has_all(state, kYmmState);
  features.avx512 = features.avx2 && has_all(extended, kAvx512) && has_all(state, kZmmState);
  // eax of leaf 7 is the number of its last subleaf.
  features.avx2_vnni = features.avx2 && seven.eax >= 1 && has_all(cpuid(7, 1).eax, kAvxVnni);
  features.avx512_vnni = features.avx512 && has_all(seven.ecx, kAvx512Vnni);
  return features;
}

#elif defined(FINDLING_ARM64)

CpuFeatures probe_cpu() noexcept { return {.neon = true}; }

#else

CpuFeatures probe_cpu() noexcept { return {}; }

#endif

}  // namespace findling::kernels
