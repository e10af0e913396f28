// SPDX-License-Identifier: Apache-2.0
#include "retrieval/posting_block.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/rng.h"

using namespace findling::retrieval;
using findling::base::Rng;

namespace {

std::uint32_t random_bits(Rng& rng, unsigned bits) {
  return static_cast<std::uint32_t>(rng.below(std::uint64_t{1} << bits));
}

/// Postings whose gaps and counts need up to so many bits, as far as slots of 32 bits reach.
std::vector<Posting> random_postings(std::size_t n, unsigned gap_bits, unsigned count_bits) {
  Rng rng(n + 100 * gap_bits + 10'000 * count_bits);
  std::vector<Posting> postings;
  std::uint64_t slot = 0;
  for (std::size_t i = 0; i < n; ++i) {
    slot += random_bits(rng, gap_bits);
    if (slot >= std::uint64_t{1} << 32U) break;
    const std::uint32_t count = std::min(65'535U, 1 + random_bits(rng, count_bits));
    postings.push_back({static_cast<std::uint32_t>(slot++), static_cast<std::uint16_t>(count)});
  }
  return postings;
}

}  // namespace

TEST_CASE("blocks of every width and length come back") {
  for (unsigned gap_bits = 0; gap_bits <= 32; ++gap_bits) {
    for (const unsigned count_bits : {0U, 1U, 3U, 8U, 16U}) {
      for (const std::size_t n : {1, 2, 9, 127, 128}) {
        const auto postings = random_postings(n, gap_bits, count_bits);
        std::vector<std::uint8_t> bytes;
        pack_block(postings, 0, bytes);
        REQUIRE(packed_bytes(bytes, postings.size()) == bytes.size() - kBlockPadding);
        PostingBlock block;
        unpack_block(bytes.data(), postings.size(), 0, block);
        REQUIRE(block.n == postings.size());
        bool same = true;
        for (std::size_t i = 0; i < postings.size(); ++i) {
          same &= block.slots[i] == postings[i].slot && block.counts[i] == postings[i].count;
        }
        CHECK(same);
      }
    }
  }
}

TEST_CASE("blocks follow each other, and small gaps take little room") {
  std::vector<std::uint8_t> bytes;
  std::vector<Posting> postings;
  for (std::uint32_t i = 0; i < kBlockPostings; ++i) postings.push_back({1'000'000 + 2 * i, 1});
  pack_block(std::span(postings).first(1), 0, bytes);
  const std::size_t second = bytes.size() - kBlockPadding;
  pack_block(std::span(postings).subspan(1), 1'000'001, bytes);
  CHECK(bytes.size() - kBlockPadding - second == 2 + (kBlockPostings - 1 + 7) / 8);
  PostingBlock block;
  unpack_block(bytes.data() + second, kBlockPostings - 1, 1'000'001, block);
  CHECK(block.slots[0] == 1'000'002);
  CHECK(block.slots[kBlockPostings - 2] == postings.back().slot);
}

TEST_CASE("impossible widths and missing bytes are noticed") {
  std::vector<std::uint8_t> bytes;
  pack_block(random_postings(100, 9, 2), 0, bytes);
  CHECK(packed_bytes(bytes, 100) == bytes.size() - kBlockPadding);
  CHECK(packed_bytes(std::span(bytes).first(bytes.size() - 1), 100) == 0);
  CHECK(packed_bytes(std::span(bytes).first(1), 100) == 0);
  CHECK(packed_bytes({}, 1) == 0);
  auto wide = bytes;
  wide[0] = 33;
  CHECK(packed_bytes(wide, 1) == 0);
  wide = bytes;
  wide[1] = 17;
  CHECK(packed_bytes(wide, 1) == 0);
}
