// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/aligned_buffer.h"

namespace findling::lsh {

/// Asks for memory that is read soon: a hint, without effect where the compiler has no word for it.
inline void prefetch(const void* begin, std::size_t n_bytes) noexcept {
#if defined(__GNUC__)
  const char* at = static_cast<const char*>(begin);
  for (std::size_t i = 0; i < n_bytes; i += base::kAlignment) __builtin_prefetch(at + i);
#else
  static_cast<void>(begin);
  static_cast<void>(n_bytes);
#endif
}

}  // namespace findling::lsh
