// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <vector>

#include "base/rng.h"
#include "tasks/bucket_choice.h"
#include "tasks/fixtures.h"

using findling::base::Rng;
using findling::tasks::bucket_targets;
using findling::tasks::BucketIndex;
using findling::tasks::draw_buckets;
using findling::test::hashed_index;

namespace {

using Buckets = std::vector<std::uint32_t>;

Buckets labels_in(const BucketIndex& index, std::uint32_t bucket) {
  const auto labels = index.labels_in(bucket);
  return {labels.begin(), labels.end()};
}

// Both directions say the same, and lists are ascending without duplicates.
void check_consistent(const BucketIndex& index) {
  std::size_t n_entries = 0;
  for (std::uint32_t bucket = 0; bucket < index.shape().n_buckets; ++bucket) {
    const Buckets labels = labels_in(index, bucket);
    REQUIRE(std::is_sorted(labels.begin(), labels.end()));
    REQUIRE(std::set<std::uint32_t>(labels.begin(), labels.end()).size() == labels.size());
    for (const std::uint32_t label : labels) {
      REQUIRE(index.contains(label));
      const auto buckets = index.buckets_of(label);
      REQUIRE(std::count(buckets.begin(), buckets.end(), bucket) == 1);
    }
    n_entries += labels.size();
  }
  CHECK(n_entries == index.n_labels() * index.shape().n_hashes);
}

}  // namespace

TEST_CASE("buckets and labels agree while labels come and go") {
  BucketIndex index({20, 3, 7});
  Rng rng(1);
  std::set<std::uint32_t> here;
  for (int step = 0; step < 2000; ++step) {
    const auto label = static_cast<std::uint32_t>(rng.below(index.n_slots() + 1));
    if (index.contains(label)) {
      index.forget(label);
      here.erase(label);
    } else {
      index.introduce(label, draw_buckets(index, rng.next_u64(), 1));
      here.insert(label);
    }
  }
  CHECK(index.n_labels() == here.size());
  check_consistent(index);
}

TEST_CASE("a forgotten label is nowhere, and its place can be taken again") {
  BucketIndex index = hashed_index({50, 4, 0}, 30);
  index.forget(11);
  CHECK(!index.contains(11));
  for (std::uint32_t bucket = 0; bucket < 50; ++bucket) {
    const Buckets labels = labels_in(index, bucket);
    CHECK(std::count(labels.begin(), labels.end(), 11U) == 0);
  }
  index.introduce(11, Buckets{1, 2, 3, 4});
  CHECK(index.n_slots() == 30);
  check_consistent(index);
}

TEST_CASE("the order in which labels came does not matter") {
  BucketIndex one = hashed_index({50, 4, 0}, 30);
  const auto span = one.buckets_of(7);
  const Buckets seven(span.begin(), span.end());
  const auto before = one.state();
  one.forget(7);
  one.introduce(7, seven);
  CHECK(one.state() == before);
  CHECK(labels_in(one, seven[0]) == labels_in(hashed_index({50, 4, 0}, 30), seven[0]));
}

TEST_CASE("what is not a new label with distinct buckets changes nothing") {
  BucketIndex index = hashed_index({10, 2, 0}, 3);
  const auto before = index.state();
  CHECK_THROWS_AS(index.introduce(3, Buckets{1}), std::invalid_argument);
  CHECK_THROWS_AS(index.introduce(3, Buckets{1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(index.introduce(3, Buckets{1, 10}), std::invalid_argument);
  CHECK_THROWS_AS(index.introduce(2, Buckets{1, 2}), std::invalid_argument);
  CHECK_THROWS_AS(index.introduce(4, Buckets{1, 2}), std::invalid_argument);
  CHECK_THROWS_AS(index.forget(3), std::invalid_argument);
  CHECK(index.state() == before);
  check_consistent(index);
}

TEST_CASE("a shape has limits") {
  CHECK_THROWS_AS(BucketIndex({0, 1, 0}), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex({10, 0, 0}), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex({10, 11, 0}), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex({1000, 65, 0}), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex({(1U << 24) + 1, 1, 0}), std::invalid_argument);
}

TEST_CASE("a restored index is the same, holes too") {
  BucketIndex index = hashed_index({40, 3, 0x123456789ABCDEF0ULL}, 100, 2);
  index.forget(0);
  index.forget(99);
  const BucketIndex restored = BucketIndex::restore(index.state());
  CHECK(restored.state() == index.state());
  CHECK(restored.shape().seed == index.shape().seed);
  CHECK(restored.n_labels() == 98);
  check_consistent(restored);
}

TEST_CASE("a damaged state is refused") {
  const auto good = hashed_index({40, 3, 5}, 10).state();
  const auto damaged = [&](std::size_t place, std::uint32_t value) {
    auto state = good;
    state[place] = value;
    return state;
  };
  CHECK_THROWS_AS(BucketIndex::restore({}), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(std::span(good).first(3)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(std::span(good).first(8)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(0, 0)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(0, 0xFFFFFFFF)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(1, 0)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(4, 40)), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(4, good[5])), std::invalid_argument);
  CHECK_THROWS_AS(BucketIndex::restore(damaged(4, 0xFFFFFFFF)), std::invalid_argument);
}

TEST_CASE("targets are the buckets of all labels of a sample, each once") {
  BucketIndex index({10, 2, 0});
  index.introduce(0, Buckets{7, 3});
  index.introduce(1, Buckets{3, 9});
  const std::vector<std::uint64_t> offsets{0, 2, 2, 3};
  const auto targets = bucket_targets(index, {offsets, std::vector<std::uint32_t>{1, 0, 0}});
  CHECK(targets.offsets == std::vector<std::uint64_t>{0, 3, 3, 5});
  CHECK(targets.values == Buckets{3, 7, 9, 3, 7});
  const Buckets unknown{0, 1, 2};
  CHECK_THROWS_AS(bucket_targets(index, {offsets, unknown}), std::invalid_argument);
}

TEST_CASE("670,000 labels with 7 buckets need less than 60 MB") {
  const BucketIndex index = hashed_index({26804, 7, 0}, 670'000);
  CHECK(index.memory_bytes() < 50'000'000);
}
