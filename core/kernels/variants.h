// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/table.h"

namespace findling::kernels {

// One per folder beside this file. Calling the functions of a table needs the processor for it.
extern const KernelTable kScalarTable;
#if defined(FINDLING_X86)
extern const KernelTable kAvx2Table;
extern const KernelTable kAvx512Table;
#endif
#if defined(FINDLING_ARM64)
extern const KernelTable kNeonTable;
#endif

}  // namespace findling::kernels
