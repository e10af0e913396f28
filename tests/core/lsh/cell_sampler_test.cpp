// SPDX-License-Identifier: Apache-2.0
#include "lsh/cell_sampler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

#include "lsh/fixtures.h"
#include "lsh/scan_sampler.h"

using namespace findling;
using namespace findling::test;
using lsh::CellConfig;
using lsh::CellSampler;
using lsh::ScoredRow;

namespace {

constexpr std::size_t kDim = 64;
constexpr CellConfig kWhole{.n_cells = 1, .n_probes = 1, .n_training_probes = 1, .n_visited = 128};
constexpr CellConfig kCells{
    .n_cells = 90, .n_probes = 20, .n_training_probes = 4, .n_visited = 128};

lsh::SamplerShape shape_of(const ClusteredRows& rows) {
  return {.n_rows = rows.view().n_rows, .dim = rows.dim, .n_wanted = 40, .seed = 5};
}

CellSampler built(const ClusteredRows& rows, const CellConfig& config) {
  CellSampler sampler(shape_of(rows), config);
  base::ThreadPool pool(2);
  sampler.rebuild(rows.view(), pool);
  return sampler;
}

std::vector<ScoredRow> top(const CellSampler& sampler, std::span<const float> query, std::size_t k,
                           std::size_t n_visited = 0) {
  std::vector<ScoredRow> best;
  sampler.top(query, k, n_visited, *sampler.make_scratch(), best);
  return best;
}

// The share of queries at `cosine` to a row whose best row is among the ten found.
double recall(const CellSampler& sampler, const ClusteredRows& rows, double cosine) {
  double found = 0.0;
  constexpr std::size_t kQueries = 200;
  const auto scratch = sampler.make_scratch();
  std::vector<ScoredRow> best;
  for (std::size_t i = 0; i < kQueries; ++i) {
    const auto query = rows.query(i * rows.view().n_rows / kQueries, cosine);
    const std::uint32_t wanted = rows.exact(query, 1)[0];
    sampler.top(query, 10, 0, *scratch, best);
    found += std::any_of(best.begin(), best.end(), [&](auto& one) { return one.row == wanted; })
                 ? 1.0 / kQueries
                 : 0.0;
  }
  return found;
}

// Rows whose lengths differ by a factor of ten and more.
ClusteredRows unequal_rows(std::size_t n) {
  ClusteredRows rows(n, kDim);
  base::Rng rng(3);
  for (std::size_t i = 0; i < n; ++i) {
    const float length = std::exp(0.6F * rng.normal());
    for (std::size_t j = 0; j < kDim; ++j) rows.values[i * kDim + j] *= length;
  }
  return rows;
}

}  // namespace

TEST_CASE("the best row is found, reading all sketches or a few cells") {
  const ClusteredRows rows(8000, kDim);
  CHECK(recall(built(rows, kWhole), rows, 0.6) >= 0.99);
  CHECK(recall(built(rows, kCells), rows, 0.6) >= 0.97);
}

TEST_CASE("rows of unequal length: the largest products are found") {
  const ClusteredRows rows = unequal_rows(8000);
  CHECK(recall(built(rows, kWhole), rows, 0.6) >= 0.98);
  CHECK(recall(built(rows, kCells), rows, 0.6) >= 0.93);
}

TEST_CASE("with cosine, lengths do not count") {
  const ClusteredRows unit(2000, kDim);
  ClusteredRows stretched = unit;
  base::Rng rng(3);
  for (std::size_t i = 0; i < 2000; ++i) {
    // Powers of two: the bytes of a row are the same.
    const float length = std::ldexp(1.0F, static_cast<int>(rng.below(7)) - 3);
    for (std::size_t j = 0; j < kDim; ++j) stretched.values[i * kDim + j] *= length;
  }
  auto shape = shape_of(unit);
  shape.cosine = true;
  base::ThreadPool pool(1);
  CellSampler one(shape, kCells);
  CellSampler two(shape, kCells);
  one.rebuild(unit.view(), pool);
  two.rebuild(stretched.view(), pool);
  for (std::size_t i = 0; i < 50; ++i) {
    const auto query = unit.query(i * 40);
    const auto a = top(one, query, 5);
    const auto b = top(two, query, 5);
    REQUIRE(a.size() == b.size());
    for (std::size_t j = 0; j < a.size(); ++j) CHECK(a[j].row == b[j].row);
    CHECK(a[0].score == doctest::Approx(b[0].score));
  }
}

