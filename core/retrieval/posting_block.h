// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::retrieval {

/// A passage that holds a term, and how often.
struct Posting {
  std::uint32_t slot;
  std::uint16_t count;  ///< 1 or more
};

/// Postings are kept in blocks of this many; the last block of a list may be shorter.
inline constexpr std::size_t kBlockPostings = 128;

/// Bytes behind the last block that may be read, and mean nothing.
inline constexpr std::size_t kBlockPadding = 8;

/// A block as it is read: slots ascend.
struct PostingBlock {
  std::size_t n = 0;
  std::array<std::uint32_t, kBlockPostings> slots;
  std::array<std::uint32_t, kBlockPostings> counts;
};

// A packed block is two bytes, the bits of a gap (0 to 32) and those of a count (0 to 16); then the
// gaps, then the counts, each `bits` wide, from the lowest bit of the first byte on, filled up to a
// whole byte. A gap is the number of slots between a posting and the one before; a count is packed
// as one less than it is.

/// Appends a packed block of 1 to kBlockPostings ascending postings, the first of them at `first`
/// or behind, to `bytes`, which then ends with kBlockPadding zeros; those it ended with are
/// overwritten.
void pack_block(std::span<const Posting> postings, std::uint32_t first,
                std::vector<std::uint8_t>& bytes);

/// Reads a block that `packed_bytes` accepts, of `n` postings, packed with this `first`.
void unpack_block(const std::uint8_t* packed, std::size_t n, std::uint32_t first,
                  PostingBlock& block) noexcept;

/// How long a packed block of `n` postings is by its first two bytes; 0 when they are impossible or
/// there is less than that and the padding behind it in `bytes`.
std::size_t packed_bytes(std::span<const std::uint8_t> bytes, std::size_t n) noexcept;

}  // namespace findling::retrieval
