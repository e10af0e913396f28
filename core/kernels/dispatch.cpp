// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/kernels.h"
#include "kernels/variants.h"

namespace findling::kernels {

namespace {

std::vector<const KernelTable*> probe() { return {&kScalarTable}; }

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
  static const std::vector<const KernelTable*> tables = probe();
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
