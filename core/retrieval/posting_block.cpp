// SPDX-License-Identifier: Apache-2.0
#include "retrieval/posting_block.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace findling::retrieval {

namespace {

constexpr std::size_t kHeaderBytes = 2;
constexpr unsigned kGapBits = 32;
constexpr unsigned kCountBits = 16;

std::size_t bytes_for(std::size_t n, unsigned bits) noexcept { return (n * bits + 7) / 8; }

/// Writes values of `bits` each; what is overwritten must be zeros.
void pack(std::span<const std::uint32_t> values, unsigned bits, std::uint8_t* out) noexcept {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint64_t word = 0;
    std::uint8_t* at = out + i * bits / 8;
    std::memcpy(&word, at, sizeof(word));
    word |= std::uint64_t{values[i]} << (i * bits % 8);
    std::memcpy(at, &word, sizeof(word));
  }
}

// 8 values begin and end with a byte. With the width known, shifts and places are constants.
template <unsigned kBits>
void unpack_full(const std::uint8_t* in, std::uint32_t* out) noexcept {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
  for (std::size_t group = 0; group < kBlockPostings / 8; ++group) {
    for (unsigned i = 0; i < 8; ++i) {
      std::uint64_t word = 0;
      std::memcpy(&word, in + i * kBits / 8, sizeof(word));
      out[i] = static_cast<std::uint32_t>((word >> (i * kBits % 8)) & kMask);
    }
    in += kBits;
    out += 8;
  }
}

using Unpack = void (*)(const std::uint8_t*, std::uint32_t*) noexcept;

template <unsigned... kBits>
constexpr std::array<Unpack, sizeof...(kBits)> unpack_table(
    std::integer_sequence<unsigned, kBits...>) noexcept {
  return {&unpack_full<kBits>...};
}

constexpr auto kUnpackFull = unpack_table(std::make_integer_sequence<unsigned, kGapBits + 1>());

void unpack(const std::uint8_t* in, unsigned bits, std::size_t n, std::uint32_t* out) noexcept {
  if (n == kBlockPostings) {
    kUnpackFull[bits](in, out);
    return;
  }
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, in + i * bits / 8, sizeof(word));
    out[i] = static_cast<std::uint32_t>((word >> (i * bits % 8)) & mask);
  }
}

}  // namespace

void pack_block(std::span<const Posting> postings, std::uint32_t first,
                std::vector<std::uint8_t>& bytes) {
  const std::size_t n = postings.size();
  std::array<std::uint32_t, kBlockPostings> gaps;
  std::array<std::uint32_t, kBlockPostings> counts;
  std::uint32_t all_gaps = 0;
  std::uint32_t all_counts = 0;
  for (std::size_t i = 0; i < n; ++i) {
    gaps[i] = postings[i].slot - first;
    counts[i] = postings[i].count - 1U;
    all_gaps |= gaps[i];
    all_counts |= counts[i];
    first = postings[i].slot + 1;
  }
  const auto gap_bits = static_cast<unsigned>(std::bit_width(all_gaps));
  const auto count_bits = static_cast<unsigned>(std::bit_width(all_counts));
  const std::size_t begin = bytes.empty() ? 0 : bytes.size() - kBlockPadding;
  const std::size_t gap_bytes = bytes_for(n, gap_bits);
  bytes.resize(begin + kHeaderBytes + gap_bytes + bytes_for(n, count_bits) + kBlockPadding);
  bytes[begin] = static_cast<std::uint8_t>(gap_bits);
  bytes[begin + 1] = static_cast<std::uint8_t>(count_bits);
  std::uint8_t* const out = bytes.data() + begin + kHeaderBytes;
  pack(std::span(gaps).first(n), gap_bits, out);
  pack(std::span(counts).first(n), count_bits, out + gap_bytes);
}

void unpack_block(const std::uint8_t* packed, std::size_t n, std::uint32_t first,
                  PostingBlock& block) noexcept {
  const unsigned gap_bits = packed[0];
  const unsigned count_bits = packed[1];
  const std::uint8_t* const in = packed + kHeaderBytes;
  unpack(in, gap_bits, n, block.slots.data());
  unpack(in + bytes_for(n, gap_bits), count_bits, n, block.counts.data());
  for (std::size_t i = 0; i < n; ++i) {
    block.slots[i] += first;
    first = block.slots[i] + 1;
    ++block.counts[i];
  }
  block.n = n;
}

std::size_t packed_bytes(std::span<const std::uint8_t> bytes, std::size_t n) noexcept {
  if (bytes.size() < kHeaderBytes || bytes[0] > kGapBits || bytes[1] > kCountBits) return 0;
  const std::size_t size = kHeaderBytes + bytes_for(n, bytes[0]) + bytes_for(n, bytes[1]);
  return bytes.size() >= size + kBlockPadding ? size : 0;
}

}  // namespace findling::retrieval
