// SPDX-License-Identifier: Apache-2.0
#include "lsh/hash_family.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>
#include <vector>

#include "lsh/fixtures.h"
#include "lsh/signed_projections.h"
#include "lsh/winner_take_all.h"

using namespace findling;
using namespace findling::test;
using lsh::HashFamily;
using lsh::HashShape;
using lsh::SignedProjections;
using lsh::WinnerTakeAll;

namespace {

std::vector<std::uint16_t> hash(const HashFamily& family, std::span<const float> x) {
  HashFamily::Scratch scratch;
  std::vector<std::uint16_t> buckets(family.shape().n_tables);
  family.hash(x, scratch, buckets);
  return buckets;
}

std::vector<std::uint16_t> hash_sparse(const HashFamily& family, std::span<const float> x) {
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == 0.0F) continue;
    columns.push_back(static_cast<std::uint32_t>(i));
    values.push_back(x[i]);
  }
  HashFamily::Scratch scratch;
  std::vector<std::uint16_t> buckets(family.shape().n_tables);
  family.hash(lsh::SparseVector{columns, values}, scratch, buckets);
  return buckets;
}

double shared(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
  double n = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) n += a[i] == b[i] ? 1.0 : 0.0;
  return n / static_cast<double>(a.size());
}

/// Kendall's rank correlation.
double kendall(std::span<const float> x, std::span<const float> y) {
  double sum = 0.0;
  double n = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      sum += (x[i] < x[j]) == (y[i] < y[j]) ? 1.0 : -1.0;
      n += 1.0;
    }
  }
  return sum / n;
}

/// The share of tables in which unit vectors at this cosine fall into one bucket.
double collision_rate(const HashFamily& family, double cosine) {
  double rate = 0.0;
  constexpr std::uint64_t kPairs = 40;
  for (std::uint64_t pair = 0; pair < kPairs; ++pair) {
    auto x = random_vector(family.shape().dim, 3, pair);
    to_unit_length(x);
    rate += shared(hash(family, x), hash(family, at_cosine(x, cosine, pair))) / kPairs;
  }
  return rate;
}

/// A vector of which about `share` of the values are above 0, and none below.
std::vector<float> relu_vector(std::size_t dim, double share, std::uint64_t stream) {
  auto x = random_vector(dim, 9, stream);
  base::Rng rng(10, stream);
  for (float& value : x) value = rng.uniform() < share ? std::abs(value) : 0.0F;
  return x;
}

template <typename Family>
void check_dense_is_sparse(std::size_t dim, double share) {
  const Family family(HashShape{dim, 20, 9, 4});
  for (std::uint64_t stream = 0; stream < 10; ++stream) {
    auto x = random_vector(dim, 8, stream);
    base::Rng rng(6, stream);
    for (float& value : x) value = rng.uniform() < share ? value : 0.0F;
    CHECK(hash(family, x) == hash_sparse(family, x));
  }
}

template <typename Family>
void check_relu_inputs_spread() {
  const Family family(HashShape{256, 40, 6, 2});
  std::vector<std::set<std::uint16_t>> seen(40);
  for (std::uint64_t stream = 0; stream < 60; ++stream) {
    const auto buckets = hash(family, relu_vector(256, 0.5, stream));
    for (std::size_t table = 0; table < 40; ++table) seen[table].insert(buckets[table]);
  }
  for (const auto& buckets : seen) CHECK(buckets.size() >= 5);
}

}  // namespace

TEST_CASE("signed projections share a bit with chance 1 - angle / pi") {
  for (const std::size_t dim : {20U, 256U, 300U, 5000U}) {
    const SignedProjections family(HashShape{dim, 512, 1, 7});
    for (const double cosine : {-0.5, 0.0, 0.3, 0.6, 0.9, 0.98}) {
      CAPTURE(dim);
      CAPTURE(cosine);
      const double expected = 1.0 - std::acos(cosine) / std::numbers::pi;
      // 20,480 bits; folding 5,000 columns into 4,096 moves an angle by about 1 / 64.
      const double tolerance = dim > lsh::kMostHashed ? 0.03 : 0.02;
      CHECK(collision_rate(family, cosine) ==
            doctest::Approx(expected).scale(1).epsilon(tolerance));
    }
  }
}

TEST_CASE("signed projections: K bits of a table collide like K single ones") {
  const SignedProjections family(HashShape{256, 300, 8, 7});
  for (const double cosine : {0.5, 0.8, 0.95}) {
    const double expected = std::pow(1.0 - std::acos(cosine) / std::numbers::pi, 8.0);
    CHECK(collision_rate(family, cosine) == doctest::Approx(expected).scale(1).epsilon(0.03));
  }
}

TEST_CASE("winner-take-all shares buckets the more often the more alike two vectors are") {
  const WinnerTakeAll family(HashShape{256, 600, 3, 7});
  double before = 0.0;
  for (const double cosine : {-0.6, -0.2, 0.2, 0.5, 0.8, 0.95}) {
    const double rate = collision_rate(family, cosine);
    CHECK(rate > before + 0.01);
    before = rate;
  }
  // Unrelated vectors agree on the largest of eight values in one of eight cases.
  CHECK(collision_rate(family, 0.0) == doctest::Approx(0.125).scale(1).epsilon(0.015));
}

