// SPDX-License-Identifier: Apache-2.0
#include "retrieval/nearest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "retrieval/cells.h"
#include "retrieval/vector_fixture.h"

using findling::base::CancelToken;
using findling::base::ThreadPool;
using namespace findling::retrieval;
using findling::test::clustered;
using findling::test::cosine;
using findling::test::in_bytes;
using findling::test::kDim;

TEST_CASE("the nearest are those of a plain sort, at any number of threads") {
  const ByteRows bytes = in_bytes(clustered(700, 20));
  std::vector<float> rows(bytes.bytes.size());
  ByteView(bytes).widen(rows);
  const std::vector<VectorBlock> others{{bytes, 0}};
  ThreadPool one(1);
  ThreadPool three(3);
  const auto lists = find_nearest({bytes, 0}, others, kDim, 5, one, CancelToken());
  CHECK(lists.slots == find_nearest({bytes, 0}, others, kDim, 5, three, CancelToken()).slots);
  for (std::size_t i = 0; i < 700; i += 41) {
    std::vector<double> cosines;
    for (std::size_t j = 0; j < 700; ++j) {
      if (j != i) cosines.push_back(cosine(rows, i, j));
    }
    std::sort(cosines.rbegin(), cosines.rend());
    for (std::size_t j = 0; j < 5; ++j) {
      CHECK(lists.cosines[i * 5 + j] == doctest::Approx(cosines[j]).epsilon(1e-5));
      CHECK(cosine(rows, i, lists.slots[i * 5 + j]) == doctest::Approx(cosines[j]).epsilon(1e-5));
    }
  }
}

TEST_CASE("passages that come later find those from before and each other, but not themselves") {
  const ByteRows rows = in_bytes(clustered(50, 5));
  const ByteView all(rows);
  const VectorBlock known{all.part(0, 30), 0};
  const VectorBlock fresh{all.part(30, 20), 30};
  ThreadPool pool(1);
  const auto whole = find_nearest({all, 0}, std::vector<VectorBlock>{{all, 0}}, kDim, 4, pool, {});
  const auto part = find_nearest(fresh, std::vector<VectorBlock>{known, fresh}, kDim, 4, pool, {});
  const std::vector<std::uint32_t> expected(whole.slots.begin() + 30 * 4, whole.slots.end());
  CHECK(part.slots == expected);
}

TEST_CASE("fewer passages than neighbours leave places empty") {
  const ByteRows rows = in_bytes(clustered(2, 1));
  ThreadPool pool(1);
  const auto lists =
      find_nearest({rows, 0}, std::vector<VectorBlock>{{rows, 0}}, kDim, 3, pool, {});
  CHECK(lists.slots == std::vector<std::uint32_t>{1, kNoSlot, kNoSlot, 0, kNoSlot, kNoSlot});
}

TEST_CASE("searching near cells only finds nearly all of the true neighbours") {
  const ByteRows rows = in_bytes(clustered(12'000, 60));
  ThreadPool pool(2);
  ThreadPool one(1);
  const auto exact =
      find_nearest({rows, 0}, std::vector<VectorBlock>{{rows, 0}}, kDim, 10, pool, {});
  const Cells cells = Cells::make(rows, pool, {});
  const ByteRows ordered = cells.in_order(rows);
  const auto fast = find_nearest_in_cells(ordered, cells, 10, pool, {});
  CHECK(fast.slots == find_nearest_in_cells(ordered, cells, 10, one, {}).slots);
  std::size_t n_same = 0;
  for (std::size_t i = 0; i < exact.slots.size(); i += 10) {
    const auto* row = exact.slots.data() + i;
    for (std::size_t j = 0; j < 10; ++j) {
      n_same += static_cast<std::size_t>(std::count(row, row + 10, fast.slots[i + j]));
    }
  }
  CHECK(static_cast<double>(n_same) > 0.97 * static_cast<double>(exact.slots.size()));
}

TEST_CASE("cancelling stops both searches") {
  const ByteRows rows = in_bytes(clustered(100, 2));
  ThreadPool pool(1);
  const Cells cells = Cells::make(rows, pool, {});
  CancelToken token;
  token.cancel();
  const std::vector<VectorBlock> others{{rows, 0}};
  CHECK_THROWS_AS(find_nearest({rows, 0}, others, kDim, 3, pool, token),
                  findling::base::CancelledError);
  CHECK_THROWS_AS(find_nearest_in_cells(cells.in_order(rows), cells, 3, pool, token),
                  findling::base::CancelledError);
}