TEST_CASE("a bias is added to scores, and lifts a row into the answer") {
  const ClusteredRows rows(2000, kDim);
  std::vector<float> bias(2000);
  bias[77] = 3.0F;
  lsh::RowsView view = rows.view();
  view.bias = bias.data();
  base::ThreadPool pool(1);
  CellSampler sampler(shape_of(rows), kWhole);
  sampler.rebuild(view, pool);
  for (std::size_t i = 0; i < 20; ++i) {
    const auto best = top(sampler, rows.query(i), 1);
    CHECK(best[0].row == 77);
    const float product = kernels::active().dot(rows.query(i).data(), rows.view()[77].data(), kDim);
    CHECK(best[0].score == doctest::Approx(product + 3.0F).scale(1).epsilon(0.02));
  }
}

TEST_CASE("looking at all rows is a scan of all rows") {
  const ClusteredRows rows(3000, kDim);
  const auto sampler = built(rows, kCells);
  lsh::ScanSampler scan(shape_of(rows));
  base::ThreadPool pool(1);
  scan.rebuild(rows.view(), pool);
  std::vector<ScoredRow> expected;
  for (std::size_t i = 0; i < 20; ++i) {
    const auto query = rows.query(i * 100);
    scan.top(query, 30, 0, *scan.make_scratch(), expected);
    const auto got = top(sampler, query, 30, 3000);
    REQUIRE(got.size() == 30);
    for (std::size_t j = 0; j < 30; ++j) {
      CHECK(got[j].row == expected[j].row);
      CHECK(got[j].score == expected[j].score);
    }
  }
  CHECK(top(sampler, rows.query(0), 0).empty());
  CHECK(top(sampler, rows.query(0), 9999, 9999).size() == 3000);
}

TEST_CASE("answers come best first, each row once, with the scores of a scan") {
  const ClusteredRows rows(3000, kDim);
  const auto sampler = built(rows, kCells);
  for (std::size_t i = 0; i < 30; ++i) {
    const auto query = rows.query(i * 90);
    const auto all = top(sampler, query, 3000, 3000);
    const auto best = top(sampler, query, 20);
    REQUIRE(best.size() == 20);
    for (std::size_t j = 1; j < 20; ++j) CHECK(best[j - 1] < best[j]);
    for (const ScoredRow& one : best) {
      CHECK(std::any_of(all.begin(), all.end(), [&](const ScoredRow& other) {
        return other.row == one.row && other.score == one.score;
      }));
    }
  }
}

TEST_CASE("the more rows are looked at, the more of the ten best are found") {
  const ClusteredRows rows(8000, kDim);
  const auto sampler = built(rows, kCells);
  std::vector<double> recalls;
  for (const std::size_t n_visited : {16U, 64U, 512U, 8000U}) {
    double found = 0.0;
    for (std::size_t i = 0; i < 60; ++i) {
      const auto query = rows.query(i * 130, 0.6);
      const auto exact = rows.exact(query, 10);
      for (const ScoredRow& one : top(sampler, query, 10, n_visited)) {
        found += std::count(exact.begin(), exact.end(), one.row) > 0 ? 1.0 / 600 : 0.0;
      }
    }
    recalls.push_back(found);
  }
  CHECK(recalls[0] < recalls[1]);
  CHECK(recalls[1] < recalls[2]);
  CHECK(recalls[2] > 0.9);
  CHECK(recalls[3] > 0.95);
}

