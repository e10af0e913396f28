// SPDX-License-Identifier: Apache-2.0
#include "retrieval/nearest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "retrieval/cells.h"

using findling::base::CancelToken;
using findling::base::Rng;
using findling::base::ThreadPool;
using namespace findling::retrieval;

namespace {

constexpr std::size_t kDim = 16;

/// Unit vectors around a few directions, as passages about a few topics have them.
std::vector<float> clustered(std::size_t n, std::size_t n_topics) {
  Rng rng(3);
  std::vector<float> topics(n_topics * kDim);
  for (float& x : topics) x = rng.normal();
  std::vector<float> rows(n * kDim);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t topic = static_cast<std::size_t>(rng.below(n_topics));
    float squares = 0.0F;
    for (std::size_t d = 0; d < kDim; ++d) {
      float& x = rows[i * kDim + d];
      x = topics[topic * kDim + d] + 0.5F * rng.normal();
      squares += x * x;
    }
    for (std::size_t d = 0; d < kDim; ++d) rows[i * kDim + d] /= std::sqrt(squares);
  }
  return rows;
}

double cosine(const std::vector<float>& rows, std::size_t a, std::size_t b) {
  double sum = 0;
  for (std::size_t d = 0; d < kDim; ++d) {
    sum += static_cast<double>(rows[a * kDim + d]) * static_cast<double>(rows[b * kDim + d]);
  }
  return sum;
}

}  // namespace

TEST_CASE("the nearest are those of a plain sort, at any number of threads") {
  const auto rows = clustered(700, 20);
  const std::vector<VectorBlock> others{{rows, 0}};
  ThreadPool one(1);
  ThreadPool three(3);
  const auto lists = find_nearest({rows, 0}, others, kDim, 5, one, CancelToken());
  CHECK(lists.slots == find_nearest({rows, 0}, others, kDim, 5, three, CancelToken()).slots);
  for (std::size_t i = 0; i < 700; i += 41) {
    std::vector<double> cosines;
    for (std::size_t j = 0; j < 700; ++j) {
      if (j != i) cosines.push_back(cosine(rows, i, j));
    }
    std::sort(cosines.rbegin(), cosines.rend());
    for (std::size_t j = 0; j < 5; ++j) {
      CHECK(lists.cosines[i * 5 + j] == doctest::Approx(cosines[j]).epsilon(1e-5));
      CHECK(cosine(rows, i, lists.slots[i * 5 + j]) == doctest::Approx(cosines[j]).epsilon(1e-5));
    }
  }
}

TEST_CASE("passages that come later find those from before and each other, but not themselves") {
  const auto rows = clustered(50, 5);
  const std::span<const float> all(rows);
  const VectorBlock known{all.first(30 * kDim), 0};
  const VectorBlock fresh{all.subspan(30 * kDim), 30};
  ThreadPool pool(1);
  const auto whole = find_nearest({all, 0}, std::vector<VectorBlock>{{all, 0}}, kDim, 4, pool, {});
  const auto part = find_nearest(fresh, std::vector<VectorBlock>{known, fresh}, kDim, 4, pool, {});
  const std::vector<std::uint32_t> expected(whole.slots.begin() + 30 * 4, whole.slots.end());
  CHECK(part.slots == expected);
}

TEST_CASE("fewer passages than neighbours leave places empty") {
  const auto rows = clustered(2, 1);
  ThreadPool pool(1);
  const auto lists =
      find_nearest({rows, 0}, std::vector<VectorBlock>{{rows, 0}}, kDim, 3, pool, {});
  CHECK(lists.slots == std::vector<std::uint32_t>{1, kNoSlot, kNoSlot, 0, kNoSlot, kNoSlot});
}

TEST_CASE("cells hold every row once, and are the same at any number of threads") {
  const auto rows = clustered(5000, 40);
  ThreadPool one(1);
  ThreadPool three(3);
  const Cells cells = make_cells(rows, kDim, one, {});
  auto members = cells.members;
  CHECK(members == make_cells(rows, kDim, three, {}).members);
  std::sort(members.begin(), members.end());
  for (std::uint32_t i = 0; i < 5000; ++i) REQUIRE(members[i] == i);
}

TEST_CASE("searching near cells only finds nearly all of the true neighbours") {
  const auto rows = clustered(12'000, 60);
  ThreadPool pool(2);
  const auto exact =
      find_nearest({rows, 0}, std::vector<VectorBlock>{{rows, 0}}, kDim, 10, pool, {});
  const auto fast = find_nearest_in_cells({rows, 0}, kDim, 10, pool, {});
  std::size_t n_same = 0;
  for (std::size_t i = 0; i < exact.slots.size(); i += 10) {
    const auto* row = exact.slots.data() + i;
    for (std::size_t j = 0; j < 10; ++j) {
      n_same += static_cast<std::size_t>(std::count(row, row + 10, fast.slots[i + j]));
    }
  }
  CHECK(static_cast<double>(n_same) > 0.97 * static_cast<double>(exact.slots.size()));
}

TEST_CASE("cancelling stops both searches") {
  const auto rows = clustered(100, 2);
  ThreadPool pool(1);
  CancelToken token;
  token.cancel();
  const std::vector<VectorBlock> others{{rows, 0}};
  CHECK_THROWS_AS(find_nearest({rows, 0}, others, kDim, 3, pool, token),
                  findling::base::CancelledError);
  CHECK_THROWS_AS(find_nearest_in_cells({rows, 0}, kDim, 3, pool, token),
                  findling::base::CancelledError);
}
