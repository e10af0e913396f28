// SPDX-License-Identifier: Apache-2.0
#include "retrieval/vector_index.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "retrieval/vector_fixture.h"

using namespace findling::retrieval;
using findling::base::ThreadPool;
namespace test = findling::test;

TEST_CASE("scores are by slot, all at once or some, with cells and without") {
  for (const std::size_t n : {std::size_t{200}, VectorIndex::kWithoutCells + 1}) {
    const auto rows = test::clustered(n + 20, 30);
    VectorIndex index(test::kDim);
    test::add(index, std::span(rows).first(n * test::kDim), 2);
    test::add(index, std::span(rows).subspan(n * test::kDim));
    CHECK((index.cells().size() != 0) == (n > VectorIndex::kWithoutCells));
    const ByteQuery query(std::span<const float>(rows).first(test::kDim));
    ThreadPool pool(3);
    std::vector<float> scores(n + 20);
    index.score(query, pool, scores);
    const std::vector<std::uint32_t> slots{0, 7, 199, static_cast<std::uint32_t>(n + 3)};
    std::vector<float> some(slots.size());
    index.score_of(query, slots, some);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      CHECK(some[i] == scores[slots[i]]);
      CHECK(some[i] == doctest::Approx(test::cosine(rows, 0, slots[i])).epsilon(0.02));
    }
  }
}

TEST_CASE("a row comes back as it was, but for rounding") {
  const auto rows = test::clustered(40, 3);
  VectorIndex index(test::kDim);
  test::add(index, rows);
  std::vector<float> out(test::kDim);
  index.row(17, out);
  for (std::size_t d = 0; d < test::kDim; ++d) {
    CHECK(std::abs(out[d] - rows[17 * test::kDim + d]) < 0.005F);
  }
}
