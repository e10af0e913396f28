// SPDX-License-Identifier: Apache-2.0
#include "lsh/hash_tables.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "base/rng.h"

namespace findling::lsh {
namespace {

constexpr std::size_t kTables = 5;
constexpr std::size_t kRows = 1000;

// Tables of random buckets, some much fuller than others.
HashTables filled(std::size_t limit, std::uint64_t seed) {
  HashTables tables({kTables, 4, kRows, limit, seed});
  base::Rng rng(3);
  std::vector<std::uint16_t> buckets(kTables);
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (auto& bucket : buckets) bucket = static_cast<std::uint16_t>(rng.below(1 + rng.below(16)));
    tables.set(row, buckets);
  }
  base::ThreadPool pool(2);
  tables.sort(pool);
  return tables;
}

}  // namespace

TEST_CASE("a bucket has the rows that were put into it, ascending") {
  const HashTables tables = filled(0, 1);
  for (std::size_t table = 0; table < kTables; ++table) {
    std::size_t n = 0;
    for (std::uint16_t bucket = 0; bucket < 16; ++bucket) {
      const auto rows = tables.bucket(table, bucket);
      n += rows.size();
      CHECK(std::is_sorted(rows.begin(), rows.end()));
      for (const std::uint32_t row : rows) CHECK(tables.bucket_of(table, row) == bucket);
    }
    CHECK(n == kRows);
  }
}

TEST_CASE("a full bucket keeps a sample of its rows, each with the same chance") {
  constexpr std::size_t kLimit = 20;
  const HashTables all = filled(0, 1);
  std::vector<double> kept(kRows);
  constexpr std::uint64_t kSeeds = 200;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const HashTables tables = filled(kLimit, seed);
    for (std::uint16_t bucket = 0; bucket < 16; ++bucket) {
      const auto rows = tables.bucket(0, bucket);
      CHECK(rows.size() == std::min(kLimit, all.bucket(0, bucket).size()));
      CHECK(std::set<std::uint32_t>(rows.begin(), rows.end()).size() == rows.size());
      for (const std::uint32_t row : rows) kept[row] += 1.0;
    }
  }
  for (std::uint32_t row = 0; row < kRows; ++row) {
    const double n = static_cast<double>(all.bucket(0, all.bucket_of(0, row)).size());
    const double chance = std::min(1.0, static_cast<double>(kLimit) / n);
    // Five standard deviations.
    CHECK(std::abs(kept[row] / kSeeds - chance) <= 5.0 * std::sqrt(0.25 / kSeeds));
  }
}

TEST_CASE("rows that move are where a new table would have them") {
  HashTables tables = filled(0, 1);
  HashTables fresh({kTables, 4, kRows, 0, 1});
  base::Rng rng(9);
  std::vector<std::uint16_t> buckets(kTables);
  for (std::uint32_t row = 0; row < kRows; ++row) {
    for (std::size_t table = 0; table < kTables; ++table) {
      buckets[table] =
          row % 3 == 0 ? static_cast<std::uint16_t>(rng.below(16)) : tables.bucket_of(table, row);
    }
    if (row % 3 == 0) tables.set(row, buckets);
    fresh.set(row, buckets);
  }
  base::ThreadPool one(1);
  base::ThreadPool three(3);
  tables.sort(one);
  fresh.sort(three);
  for (std::size_t table = 0; table < kTables; ++table) {
    for (std::uint16_t bucket = 0; bucket < 16; ++bucket) {
      const auto a = tables.bucket(table, bucket);
      const auto b = fresh.bucket(table, bucket);
      CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }
}

}  // namespace findling::lsh
