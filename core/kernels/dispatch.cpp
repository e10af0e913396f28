// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/cpu.h"
#include "kernels/kernels.h"
#include "kernels/variants.h"

namespace findling::kernels {

namespace {

#if defined(FINDLING_X86)
KernelTable with_int8(KernelTable table, const Int8Kernels& int8) {
  table.name = int8.name;
  table.dot_i8 = int8.dot_i8;
  table.dot_rows_i8 = int8.dot_rows_i8;
  return table;
}
#endif

std::vector<const KernelTable*> runnable_tables() {
  std::vector<const KernelTable*> tables = {&kScalarTable};
  [[maybe_unused]] const CpuFeatures cpu = probe_cpu();
#if defined(FINDLING_X86)
  static const KernelTable avx2_vnni = with_int8(kAvx2Table, kAvx2Vnni);
  static const KernelTable avx512_vnni = with_int8(kAvx512Table, kAvx512Vnni);
  if (cpu.avx2) tables.push_back(&kAvx2Table);
  if (cpu.avx2_vnni) tables.push_back(&avx2_vnni);
  if (cpu.avx512) tables.push_back(&kAvx512Table);
  if (cpu.avx512_vnni) tables.push_back(&avx512_vnni);
#elif defined(FINDLING_ARM64)
  if (cpu.neon) tables.push_back(&kNeonTable);
#endif
  return tables;
}

std::string names_of(std::span<const KernelTable* const> tables) {
  std::string names;
  for (const KernelTable* table : tables) {
    names += (names.empty() ? "" : ", ") + std::string(table->name);
  }
  return names;
}

}  // namespace

const KernelTable& active() {
  static const KernelTable& chosen = [&]() -> const KernelTable& {
    const char* forced = std::getenv("FINDLING_FORCE_ISA");
    return choose(forced == nullptr ? "" : forced);
  }();
  return chosen;
}

std::span<const KernelTable* const> supported() {
  static const std::vector<const KernelTable*> tables = runnable_tables();
  return tables;
}

const KernelTable& choose(std::string_view forced) {
  const auto tables = supported();
  if (forced.empty()) return *tables.back();
  for (const KernelTable* table : tables) {
    if (forced == table->name) return *table;
  }
  throw std::invalid_argument("[kernels] expected FINDLING_FORCE_ISA to be one of " +
                              names_of(tables) + " on this processor, got '" + std::string(forced) +
                              "'");
}

}  // namespace findling::kernels
