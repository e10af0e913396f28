// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "io/container.h"

namespace findling::io::format {

// The layout of a `.fdl` file, version 1. All numbers are little-endian.
//
//   Header        128 bytes
//   TocEntry      128 bytes each, in the order of the sections
//   sections      each starts at the next multiple of 64; zeros between them; the file ends with
//                 the last byte of the last section
//
// The place of every section follows from the sizes before it. A reader computes it again and
// accepts nothing else, so no two sections can overlap or point outside the file.
static_assert(std::endian::native == std::endian::little, "files are mapped as they are");

inline constexpr std::uint32_t kContainerVersion = 1;
inline constexpr std::uint64_t kSectionAlignment = 64;
inline constexpr std::size_t kMaxRank = 4;
inline constexpr std::size_t kMaxSections = 4096;

// As PNG does it: a byte above 127, both line endings and an end-of-file mark show at once when a
// file went through a conversion of text.
inline constexpr std::array<char, 8> kMagic = {'\x89', 'F', 'D', 'L', '\r', '\n', '\x1a', '\n'};

struct Header {
  std::array<char, 8> magic;
  std::uint32_t container_version;
  std::uint32_t kind_version;
  std::array<char, 32> kind;  // zero-padded
  std::uint64_t total_bytes;
  std::uint64_t n_sections;
  std::array<std::uint64_t, 7> reserved;  // zero
  std::uint64_t checksum;                 // of the header with this field zero, followed by the TOC
};
static_assert(sizeof(Header) == 128);

struct TocEntry {
  std::array<char, 64> name;  // zero-padded
  std::uint32_t dtype;
  std::uint32_t rank;
  std::array<std::uint64_t, kMaxRank> shape;  // zero-padded
  std::uint64_t offset;                       // from the start of the file
  std::uint64_t n_bytes;
  std::uint64_t checksum;  // of the section's bytes
};
static_assert(sizeof(TocEntry) == 128);

/// Bytes of one value; 0 for a number that is not a DType.
std::uint64_t value_bytes(std::uint32_t dtype) noexcept;

/// A short name for messages: "f32".
std::string_view dtype_name(DType dtype) noexcept;

/// Multiplies into `product`; false when the result does not fit 64 bits.
[[nodiscard]] bool multiply(std::uint64_t& product, std::uint64_t factor) noexcept;

/// The number of bytes of an array; false when that does not fit 64 bits.
[[nodiscard]] bool array_bytes(std::span<const std::uint64_t> shape, std::uint32_t dtype,
                               std::uint64_t& n_bytes) noexcept;

/// The next multiple of 64; `offset` is at most 2^64 - 64.
constexpr std::uint64_t aligned(std::uint64_t offset) noexcept {
  return (offset + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

/// Whether `text` fits `capacity` with its closing zero and is printable ASCII, one byte or more.
bool is_valid_name(std::string_view text, std::size_t capacity) noexcept;

/// The checksum of a header and the table of contents behind it.
std::uint64_t head_checksum(Header header, std::span<const TocEntry> toc);

}  // namespace findling::io::format
