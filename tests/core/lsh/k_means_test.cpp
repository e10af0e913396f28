// SPDX-License-Identifier: Apache-2.0
#include "lsh/k_means.h"

#include <doctest/doctest.h>

#include <vector>

#include "lsh/centres.h"
#include "lsh/fixtures.h"
#include "lsh/row_values.h"

using namespace findling;
using namespace findling::test;

namespace {

double mean_cosine(const ClusteredRows& rows, std::span<const float> centres,
                   std::span<const std::uint32_t> nearest) {
  double sum = 0.0;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    for (std::size_t j = 0; j < rows.dim; ++j) {
      sum += static_cast<double>(rows.view()[i][j] * centres[nearest[i] * rows.dim + j]);
    }
  }
  return sum / static_cast<double>(nearest.size());
}

float square_distance(std::span<const float> a, std::span<const float> b) {
  float sum = 0.0F;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

lsh::Int8Rows in_bytes(const ClusteredRows& rows) {
  base::ThreadPool pool(1);
  lsh::Int8Rows bytes(rows.view().n_rows, rows.dim);
  lsh::set_all_rows(rows.view(), false, pool, bytes);
  return bytes;
}

}  // namespace

TEST_CASE("spherical k-means finds topics, the same at any number of threads") {
  const ClusteredRows rows(1600, 32);  // 40 topics, cosine .7 to their centres
  const lsh::KMeansShape shape{.dim = 32, .n_centres = 60, .n_samples = 1600, .n_rounds = 8};
  base::ThreadPool one(1);
  base::ThreadPool three(3);
  const auto centres = lsh::spherical_k_means(rows.values, shape, one, {});
  CHECK(centres == lsh::spherical_k_means(rows.values, shape, three, {}));
  const auto nearest = lsh::nearest_centres(rows.values, centres, 32, three, {});
  CHECK(mean_cosine(rows, centres, nearest) > 0.62);
  base::CancelToken cancel;
  cancel.cancel();
  CHECK_THROWS_AS(lsh::nearest_centres(rows.values, centres, 32, one, cancel),
                  base::CancelledError);
}

TEST_CASE("centres in groups: a row nearly always gets the nearest of all") {
  ClusteredRows rows(4000, 32);
  base::Rng rng(3);
  for (std::size_t i = 0; i < 4000; ++i) {
    const float length = std::exp(0.5F * rng.normal());
    for (std::size_t j = 0; j < 32; ++j) rows.values[i * 32 + j] *= length;
  }
  const lsh::Int8Rows bytes = in_bytes(rows);
  base::ThreadPool one(1);
  base::ThreadPool three(3);
  const auto centres = lsh::Centres::fit(bytes, 300, one);
  const auto again = lsh::Centres::fit(bytes, 300, three);
  CHECK(std::equal(centres.values().begin(), centres.values().end(), again.values().begin()));
  lsh::Centres::Scratch scratch;
  double n_best = 0.0;
  double excess = 0.0;
  for (std::size_t i = 0; i < 4000; i += 10) {
    const auto row = rows.view()[i];
    const std::uint32_t got = centres.nearest(kernels::active(), bytes.view(i), scratch);
    float least = square_distance(row, centres[0]);
    for (std::size_t c = 1; c < 300; ++c) least = std::min(least, square_distance(row, centres[c]));
    n_best += square_distance(row, centres[got]) <= least * 1.01F ? 1.0 : 0.0;
    excess += static_cast<double>(square_distance(row, centres[got]) / least) - 1.0;
  }
  CHECK(n_best / 400.0 > 0.9);
  CHECK(excess / 400.0 < 0.03);
}

TEST_CASE("scores of centres are products, in the order of the centres") {
  const ClusteredRows rows(900, 64);
  base::ThreadPool pool(1);
  const auto centres = lsh::Centres::fit(in_bytes(rows), 100, pool);
  const auto x = rows.query(5);
  lsh::Int8Query query;
  query.take(kernels::active(), x, 64);
  lsh::Centres::Scratch scratch;
  std::vector<float> got(100);
  centres.score(kernels::active(), query.view(), scratch, got);
  for (std::size_t c = 0; c < 100; ++c) {
    const float exact = kernels::active().dot(x.data(), centres[c].data(), 64);
    CHECK(got[c] == doctest::Approx(exact).scale(1).epsilon(0.02));
  }
}

TEST_CASE("as many centres as rows, one centre, and rows that are all the same") {
  base::ThreadPool pool(1);
  const ClusteredRows few(5, 16);
  CHECK(lsh::Centres::fit(in_bytes(few), 5, pool).size() == 5);
  CHECK(lsh::Centres::fit(in_bytes(few), 1, pool).size() == 1);
  lsh::Int8Rows zeros(100, 16);
  const auto centres = lsh::Centres::fit(zeros, 80, pool);
  lsh::Centres::Scratch scratch;
  CHECK(centres.nearest(kernels::active(), zeros.view(3), scratch) < 80);
}
