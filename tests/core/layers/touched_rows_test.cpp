// SPDX-License-Identifier: Apache-2.0
#include "layers/touched_rows.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "layers/fixtures.h"

using findling::layers::TouchedRows;
using findling::test::Lists;

namespace {

std::vector<std::uint32_t> copy(std::span<const std::uint32_t> values) {
  return {values.begin(), values.end()};
}

}  // namespace

TEST_CASE("touched rows: each row names the samples that use it, with repeats, ascending") {
  const Lists batch{{5, 1, 5}, {}, {1, 9}};
  TouchedRows touched(10);
  touched.collect(batch.view());
  CHECK(copy(touched.rows()) == std::vector<std::uint32_t>{5, 1, 9});
  CHECK(copy(touched.samples_of(0)) == std::vector<std::uint32_t>{0, 0});
  CHECK(copy(touched.samples_of(1)) == std::vector<std::uint32_t>{0, 2});
  CHECK(copy(touched.samples_of(2)) == std::vector<std::uint32_t>{2});
}

TEST_CASE("touched rows: a batch forgets the one before") {
  TouchedRows touched(10);
  touched.collect(Lists{{1, 2, 3}, {4}}.view());
  touched.collect(Lists{{4}}.view());
  CHECK(copy(touched.rows()) == std::vector<std::uint32_t>{4});
  CHECK(copy(touched.samples_of(0)) == std::vector<std::uint32_t>{0});
  touched.collect(Lists{}.view());
  CHECK(touched.rows().empty());
}

TEST_CASE("touched rows: a random batch comes out as a map would have it") {
  findling::base::Rng rng(1);
  Lists batch;
  std::map<std::uint32_t, std::vector<std::uint32_t>> expected;
  for (std::uint32_t sample = 0; sample < 200; ++sample) {
    std::vector<std::uint32_t> list(rng.below(20));
    for (std::uint32_t& id : list) {
      id = static_cast<std::uint32_t>(rng.below(50));
      expected[id].push_back(sample);
    }
    batch.add(list);
  }
  TouchedRows touched(50);
  touched.collect(batch.view());
  REQUIRE(touched.rows().size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(copy(touched.samples_of(i)) == expected[touched.rows()[i]]);
  }
}

TEST_CASE("touched rows: a cancelled collection can be followed by another one") {
  TouchedRows touched(10);
  findling::base::CancelToken cancel;
  cancel.cancel();
  CHECK_THROWS_AS(touched.collect(Lists{{1, 2}, {3}}.view(), cancel),
                  findling::base::CancelledError);
  touched.collect(Lists{{}, {4, 5}}.view());
  CHECK(copy(touched.rows()) == std::vector<std::uint32_t>{4, 5});
  CHECK(copy(touched.samples_of(1)) == std::vector<std::uint32_t>{1});
}
