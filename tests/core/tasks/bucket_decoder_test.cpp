// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_decoder.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "base/thread_pool.h"
#include "tasks/fixtures.h"

using findling::base::ThreadPool;
using findling::tasks::BucketIndex;
using findling::tasks::decode;
using findling::tasks::decode_every_label;
using findling::tasks::DecodedLabels;
using findling::tasks::score_labels;
using findling::test::coarse_scores;
using findling::test::hashed_index;

namespace {

constexpr float kNothing = -std::numeric_limits<float>::infinity();

void check_same(const DecodedLabels& a, const DecodedLabels& b) {
  CHECK(a.labels == b.labels);
  CHECK(a.scores == b.scores);
}

// Labels {0: 0 1, 1: 1 2, 2: 2 3} in 6 buckets of which the last two are empty.
BucketIndex small_index() {
  BucketIndex index({6, 2, 0});
  for (std::uint32_t i = 0; i < 3; ++i) index.introduce(i, std::vector<std::uint32_t>{i, i + 1});
  return index;
}

const std::vector<float> kSmallScores{0.2F, 0.4F, 0.6F, 0.1F, 0.9F, 0.9F};

}  // namespace

TEST_CASE("with all buckets, decoding is the same as scoring every label, ties and holes too") {
  ThreadPool pool(1);
  for (const std::uint32_t n_buckets : {5U, 60U, 900U}) {
    BucketIndex index = hashed_index({n_buckets, 4, 2}, 700);
    for (std::uint32_t label = 0; label < 700; label += 9) index.forget(label);
    const auto scores = coarse_scores(std::size_t{8} * n_buckets, n_buckets);
    for (const std::size_t k : {1, 10, 800}) {
      check_same(decode(index, scores, {.k = k, .n_top = 0}, pool),
                 decode_every_label(index, scores, k, pool));
      check_same(decode(index, scores, {.k = k, .n_top = n_buckets}, pool),
                 decode_every_label(index, scores, k, pool));
    }
  }
}

TEST_CASE("candidates come from the best buckets that have labels and are scored by all theirs") {
  ThreadPool pool(1);
  const auto one = decode(small_index(), kSmallScores, {.k = 3, .n_top = 1}, pool);
  CHECK(one.labels == std::vector<std::int64_t>{1, 2, -1});
  CHECK(one.scores[0] == doctest::Approx(0.5));
  CHECK(one.scores[1] == doctest::Approx(0.35));
  CHECK(one.scores[2] == kNothing);
  const auto two = decode(small_index(), kSmallScores, {.k = 3, .n_top = 2}, pool);
  CHECK(two.labels == std::vector<std::int64_t>{1, 2, 0});
}

TEST_CASE("no labels give nothing") {
  ThreadPool pool(1);
  const BucketIndex index({6, 2, 0});
  const auto found = decode(index, kSmallScores, {.k = 2, .n_top = 3}, pool);
  CHECK(found.labels == std::vector<std::int64_t>{-1, -1});
  CHECK(decode(index, {}, {.k = 2}, pool).labels.empty());
}

TEST_CASE("a forgotten label is not found") {
  ThreadPool pool(1);
  BucketIndex index = small_index();
  index.forget(1);
  const auto found = decode(index, kSmallScores, {.k = 3}, pool);
  CHECK(found.labels == std::vector<std::int64_t>{2, 0, -1});
}

TEST_CASE("given labels are scored as decoding scores them") {
  ThreadPool pool(1);
  const BucketIndex index = hashed_index({60, 4, 2}, 50);
  const auto scores = coarse_scores(2 * 60, 5);
  const auto found = decode(index, scores, {.k = 50}, pool);
  const std::vector<std::uint32_t> labels{7, 3};
  const auto means = score_labels(index, scores, labels, pool);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 50; ++j) {
      const std::size_t at = i * 50 + j;
      if (found.labels[at] == 7) CHECK(found.scores[at] == means[i * 2]);
      if (found.labels[at] == 3) CHECK(found.scores[at] == means[i * 2 + 1]);
    }
  }
}

TEST_CASE("the answer is the same at any number of threads") {
  ThreadPool one(1);
  ThreadPool three(3);
  const BucketIndex index = hashed_index({300, 7, 2}, 5000);
  const auto scores = coarse_scores(40 * 300, 5);
  check_same(decode(index, scores, {.k = 10, .n_top = 25}, one),
             decode(index, scores, {.k = 10, .n_top = 25}, three));
}

TEST_CASE("questions that cannot be answered are refused") {
  ThreadPool pool(1);
  const BucketIndex index = small_index();
  CHECK_THROWS_AS(decode(index, kSmallScores, {.k = 0}, pool), std::invalid_argument);
  CHECK_THROWS_AS(decode(index, std::vector<float>(7), {.k = 1}, pool), std::invalid_argument);
  CHECK_THROWS_AS(decode(index, std::vector<float>(6, kNothing), {.k = 1}, pool),
                  std::invalid_argument);
  CHECK_THROWS_AS(decode(index, std::vector<float>(6, std::nanf("")), {.k = 1}, pool),
                  std::invalid_argument);
  CHECK_THROWS_AS(score_labels(index, kSmallScores, std::vector<std::uint32_t>{3}, pool),
                  std::invalid_argument);
}
