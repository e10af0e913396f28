// SPDX-License-Identifier: Apache-2.0
#include "layers/compact_ids.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using findling::layers::CompactIds;

TEST_CASE("compact ids: members are numbered in the order they come, each once") {
  CompactIds ids(10);
  CHECK(ids.add(7) == 0);
  CHECK(ids.add(2) == 1);
  CHECK(ids.add(7) == 0);
  CHECK(ids.size() == 2);
  CHECK(std::vector<std::uint32_t>(ids.ids().begin(), ids.ids().end()) ==
        std::vector<std::uint32_t>{7, 2});
  CHECK(ids.contains(2));
  CHECK_FALSE(ids.contains(3));
}

TEST_CASE("compact ids: nothing of a round is left in the next one") {
  CompactIds ids(10);
  ids.add(7);
  ids.clear();
  CHECK(ids.size() == 0);
  CHECK_FALSE(ids.contains(7));
  CHECK(ids.add(3) == 0);
  CHECK(ids.add(7) == 1);
}
