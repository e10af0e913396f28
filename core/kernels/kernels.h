// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "kernels/table.h"

namespace findling::kernels {

/// The fastest variant that this processor runs, or the one named by FINDLING_FORCE_ISA
/// ("scalar", "avx2", "avx2vnni", "avx512", "avx512vnni" or "neon"). Chosen at the first call, then
/// fixed. Throws `std::invalid_argument` when the variable names none or one this processor cannot
/// run.
const KernelTable& active();

/// The variants built into this program that this processor runs, slowest first; never empty.
std::span<const KernelTable* const> supported();

/// What `active()` would choose for this value of FINDLING_FORCE_ISA; empty means no wish.
const KernelTable& choose(std::string_view forced);

}  // namespace findling::kernels
