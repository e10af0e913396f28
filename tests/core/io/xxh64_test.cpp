// SPDX-License-Identifier: Apache-2.0
#include "io/xxh64.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <vector>

using findling::io::xxh64;

namespace {

constexpr std::uint64_t kSeed32 = 2654435761ULL;  // the seed of the published vectors

std::uint64_t of(std::string_view text) { return xxh64(std::as_bytes(std::span(text))); }

// The generator of the published sanity-check buffer: the top byte of a multiplied word.
std::vector<std::byte> sanity_buffer(std::size_t n) {
  std::vector<std::byte> bytes(n);
  std::uint64_t state = kSeed32;
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(state >> 56);
    state *= 11400714785074694797ULL;
  }
  return bytes;
}

}  // namespace

TEST_CASE("xxh64: agrees with the published values for short texts") {
  CHECK(of("") == 0xEF46DB3751D8E999ULL);
  CHECK(of("a") == 0xD24EC4F1A98C6E5BULL);
  CHECK(of("abc") == 0x44BC2CF5AD770999ULL);
  CHECK(of("Nobody inspects the spammish repetition") == 0xFBCEA83C8A378BF1ULL);
}

TEST_CASE("xxh64: agrees with the published values of the sanity buffer, with and without a seed") {
  struct Vector {
    std::size_t length;
    std::uint64_t seed;
    std::uint64_t hash;
  };
  const std::vector<Vector> vectors = {
      {0, 0, 0xEF46DB3751D8E999ULL},        {0, kSeed32, 0xAC75FDA2929B17EFULL},
      {1, 0, 0xE934A84ADB052768ULL},        {1, kSeed32, 0x5014607643A9B4C3ULL},
      {4, 0, 0x9136A0DCA57457EEULL},        {14, 0, 0x8282DCC4994E35C8ULL},
      {14, kSeed32, 0xC3BD6BF63DEB6DF0ULL}, {222, 0, 0xB641AE8CB691C174ULL},
      {222, kSeed32, 0x20CB8AB7AE10C14AULL}};
  const std::vector<std::byte> bytes = sanity_buffer(222);
  for (const Vector& v : vectors) {
    CAPTURE(v.length);
    CAPTURE(v.seed);
    CHECK(xxh64(std::span(bytes).first(v.length), v.seed) == v.hash);
  }
}

TEST_CASE("xxh64: every flipped bit changes the hash, at every length around a stripe") {
  for (const std::size_t n : {1U, 7U, 8U, 31U, 32U, 33U, 67U}) {
    std::vector<std::byte> bytes = sanity_buffer(n);
    const std::uint64_t before = xxh64(bytes);
    for (std::size_t bit = 0; bit < 8 * n; ++bit) {
      const auto mask = static_cast<std::byte>(1U << (bit % 8));
      bytes[bit / 8] ^= mask;
      CHECK(xxh64(bytes) != before);
      bytes[bit / 8] ^= mask;
    }
  }
}