TEST_CASE("rows that changed move to the nearest cell, the others stay") {
  ClusteredRows rows(4000, kDim);
  auto sampler = built(rows, kCells);
  std::vector<std::uint32_t> before;
  for (std::uint32_t row = 0; row < 4000; ++row) before.push_back(sampler.cell_of(row));
  // Every tenth row becomes a copy of its neighbour.
  std::vector<std::uint32_t> moved;
  for (std::uint32_t row = 0; row < 4000; row += 10) {
    moved.push_back(row);
    std::copy_n(rows.view()[row + 1].begin(), kDim,
                rows.values.begin() + static_cast<std::ptrdiff_t>(row * kDim));
  }
  base::ThreadPool pool(2);
  sampler.rows_changed(rows.view(), moved, pool);
  for (std::uint32_t row = 0; row < 4000; ++row) {
    CHECK(sampler.cell_of(row) == before[row % 10 == 0 ? row + 1 : row]);
  }
  // A row and its copy score the same; the smaller comes first.
  const auto query = at_cosine(rows.view()[31], 0.9, 1);
  const auto best = top(sampler, query, 2);
  CHECK(best[0].row == 30);
  CHECK(best[1].row == 31);
  CHECK(best[0].score == best[1].score);
}

TEST_CASE("a few changed rows wait until they are a sixteenth") {
  ClusteredRows rows(4000, kDim);
  auto sampler = built(rows, kCells);
  const auto query = rows.query(8);
  const auto before = top(sampler, query, 3);
  std::fill_n(rows.values.begin(), 200 * kDim, 0.0F);
  std::vector<std::uint32_t> first(200);
  for (std::uint32_t row = 0; row < 200; ++row) first[row] = row;
  base::ThreadPool pool(1);
  sampler.rows_changed(rows.view(), first, pool);
  CHECK(top(sampler, query, 3)[0].row == before[0].row);
  for (std::uint32_t row = 0; row < 200; ++row) first[row] = 200 + row;
  sampler.rows_changed(rows.view(), first, pool);
  CHECK(top(sampler, query, 1)[0].row >= 200);
}

TEST_CASE("frozen rows keep their cells and take new values") {
  ClusteredRows rows(4000, kDim);
  auto sampler = built(rows, kCells);
  sampler.freeze();
  std::vector<std::uint32_t> before;
  for (std::uint32_t row = 0; row < 4000; ++row) before.push_back(sampler.cell_of(row));
  std::vector<std::uint32_t> all(4000);
  for (std::uint32_t row = 0; row < 4000; ++row) all[row] = row;
  for (float& value : rows.values) value *= -2.0F;
  base::ThreadPool pool(1);
  sampler.rows_changed(rows.view(), all, pool);
  for (std::uint32_t row = 0; row < 4000; ++row) CHECK(sampler.cell_of(row) == before[row]);
  const auto query = rows.query(8);
  const auto best = top(sampler, query, 1, 4000);
  CHECK(best[0].row == rows.exact(query, 1)[0]);
  CHECK(best[0].score > 1.0F);
}

TEST_CASE("rows and queries that are not finite do no harm") {
  ClusteredRows rows(3000, kDim);
  for (std::size_t i = 0; i < 300 * kDim; i += 7) rows.values[i] = std::nanf("");
  rows.values[400 * kDim] = INFINITY;
  const auto sampler = built(rows, kCells);
  const auto best = top(sampler, rows.query(1000), 5);
  REQUIRE(best.size() == 5);
  for (const ScoredRow& one : best) CHECK(std::isfinite(one.score));
  const std::vector<float> broken(kDim, std::nanf(""));
  CHECK(top(sampler, broken, 5).size() <= 5);
  std::vector<std::uint32_t> found;
  sampler.candidates(broken, 50, *sampler.make_scratch(), found);
  CHECK(found.size() == 50);
}

TEST_CASE("cells and probes without sense are refused") {
  const lsh::SamplerShape shape{.n_rows = 10, .dim = 4, .n_wanted = 2, .seed = 0};
  for (const CellConfig& bad :
       {CellConfig{0, 1, 1, 1}, CellConfig{11, 1, 1, 1}, CellConfig{5, 6, 1, 1},
        CellConfig{5, 0, 1, 1}, CellConfig{5, 1, 6, 1}, CellConfig{5, 1, 0, 1},
        CellConfig{5, 1, 1, 0}}) {
    CHECK_THROWS_AS(CellSampler(shape, bad), std::invalid_argument);
  }
}

