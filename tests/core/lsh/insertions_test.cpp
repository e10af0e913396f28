// SPDX-License-Identifier: Apache-2.0
#include "lsh/insertions.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

namespace findling::lsh {
namespace {

std::vector<std::uint32_t> rows_of(const Insertions& insertions, std::size_t bucket) {
  std::vector<std::uint32_t> rows;
  insertions.for_each(bucket, [&](std::uint32_t row) { rows.push_back(row); });
  return rows;
}

}  // namespace

TEST_CASE("rows come back from the bucket they were put into, each once") {
  Insertions insertions(8, 3);
  CHECK(rows_of(insertions, 5).empty());
  insertions.add(5, 40);
  insertions.add(5, 41);
  insertions.add(5, 40);
  insertions.add(2, 40);
  CHECK(rows_of(insertions, 5) == std::vector<std::uint32_t>{40, 41});
  CHECK(rows_of(insertions, 2) == std::vector<std::uint32_t>{40});
  CHECK(insertions.contains(5, 41));
  CHECK(!insertions.contains(2, 41));
  CHECK(insertions.size() == 3);
}

TEST_CASE("a full bucket gives up one row for the new one") {
  Insertions insertions(2, 3);
  for (std::uint32_t row = 0; row < 50; ++row) {
    insertions.add(1, row);
    CHECK(insertions.contains(1, row));
    CHECK(rows_of(insertions, 1).size() == std::min<std::size_t>(3, row + 1));
  }
}

TEST_CASE("what was saved is restored in its order, and anything else is refused") {
  Insertions insertions(8, 3);
  for (std::uint32_t row = 0; row < 30; ++row) insertions.add(row % 4, row);
  std::vector<std::uint32_t> words;
  insertions.save(words);
  Insertions other(8, 3);
  other.add(7, 1);
  other.restore(words, 30);
  for (std::size_t bucket = 0; bucket < 8; ++bucket) {
    CHECK(rows_of(other, bucket) == rows_of(insertions, bucket));
  }
  const auto refused = [](const std::vector<std::uint32_t>& bad) {
    Insertions into(8, 3);
    CHECK_THROWS_AS(into.restore(bad, 30), std::invalid_argument);
  };
  refused({1});
  refused({8, 1});
  refused({1, 30});
  refused({1, 2, 1, 2});
  refused({1, 2, 1, 3, 1, 4, 1, 5});
}

}  // namespace findling::lsh
