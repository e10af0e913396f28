// SPDX-License-Identifier: Apache-2.0
#include "retrieval/bm25.h"

#include <doctest/doctest.h>

#include <cstdint>

#include "base/rng.h"

using namespace findling::retrieval;
using findling::base::Rng;

TEST_CASE("no weight is above the byte it was rounded up to, and few are far below") {
  for (float weight = 0.001F; weight <= kLargestWeight; weight += 0.001F) {
    CHECK(top_weight(top_of(weight)) >= weight);
    CHECK(top_weight(top_of(weight)) <= weight + 0.01F);
  }
}

TEST_CASE("bounds hold at any other mean length") {
  Rng rng(5);
  for (int i = 0; i < 20'000; ++i) {
    const float old_mean = 1.0F + static_cast<float>(rng.below(500));
    const float new_mean = 1.0F + static_cast<float>(rng.below(500));
    const auto count = static_cast<float>(1 + rng.below(20));
    const auto length = count + static_cast<float>(rng.below(1000));
    const float before = bm25_weight(count, length, LengthNorm(old_mean));
    const float now = bm25_weight(count, length, LengthNorm(new_mean));
    REQUIRE(bound_at_mean(before, new_mean / old_mean) >= now);
    REQUIRE(bound_at_mean(before, new_mean / old_mean) <= kLargestWeight);
  }
}

TEST_CASE("steps are fine, and equal steps are equal floats") {
  for (const float largest : {0.001F, 1.0F, 37.5F, 5000.0F}) {
    const ScoreSteps steps(largest);
    const float weight = largest / kLargestWeight * steps.fine();
    const std::uint32_t most = fine_steps(weight, kLargestWeight);
    CHECK(most < 1U << 30U);
    CHECK(steps.score(most) == doctest::Approx(largest).epsilon(2e-7));
    CHECK(steps.score(1) > 0.0F);
    for (const std::uint32_t sum : {1U, 64U, 65U, most / 2, most - 64, most}) {
      const std::uint32_t next = ScoreSteps::to_fine(ScoreSteps::to_steps(sum)) + 1;
      CHECK(steps.score(next - 1) == steps.score(sum));
      CHECK(steps.score(next) > steps.score(sum));
    }
  }
}