namespace {

// Rows that are alike to nothing, and queries that are only ever for one of twenty of them.
struct FewAsked {
  FewAsked() : rows(30000, kDim) {
    base::Rng rng(9);
    for (float& value : rows.values) value = rng.normal();
    for (std::size_t i = 0; i < 30000; ++i) {
      to_unit_length(std::span(rows.values).subspan(i * kDim, kDim));
    }
  }
  std::vector<float> queries(std::size_t n, std::uint64_t stream) const {
    std::vector<float> all;
    for (std::size_t i = 0; i < n; ++i) {
      const auto query = at_cosine(rows.view()[i * 1500 / n * 20], 0.75, stream + i);
      all.insert(all.end(), query.begin(), query.end());
    }
    return all;
  }
  double recall(const CellSampler& sampler) const {
    const auto all = queries(200, 7'000'000);
    double found = 0.0;
    for (std::size_t i = 0; i < 200; ++i) {
      const auto query = std::span(all).subspan(i * kDim, kDim);
      const std::uint32_t wanted = rows.exact(query, 1)[0];
      const auto best = top(sampler, query, 10, 64);
      found += std::any_of(best.begin(), best.end(), [&](auto& one) { return one.row == wanted; })
                   ? 1.0 / 200
                   : 0.0;
    }
    return found;
  }

  ClusteredRows rows;
};

constexpr CellConfig kManyCells{
    .n_cells = 400, .n_probes = 24, .n_training_probes = 4, .n_visited = 64};
// Fitted cells read a quarter of those.
constexpr CellConfig kAsManyRead{
    .n_cells = 400, .n_probes = 6, .n_training_probes = 4, .n_visited = 64};

}  // namespace

TEST_CASE("cells that are fitted to queries are where those look") {
  const FewAsked data;
  lsh::SamplerShape shape = shape_of(data.rows);
  shape.cosine = true;
  base::ThreadPool pool(2);
  CellSampler without(shape, kAsManyRead);
  without.rebuild(data.rows.view(), pool);
  CellSampler fitted(shape, kManyCells);
  fitted.fit(data.rows.view(), data.queries(1500, 5'000'000), pool);
  const double found = data.recall(fitted);
  CHECK(found >= 0.98);
  CHECK(found >= data.recall(without) + 0.02);

  SUBCASE("the same at any number of threads") {
    base::ThreadPool alone(1);
    CellSampler again(shape, kManyCells);
    again.fit(data.rows.view(), data.queries(1500, 5'000'000), alone);
    CHECK(again.state() == fitted.state());
  }
  SUBCASE("a state brings the queries' cells back") {
    CellSampler loaded(shape, kManyCells);
    loaded.take_values(data.rows.view(), pool);
    loaded.restore(fitted.state());
    CHECK(loaded.state() == fitted.state());
    CHECK(data.recall(loaded) == found);
  }
  SUBCASE("rows that move are found where they are now") {
    FewAsked moved = data;
    const std::uint32_t row = 5;
    const auto query = data.rows.query(0, 0.9);
    std::copy(query.begin(), query.end(), moved.rows.values.begin() + row * kDim);
    std::vector<std::uint32_t> all(moved.rows.view().n_rows);
    std::iota(all.begin(), all.end(), 0U);
    fitted.rows_changed(moved.rows.view(), all, pool);
    CHECK(top(fitted, query, 1, 64)[0].row == row);
  }
  SUBCASE("fewer queries than cells are filled up with rows") {
    CellSampler few(shape, kManyCells);
    few.fit(data.rows.view(), data.queries(10, 5'000'000), pool);
    CHECK(top(few, data.rows.query(0, 0.9), 1, 30000)[0].row == 0);
  }
}
