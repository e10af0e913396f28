// SPDX-License-Identifier: Apache-2.0
#include "io/xxh64.h"

#include <array>
#include <bit>
#include <cstring>

namespace findling::io {

// Written from the specification "XXH64 algorithm description": four lanes of 8 bytes, a merge, a
// tail of 8, 4 and 1 bytes, and a final scramble.
namespace {

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian");

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9ULL;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63ULL;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5ULL;
constexpr std::size_t kStripe = 32;

template <typename Word>
std::uint64_t read(const std::byte* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof(word));
  return word;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t input) noexcept {
  return std::rotl(lane + input * kPrime2, 31) * kPrime1;
}

// Consumes whole stripes; `at` ends behind the last one.
std::uint64_t hash_stripes(const std::byte*& at, std::size_t n_stripes,
                           std::uint64_t seed) noexcept {
  std::array<std::uint64_t, 4> lanes = {seed + kPrime1 + kPrime2, seed + kPrime2, seed,
                                        seed - kPrime1};
  for (std::size_t stripe = 0; stripe < n_stripes; ++stripe, at += kStripe) {
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = round(lanes[i], read<std::uint64_t>(at + 8 * i));
  }
  std::uint64_t hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
                       std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) hash = (hash ^ round(0, lane)) * kPrime1 + kPrime4;
  return hash;
}

std::uint64_t hash_tail(std::uint64_t hash, const std::byte* at, std::size_t n) noexcept {
  for (; n >= 8; n -= 8, at += 8) {
    hash = std::rotl(hash ^ round(0, read<std::uint64_t>(at)), 27) * kPrime1 + kPrime4;
  }
  if (n >= 4) {
    hash = std::rotl(hash ^ (read<std::uint32_t>(at) * kPrime1), 23) * kPrime2 + kPrime3;
    n -= 4;
    at += 4;
  }
  for (; n > 0; --n, ++at) {
    hash = std::rotl(hash ^ (read<std::uint8_t>(at) * kPrime5), 11) * kPrime1;
  }
  return hash;
}

std::uint64_t scramble(std::uint64_t hash) noexcept {
  hash = (hash ^ (hash >> 33)) * kPrime2;
  hash = (hash ^ (hash >> 29)) * kPrime3;
  return hash ^ (hash >> 32);
}

}  // namespace

std::uint64_t xxh64(std::span<const std::byte> bytes, std::uint64_t seed) noexcept {
  const std::byte* at = bytes.data();
  const std::size_t n_stripes = bytes.size() / kStripe;
  const std::uint64_t start = n_stripes > 0 ? hash_stripes(at, n_stripes, seed) : seed + kPrime5;
  return scramble(hash_tail(start + bytes.size(), at, bytes.size() % kStripe));
}

}  // namespace findling::io
