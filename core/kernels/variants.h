// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/table.h"

namespace findling::kernels {

/// The int8 products of one processor kind that has instructions of their own for them. The rest of
/// its table is that of the plain variant: it is not compiled twice.
struct Int8Kernels {
  const char* name;  ///< "avx2vnni" or "avx512vnni".
  decltype(KernelTable::dot_i8) dot_i8;
  decltype(KernelTable::dot_rows_i8) dot_rows_i8;
};

// One per folder beside this file. Calling the functions of a table needs the processor for it.
extern const KernelTable kScalarTable;
#if defined(FINDLING_X86)
extern const KernelTable kAvx2Table;
extern const KernelTable kAvx512Table;
extern const Int8Kernels kAvx2Vnni;
extern const Int8Kernels kAvx512Vnni;
#endif
#if defined(FINDLING_ARM64)
extern const KernelTable kNeonTable;
#endif

}  // namespace findling::kernels
