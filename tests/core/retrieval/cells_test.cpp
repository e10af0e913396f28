// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cells.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "retrieval/vector_fixture.h"

using namespace findling::retrieval;
using findling::base::CancelToken;
using findling::base::ThreadPool;
namespace test = findling::test;

namespace {

std::vector<std::uint32_t> order_of(const Cells& cells) {
  std::vector<std::uint32_t> slots;
  for (std::size_t place = 0; place < cells.n_dealt(); ++place) {
    slots.push_back(cells.slot_at(place));
  }
  return slots;
}

}  // namespace

TEST_CASE("cells hold every row once, and are the same at any number of threads") {
  const ByteRows rows = test::in_bytes(test::clustered(5000, 40));
  ThreadPool one(1);
  ThreadPool three(3);
  const Cells cells = Cells::make(rows, one, {});
  auto slots = order_of(cells);
  CHECK(slots == order_of(Cells::make(rows, three, {})));
  for (std::size_t place = 0; place < 5000; ++place) {
    REQUIRE(cells.place_of(slots[place]) == place);
  }
  std::sort(slots.begin(), slots.end());
  for (std::uint32_t i = 0; i < 5000; ++i) REQUIRE(slots[i] == i);
}

TEST_CASE("rows in order lie cell by cell, by slot within a cell") {
  const ByteRows rows = test::in_bytes(test::clustered(3000, 20));
  ThreadPool pool(1);
  const Cells cells = Cells::make(rows, pool, {});
  const ByteRows ordered = cells.in_order(rows);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const auto dealt = cells.dealt(c);
    CHECK(std::is_sorted(dealt.begin(), dealt.end()));
    for (std::size_t i = 0; i < dealt.size(); ++i) {
      const auto* bytes = ordered.bytes.data() + (cells.begin(c) + i) * test::kDim;
      REQUIRE(std::equal(bytes, bytes + test::kDim, rows.bytes.data() + dealt[i] * test::kDim));
      REQUIRE(ordered.scales[cells.begin(c) + i] == rows.scales[dealt[i]]);
    }
  }
}

TEST_CASE("passages that come later join the cells of their like") {
  const ByteRows rows = test::in_bytes(test::clustered(3000, 20));
  ThreadPool pool(2);
  Cells cells = Cells::make(rows, pool, {});
  const auto joined = cells.nearest(rows, pool);
  std::size_t n_home = 0;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    for (const std::uint32_t slot : cells.dealt(c)) n_home += joined[slot] == c ? 1 : 0;
  }
  CHECK(n_home > 2800);  // centres are rounded now
  cells.add(std::vector<std::uint32_t>{7, 3, 7});
  CHECK(cells.added(7).size() == 2);
  CHECK(cells.added(7)[1] == 3002);
  CHECK(cells.added(3)[0] == 3001);
  CHECK(cells.added(0).empty());
  CHECK(cells.place_of(3001) == 3001);
  CHECK(cells.slot_at(3001) == 3001);
}

TEST_CASE("cancelling stops the making of cells") {
  const ByteRows rows = test::in_bytes(test::clustered(100, 2));
  ThreadPool pool(1);
  CancelToken token;
  token.cancel();
  CHECK_THROWS_AS(Cells::make(rows, pool, token), findling::base::CancelledError);
}
