// SPDX-License-Identifier: Apache-2.0
#include "retrieval/byte_rows.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "retrieval/vector_fixture.h"

using namespace findling::retrieval;
namespace test = findling::test;

TEST_CASE("rounding to bytes keeps cosines to a thousandth or so") {
  constexpr std::size_t kWide = 256;
  const auto floats = test::clustered(300, 10, kWide);
  const ByteRows rows = test::in_bytes(floats, kWide);
  const auto query = std::span(floats).first(kWide);
  std::vector<float> scores(300);
  ByteQuery(query).score(rows, scores);
  double squares = 0.0;
  for (std::size_t i = 0; i < 300; ++i) {
    const double off = static_cast<double>(scores[i]) - test::cosine(floats, 0, i, kWide);
    CHECK(std::abs(off) < 0.004);
    squares += off * off;
  }
  CHECK(std::sqrt(squares / 300) < 0.001);
}

TEST_CASE("one row scores as it does among others, and as the rounded row says") {
  const auto floats = test::clustered(50, 4);
  const ByteRows rows = test::in_bytes(floats);
  const ByteQuery query(std::span<const float>(floats).first(test::kDim));
  std::vector<float> scores(50);
  query.score(rows, scores);
  std::vector<float> wide(test::kDim);
  std::vector<float> first(test::kDim);
  ByteView(rows).part(0, 1).widen(first);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(query.score(rows.bytes.data() + i * test::kDim, rows.scales[i]) == scores[i]);
    ByteView(rows).part(i, 1).widen(wide);
    const float product = std::inner_product(wide.begin(), wide.end(), first.begin(), 0.0F);
    CHECK(scores[i] == doctest::Approx(product).epsilon(1e-4));
  }
}

TEST_CASE("what is not finite counts as zeros") {
  std::vector<float> bad(test::kDim, 0.25F);
  bad[3] = std::numeric_limits<float>::quiet_NaN();
  ByteRows rows(1, test::kDim);
  rows.set(0, bad);
  CHECK(rows.scales[0] == 0.0F);
  CHECK(ByteQuery(bad).score(rows.bytes.data(), 1.0F) == 0.0F);
}

TEST_CASE("rows of a file are sound without -128 and with the scales of unit vectors") {
  const ByteRows good = test::in_bytes(test::clustered(3, 1));
  CHECK(are_sound(good));
  ByteRows bytes = good;
  bytes.bytes.back() = std::numeric_limits<std::int8_t>::min();
  CHECK_FALSE(are_sound(bytes));
  for (const float scale : {-0.1F, 2.0F, std::numeric_limits<float>::quiet_NaN()}) {
    ByteRows scales = good;
    scales.scales[1] = scale;
    CHECK_FALSE(are_sound(scales));
  }
}
