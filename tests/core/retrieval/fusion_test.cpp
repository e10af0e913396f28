// SPDX-License-Identifier: Apache-2.0
#include "retrieval/fusion.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using findling::retrieval::scale_by_max;
using findling::retrieval::scale_min_max;
using findling::retrieval::Scored;
using findling::retrieval::select_best;

namespace {

std::vector<std::uint32_t> slots(const std::vector<Scored>& best) {
  std::vector<std::uint32_t> found;
  for (const Scored& scored : best) found.push_back(scored.slot);
  return found;
}

using Slots = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("live scores fill the range from 0 to 1, removed passages do not stretch it") {
  std::vector<float> scores{2, 100, 4, 3};
  scale_min_max(scores, std::vector<std::uint8_t>{1, 0, 1, 1});
  CHECK(scores == std::vector<float>{0, 0, 1, 0.5F});
}

TEST_CASE("equal scores become zero") {
  std::vector<float> scores{3, 3};
  scale_min_max(scores, std::vector<std::uint8_t>{1, 1});
  CHECK(scores == std::vector<float>{0, 0});
}

TEST_CASE("scores of words are shares of the largest, and zeros stay") {
  std::vector<float> scores{0, 2, 4};
  scale_by_max(scores);
  CHECK(scores == std::vector<float>{0, 0.5F, 1});
  std::vector<float> equal{3, 3};
  scale_by_max(equal);
  CHECK(equal == std::vector<float>{1, 1});
  std::vector<float> zeros(2);
  scale_by_max(zeros);
  CHECK(zeros == std::vector<float>{0, 0});
}

TEST_CASE("the best come first, of equals the earlier, and only what is allowed") {
  const std::vector<float> scores{1, 3, 2, 3, 0};
  const std::vector<std::uint8_t> all(5, 1);
  CHECK(slots(select_best(scores, all, 3)) == Slots{1, 3, 2});
  CHECK(slots(select_best(scores, all, 9)) == Slots{1, 3, 2, 0, 4});
  CHECK(slots(select_best(scores, std::vector<std::uint8_t>{1, 0, 1, 0, 1}, 2)) == Slots{2, 0});
  CHECK(select_best(scores, all, 0).empty());
}
