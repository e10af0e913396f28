// SPDX-License-Identifier: Apache-2.0
#include "lsh/uniform_sampler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <vector>

#include "lsh/make_sampler.h"

namespace findling::lsh {
namespace {

const std::vector<std::uint64_t> kOffsets{0, 2, 3};
const std::vector<std::uint32_t> kLabels{41, 7, 41};

std::vector<std::uint32_t> propose(std::size_t n_rows, std::size_t n_wanted, std::uint64_t seed) {
  UniformSampler sampler(n_rows);
  const auto scratch = sampler.make_scratch();
  base::Rng rng(seed);
  base::ThreadPool pool(1);
  std::vector<std::uint32_t> rows{1, 2, 3};
  sampler.propose({{}, {kOffsets, kLabels}}, n_wanted, rng, pool, *scratch, rows);
  return rows;
}

bool ascending_once(const std::vector<std::uint32_t>& rows) {
  return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end();
}

}  // namespace

TEST_CASE("a batch gets its labels and as many others as are missing") {
  for (const std::size_t n_wanted : {3U, 10U, 49U, 50U, 51U, 60U, 99U}) {
    const auto rows = propose(100, n_wanted, 5);
    CHECK(rows.size() == n_wanted);
    CHECK(ascending_once(rows));
    CHECK(std::binary_search(rows.begin(), rows.end(), 7U));
    CHECK(std::binary_search(rows.begin(), rows.end(), 41U));
  }
}

TEST_CASE("labels stay when fewer rows are wanted, and all rows come when more are") {
  CHECK(propose(100, 1, 5) == std::vector<std::uint32_t>{7, 41});
  CHECK(propose(100, 1000, 5).size() == 100);
}

TEST_CASE("every row is drawn about equally often") {
  for (const std::size_t n_wanted : {20U, 70U}) {
    std::vector<double> counts(100);
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      for (const std::uint32_t row : propose(100, n_wanted, seed)) counts[row] += 1.0;
    }
    const double expected = 2000.0 * static_cast<double>(n_wanted - 2) / 98.0;
    for (std::size_t row = 0; row < 100; ++row) {
      if (row == 7 || row == 41) continue;
      // Five standard deviations of a binomial count.
      CHECK(std::abs(counts[row] - expected) < 5.0 * std::sqrt(2000.0 * 0.25));
    }
  }
}

TEST_CASE("a scratch that was used before changes nothing") {
  UniformSampler sampler(64);
  const auto scratch = sampler.make_scratch();
  base::ThreadPool pool(1);
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> second;
  base::Rng rng_a(9);
  sampler.propose({{}, {kOffsets, kLabels}}, 12, rng_a, pool, *scratch, first);
  base::Rng rng_b(9);
  sampler.propose({{}, {kOffsets, kLabels}}, 12, rng_b, pool, *scratch, second);
  CHECK(first == second);
}

TEST_CASE("candidates are all rows, and the state says whether it is frozen") {
  UniformSampler sampler(5);
  std::vector<std::uint32_t> rows;
  sampler.candidates({}, 2, *sampler.make_scratch(), rows);
  CHECK(rows == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
  sampler.freeze();
  UniformSampler other(5);
  other.restore(sampler.state());
  CHECK(other.frozen());
  CHECK_THROWS_AS(other.restore({}), std::invalid_argument);
}

TEST_CASE("an unknown sampler is refused by name") {
  CHECK_THROWS_WITH_AS(make_sampler("lucky", {10, 4, 2, 0}), doctest::Contains("lucky"),
                       std::invalid_argument);
  CHECK(make_sampler("random", {10, 4, 2, 0}) != nullptr);
}

}  // namespace findling::lsh
