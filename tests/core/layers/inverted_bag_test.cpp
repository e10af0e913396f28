// SPDX-License-Identifier: Apache-2.0
#include "layers/inverted_bag.h"

#include <doctest/doctest.h>

#include <map>
#include <utility>
#include <vector>

#include "layers/fixtures.h"

namespace findling {
namespace {

using Uses = std::vector<std::pair<const float*, float>>;

std::map<std::uint32_t, Uses> users(const layers::InvertedBag& bag) {
  std::map<std::uint32_t, Uses> all;
  for (std::size_t i = 0; i < bag.rows().size(); ++i) {
    for (const auto& user : bag.users_of(i)) {
      all[bag.rows()[i]].emplace_back(user.gradient, user.value);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("each row knows its samples and values, over two batches") {
  const test::Lists first{{5, 2, 5}, {}, {2}};
  const std::vector<float> first_values{1.0F, 2.0F, 3.0F, 4.0F};
  const test::Lists second{{7}, {2}};
  const std::vector<float> second_values{5.0F, 6.0F};
  const std::vector<float> a(6);
  const std::vector<float> b(4);
  layers::InvertedBag bag(10);
  for (int round = 0; round < 2; ++round) {
    bag.clear();
    bag.count({first.view(), first_values});
    bag.count({second.view(), second_values});
    bag.place({first.view(), first_values}, a.data(), 2);
    bag.place({second.view(), second_values}, b.data(), 2);
    const std::map<std::uint32_t, Uses> expected{
        {2, {{a.data(), 2.0F}, {a.data() + 4, 4.0F}, {b.data() + 2, 6.0F}}},
        {5, {{a.data(), 1.0F}, {a.data(), 3.0F}}},
        {7, {{b.data(), 5.0F}}}};
    CHECK(users(bag) == expected);
  }
}

TEST_CASE("a batch without ids touches nothing") {
  const test::Lists empty{{}, {}};
  layers::InvertedBag bag(3);
  bag.clear();
  bag.count({empty.view(), {}});
  bag.place({empty.view(), {}}, nullptr, 2);
  CHECK(bag.rows().empty());
}

}  // namespace findling
