// SPDX-License-Identifier: Apache-2.0
#include "sparse/ragged.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

using findling::sparse::RaggedView;
using Offsets = std::vector<std::uint64_t>;
using Values = std::vector<std::uint32_t>;

TEST_CASE("ragged: gives the lists between the offsets, empty ones too") {
  const Offsets offsets = {0, 2, 2, 5};
  const Values values = {4, 5, 6, 7, 8};
  const RaggedView view{offsets, values};
  CHECK_NOTHROW(view.validate());
  CHECK(view.size() == 3);
  CHECK(Values(view[0].begin(), view[0].end()) == Values{4, 5});
  CHECK(view[1].empty());
  CHECK(Values(view[2].begin(), view[2].end()) == Values{6, 7, 8});
}

TEST_CASE("ragged: no lists may be written in two ways") {
  const Offsets zero = {0};
  CHECK_NOTHROW(RaggedView{}.validate());
  CHECK_NOTHROW(RaggedView{zero, {}}.validate());
  CHECK(RaggedView{}.size() == 0);
  CHECK(RaggedView{zero, {}}.size() == 0);
}

TEST_CASE("ragged: offsets that would point outside of the values are refused") {
  const Values values = {1, 2, 3};
  const std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
  for (const Offsets& offsets : {Offsets{}, Offsets{1, 3}, Offsets{0, 2, 1, 3}, Offsets{0, 2},
                                 Offsets{0, 4}, Offsets{0, huge, 3}, Offsets{0, huge}}) {
    CHECK_THROWS_AS((RaggedView{offsets, values}.validate()), std::invalid_argument);
  }
}

TEST_CASE("ragged: a value that is too large is named with its position") {
  const Offsets offsets = {0, 3};
  const Values values = {1, 9, 3};
  const RaggedView view{offsets, values};
  CHECK_NOTHROW(view.validate(10));
  CHECK_THROWS_WITH_AS(view.validate(9), "[ragged] expected values below 9, got 9 at position 1",
                       std::invalid_argument);
}
