// SPDX-License-Identifier: Apache-2.0
#include "lsh/collision_counter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/rng.h"

namespace findling::lsh {

TEST_CASE("counts are those of a plain map, query after query") {
  CollisionCounter counter(100);
  base::Rng rng(1);
  for (int query = 0; query < 300; ++query) {
    std::map<std::uint32_t, std::uint32_t> expected;
    counter.start();
    for (int i = 0; i < 20; ++i) {
      const std::vector<std::uint32_t> rows{static_cast<std::uint32_t>(rng.below(100)),
                                            static_cast<std::uint32_t>(rng.below(10))};
      const auto weight = static_cast<std::uint32_t>(1 + rng.below(2));
      counter.add(rows, weight);
      for (const std::uint32_t row : rows) expected[row] += weight;
    }
    CHECK(counter.n_met() == expected.size());
    for (std::uint32_t row = 0; row < 100; ++row) {
      CHECK(counter.count(row) == (expected.count(row) > 0 ? expected[row] : 0));
    }
  }
}

TEST_CASE("the top rows have the highest counts; of equals those that came first") {
  CollisionCounter counter(10);
  counter.start();
  const std::vector<std::uint32_t> rows{9, 3, 3, 5, 1, 1, 1, 5, 7};
  counter.add(rows, 1);  // 1: 3 times, 3 and 5: twice, 9 and 7: once
  std::vector<std::uint32_t> top;
  counter.top(2, top);
  CHECK(top == std::vector<std::uint32_t>{3, 1});
  counter.top(4, top);
  CHECK(top == std::vector<std::uint32_t>{9, 3, 5, 1});
  counter.top(50, top);
  CHECK(top == std::vector<std::uint32_t>{9, 3, 5, 1, 7});
  counter.start();
  counter.top(3, top);
  CHECK(top.empty());
}

TEST_CASE("counts of long ago do not come back after 65,535 queries") {
  CollisionCounter counter(4);
  const std::vector<std::uint32_t> rows{2};
  counter.start();
  counter.add(rows, 7);
  for (int query = 0; query < 65'540; ++query) {
    counter.start();
    REQUIRE(counter.count(2) == 0);
  }
  counter.add(rows, 65'535);
  CHECK(counter.count(2) == 65'535);
}

}  // namespace findling::lsh
