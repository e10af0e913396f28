// SPDX-License-Identifier: Apache-2.0
#include "retrieval/posting_cursor.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <vector>

#include "base/rng.h"

using namespace findling::retrieval;
using findling::base::Rng;

namespace {

/// One list whose first `n_fixed` postings are fixed, and the rest added; by slot.
struct OneList {
  PostingLists lists;
  std::map<std::uint32_t, std::uint32_t> counts;
  std::uint32_t n_slots = 0;

  OneList(std::size_t n_fixed, std::size_t n_added) {
    Rng rng(3);
    std::vector<Posting> postings;
    for (std::size_t i = 0; i < n_fixed + n_added; ++i) {
      n_slots += 1 + static_cast<std::uint32_t>(rng.below(9));
      const auto count = static_cast<std::uint16_t>(1 + rng.below(4));
      postings.push_back({n_slots - 1, count});
      counts[n_slots - 1] = count;
    }
    const std::vector<std::uint32_t> lengths(n_slots, 10);
    PostingLists::Builder builder(lengths, LengthNorm(10));
    builder.add(std::span(postings).first(n_fixed));
    lists = PostingLists(std::move(builder));
    if (n_added > 0) lists.grow(1);
    for (std::size_t i = n_fixed; i < postings.size(); ++i) lists.append(0, postings[i], 77);
  }
};

}  // namespace

TEST_CASE("a list knows every posting, fixed, filled or open") {
  for (const std::size_t n_fixed : {0, 1, 128, 300}) {
    for (const std::size_t n_added : {0, 1, 127, 128, 300}) {
      const OneList one(n_fixed, n_added);
      const PostingList list = one.lists[0];
      CHECK(list.size() == n_fixed + n_added);
      PostingCursor cursor(list);
      bool same = true;
      for (std::uint32_t slot = 0; slot < one.n_slots + 3; ++slot) {
        const auto found = one.counts.find(slot);
        same &= cursor.count_at(slot) == (found == one.counts.end() ? 0 : found->second);
      }
      CHECK(same);
      CHECK(cursor.at_end() == true);
    }
  }
}

TEST_CASE("a range is read once and completely, from wherever the cursor is") {
  const OneList one(700, 300);
  const PostingList list = one.lists[0];
  for (const std::uint32_t step : {1U, 13U, 700U, 100'000U}) {
    PostingCursor cursor(list);
    std::map<std::uint32_t, std::uint32_t> read;
    for (std::uint32_t begin = 0; begin < one.n_slots; begin += step) {
      cursor.read(begin, begin + step, [&](const auto* slots, const auto* counts, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
          CHECK(slots[i] >= begin);
          CHECK(slots[i] < begin + step);
          CHECK(read.emplace(slots[i], counts[i]).second);
        }
      });
    }
    CHECK(read == one.counts);
  }
}

TEST_CASE("blocks are found by the slots they reach, and tops hold up to there") {
  const OneList one(700, 300);
  const PostingList list = one.lists[0];
  for (std::uint32_t slot = 0; slot < one.n_slots; slot += 7) {
    std::size_t expected = 0;
    while (list.last_slot(expected) < slot) ++expected;
    for (std::size_t from = 0; from <= expected; ++from) {
      REQUIRE(list.find_block(from, slot) == expected);
    }
  }
  CHECK(list.find_block(0, one.n_slots) == list.n_blocks());
  PostingCursor cursor(list);
  const auto first = cursor.reach(0);
  CHECK(first.top == list.top(0));
  CHECK(first.last_slot == list.last_slot(0));
  const auto two = cursor.reach(list.last_slot(0) + 1);
  CHECK(two.top == std::max(list.top(0), list.top(1)));
  CHECK(two.last_slot == list.last_slot(1));
  CHECK(cursor.reach(one.n_slots).last_slot == std::numeric_limits<std::uint32_t>::max());
}

TEST_CASE("terms without postings have empty lists") {
  const OneList one(5, 5);
  CHECK(one.lists[1].size() == 0);
  const PostingList list = one.lists[4'000'000'000U];
  PostingCursor cursor(list);
  CHECK(cursor.at_end());
  CHECK(cursor.count_at(0) == 0);
  CHECK(cursor.reach(10).top == 0);
}
