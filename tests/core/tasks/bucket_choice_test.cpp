// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_choice.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>
#include <vector>

#include "tasks/fixtures.h"

using findling::tasks::BucketIndex;
using findling::tasks::draw_buckets;
using findling::tasks::named_buckets;
using findling::tasks::pick_named;
using findling::test::hashed_index;

namespace {

using Buckets = std::vector<std::uint32_t>;

std::size_t fullest(const BucketIndex& index) {
  std::size_t most = 0;
  for (std::uint32_t b = 0; b < index.shape().n_buckets; ++b) {
    most = std::max(most, index.labels_in(b).size());
  }
  return most;
}

}  // namespace

TEST_CASE("drawn buckets are distinct, even when all are taken") {
  const BucketIndex index({8, 8, 3});
  for (std::uint64_t key = 0; key < 50; ++key) {
    const Buckets drawn = draw_buckets(index, key, 1);
    CHECK(std::set<std::uint32_t>(drawn.begin(), drawn.end()).size() == 8);
  }
}

TEST_CASE("drawn buckets depend on key and seed alone") {
  const BucketIndex empty({1000, 5, 3});
  const BucketIndex full = hashed_index({1000, 5, 3}, 200);
  CHECK(draw_buckets(empty, 42, 1) == draw_buckets(full, 42, 1));
  CHECK(draw_buckets(empty, 42, 1) != draw_buckets(empty, 43, 1));
  CHECK(draw_buckets(empty, 42, 1) != draw_buckets(BucketIndex({1000, 5, 4}), 42, 1));
}

TEST_CASE("labels are spread evenly, and more evenly by two choices") {
  // 20,000 entries in 200 buckets are 100 each; by chance with a deviation of 10.
  const std::size_t by_chance = fullest(hashed_index({200, 4, 1}, 5000, 1));
  const std::size_t balanced = fullest(hashed_index({200, 4, 1}, 5000, 2));
  CHECK(by_chance > 115);
  CHECK(by_chance < 150);
  CHECK(balanced <= 104);
}

TEST_CASE("buckets that more examples name come first, then the higher sums") {
  const BucketIndex index({5, 2, 0});
  const std::vector<float> scores{0.9F, 0.8F, 0.0F, 0.1F, 0.2F,   // names 0 and 1
                                  0.1F, 0.5F, 0.6F, 0.0F, 0.4F};  // names 2 and 1
  CHECK(named_buckets(index, scores, 2) == Buckets{1, 0, 2});
  CHECK(named_buckets(index, scores, 1) == Buckets{0, 2});
}

TEST_CASE("equal scores give the lower buckets") {
  const BucketIndex index({4, 2, 0});
  CHECK(named_buckets(index, std::vector<float>(8, 0.5F), 2) == Buckets{0, 1});
}

TEST_CASE("of the named buckets the emptiest are picked, in their order") {
  BucketIndex index({6, 2, 0});
  index.introduce(0, Buckets{0, 1});
  index.introduce(1, Buckets{0, 4});
  const Buckets named{0, 1, 2, 3, 5};
  CHECK(pick_named(index, named, 1) == Buckets{0, 1});
  CHECK(pick_named(index, named, 2) == Buckets{2, 3});
  CHECK(pick_named(index, named, 100) == Buckets{2, 3});
  CHECK(pick_named(index, Buckets{4, 0, 1}, 2) == Buckets{4, 1});
}

TEST_CASE("choices outside of their limits are refused") {
  const BucketIndex index({4, 2, 0});
  const float inf = std::numeric_limits<float>::infinity();
  CHECK_THROWS_AS(draw_buckets(index, 0, 0), std::invalid_argument);
  CHECK_THROWS_AS(draw_buckets(index, 0, 17), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, {}, 1), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, std::vector<float>(5), 1), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, std::vector<float>(4), 0), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, std::vector<float>(4), 5), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, std::vector<float>(4, inf), 1), std::invalid_argument);
  CHECK_THROWS_AS(named_buckets(index, std::vector<float>(4, std::nanf("")), 1),
                  std::invalid_argument);
  CHECK_THROWS_AS(pick_named(index, Buckets{1}, 1), std::invalid_argument);
  CHECK_THROWS_AS(pick_named(index, Buckets{1, 2}, 0), std::invalid_argument);
}