TEST_CASE("winner-take-all: the chance of a shared bucket follows the correlation of the orders") {
  // Monotone changes of the values, which spare their order, are in between.
  const WinnerTakeAll family(HashShape{128, 2000, 3, 7});
  double before = 0.0;
  for (const double cosine : {0.0, 0.3, 0.6, 0.8, 0.9, 0.97}) {
    auto x = random_vector(128, 4, 11);
    to_unit_length(x);
    auto y = at_cosine(x, cosine, 12);
    const double tau = kendall(x, y);
    for (float& value : y) value = std::exp(20.0F * value);
    CHECK(kendall(x, y) == doctest::Approx(tau));
    const double rate = shared(hash(family, x), hash(family, y));
    // Unrelated orders share one of eight places, equal ones all.
    CHECK(rate >= 0.1);
    CHECK(rate > before + 0.02);
    // Between: about a line in the rank correlation.
    const double line = 0.125 + 0.875 * std::max(0.0, tau);
    CHECK(rate < line + 0.1);
    CHECK(rate > line - 0.15);
    before = rate;
  }
}

TEST_CASE("winner-take-all sees the order of the values only") {
  const WinnerTakeAll family(HashShape{100, 64, 9, 7});
  const auto x = random_vector(100, 1, 1);
  auto y = x;
  for (float& value : y) value = std::exp(3.0F * value);
  CHECK(hash(family, x) == hash(family, y));
}

TEST_CASE("winner-take-all: an absent hash is taken from a walk that all vectors share") {
  // Minwise sampling of single values: both vectors own 30 columns of 1,000 and share 15, so almost
  // every hash is densified, and a shared winner is a column of the intersection: 15 of 45.
  std::vector<float> x(1000);
  std::vector<float> y(1000);
  for (std::size_t i = 0; i < 30; ++i) x[i * 31] = 1.0F;
  for (std::size_t i = 15; i < 45; ++i) y[i * 31 % 1000] = 1.0F;
  const WinnerTakeAll family(HashShape{1000, 2000, 3, 7});
  const double rate = shared(hash(family, x), hash(family, y));
  CHECK(rate > 0.30);
  CHECK(rate < 0.55);
  CHECK(rate > shared(hash(family, x), hash(family, random_vector(1000, 1, 1))) + 0.1);
}

TEST_CASE("a dense and a sparse vector of the same values share all buckets") {
  for (const std::size_t dim : {5U, 256U, 1000U, 9000U}) {
    for (const double share : {0.05, 0.5, 1.0}) {
      check_dense_is_sparse<SignedProjections>(dim, share);
      check_dense_is_sparse<WinnerTakeAll>(dim, share);
    }
  }
}

TEST_CASE("inputs without negative values do not all fall into one bucket") {
  check_relu_inputs_spread<SignedProjections>();
  check_relu_inputs_spread<WinnerTakeAll>();
}

TEST_CASE("length does not matter, direction does") {
  const SignedProjections srp(HashShape{64, 50, 6, 1});
  const WinnerTakeAll dwta(HashShape{64, 50, 6, 1});
  const auto x = random_vector(64, 2, 2);
  auto longer = x;
  auto turned = x;
  for (float& value : longer) value *= 4.0F;
  for (float& value : turned) value = -value;
  CHECK(hash(srp, x) == hash(srp, longer));
  CHECK(hash(dwta, x) == hash(dwta, longer));
  CHECK(shared(hash(srp, x), hash(srp, turned)) == 0.0);
  CHECK(shared(hash(dwta, x), hash(dwta, turned)) < 0.1);
}

TEST_CASE("the first probe is the own bucket, and the others step over the nearest planes") {
  const SignedProjections family(HashShape{256, 30, 8, 1});
  const auto x = random_vector(256, 2, 2);
  HashFamily::Scratch scratch;
  std::vector<std::uint16_t> probes(30 * 8);
  family.probe(x, 8, scratch, probes);
  const auto own = hash(family, x);
  double near_hits = 0.0;
  for (std::size_t table = 0; table < 30; ++table) {
    const auto* mine = probes.data() + table * 8;
    CHECK(mine[0] == own[table]);
    CHECK(std::set<std::uint16_t>(mine, mine + 8).size() == 8);
  }
  // Over many near vectors the second bucket is hit more often than the eighth.
  double late_hits = 0.0;
  for (std::uint64_t stream = 0; stream < 100; ++stream) {
    auto unit = x;
    to_unit_length(unit);
    const auto near = hash(family, at_cosine(unit, 0.9, stream));
    for (std::size_t table = 0; table < 30; ++table) {
      near_hits += near[table] == probes[table * 8 + 1] ? 1.0 : 0.0;
      late_hits += near[table] == probes[table * 8 + 7] ? 1.0 : 0.0;
    }
  }
  CHECK(near_hits > 1.5 * late_hits);
}

TEST_CASE("other seeds are other functions, the same seed is the same") {
  const auto x = random_vector(256, 2, 2);
  const auto one = hash(SignedProjections(HashShape{256, 30, 8, 1}), x);
  CHECK(one == hash(SignedProjections(HashShape{256, 30, 8, 1}), x));
  CHECK(shared(one, hash(SignedProjections(HashShape{256, 30, 8, 2}), x)) < 0.3);
}

TEST_CASE("a vector of zeros has a bucket, and a shape without sense is refused") {
  const std::vector<float> zeros(256);
  CHECK(hash(SignedProjections(HashShape{256, 3, 8, 1}), zeros) == std::vector<std::uint16_t>(3));
  CHECK(hash(WinnerTakeAll(HashShape{256, 3, 8, 1}), zeros) == std::vector<std::uint16_t>(3));
  for (const HashShape& bad : {HashShape{0, 1, 1, 0}, HashShape{1, 0, 1, 0}, HashShape{1, 1, 0, 0},
                               HashShape{1, 1, 17, 0}}) {
    CHECK_THROWS_AS(SignedProjections{bad}, std::invalid_argument);
    CHECK_THROWS_AS(WinnerTakeAll{bad}, std::invalid_argument);
  }
}
