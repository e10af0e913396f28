// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace findling::io {

/// The 64-bit xxHash of `bytes`, as its public specification defines it. Finds accidents, not
/// attacks. About 8 bytes a cycle.
std::uint64_t xxh64(std::span<const std::byte> bytes, std::uint64_t seed = 0) noexcept;

}  // namespace findling::io
