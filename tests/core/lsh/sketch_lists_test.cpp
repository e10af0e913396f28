// SPDX-License-Identifier: Apache-2.0
#include "lsh/sketch_lists.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <vector>

#include "kernels/kernels.h"
#include "lsh/fixtures.h"

using namespace findling;
using namespace findling::test;
using lsh::Sketch;
using lsh::Sketcher;
using lsh::SketchLists;
using lsh::SketchQuery;

namespace {

const kernels::KernelTable& kernel = kernels::active();
constexpr std::size_t kDim = 48;

// Rows in cells, the lists of their sketches, and a query.
struct Fixture {
  Fixture(std::size_t n_rows, std::size_t cells)
      : n(n_rows), sketcher(kDim, 3), lists(n_rows, cells, sketcher.n_groups()), home(n_rows) {
    base::Rng rng(1);
    for (std::uint32_t& cell : home) cell = static_cast<std::uint32_t>(rng.below(cells));
    lists.deal(home);
    for (std::uint32_t row = 0; row < n; ++row) lists.write(row, sketch(row), bias(row));
    sketcher.ask(kernel, random_vector(kDim, 9, 0), query);
  }

  Sketch sketch(std::uint32_t row) const {
    const std::vector<float> origin(sketcher.width());
    Sketch made;
    sketcher.take(kernel, random_vector(kDim, 2, row), origin, made);
    return made;
  }
  static float bias(std::uint32_t row) { return static_cast<float>(row % 7); }

  // The score of a row by the definition of a sketch.
  float expected(std::uint32_t row) const {
    const Sketch made = sketch(row);
    double sum = 0.0;
    for (std::size_t group = 0; group < sketcher.n_groups(); ++group) {
      sum += query.tables[group * 16 + made.codes[group]];
    }
    return bias(row) + made.factor * (query.scale * static_cast<float>(sum) + query.offset);
  }

  std::map<std::uint32_t, float> scores_of(std::size_t cell) const {
    std::map<std::uint32_t, float> scores;
    SketchLists::Scratch scratch;
    lists.score(kernel, query, cell, 0.5F, scratch, [&](auto part, auto rows) {
      REQUIRE(part.size() == rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(scores.emplace(rows[i], part[i] - 0.5F).second);
      }
    });
    return scores;
  }

  void check_all() const {
    std::size_t n_seen = 0;
    for (std::size_t cell = 0; cell < lists.n_cells(); ++cell) {
      const auto scores = scores_of(cell);
      CHECK(scores.size() == lists.size(cell));
      for (const auto& [row, score] : scores) {
        CHECK(home[row] == cell);
        CHECK(lists.cell_of(row) == cell);
        CHECK(score == doctest::Approx(expected(row)).scale(1).epsilon(1e-4));
      }
      n_seen += scores.size();
    }
    CHECK(n_seen == n);
  }

  std::size_t n;
  Sketcher sketcher;
  SketchLists lists;
  std::vector<std::uint32_t> home;
  SketchQuery query;
};

}  // namespace

TEST_CASE("every row is in its cell once, with the score of its sketch") {
  for (const std::size_t n : {1U, 31U, 32U, 33U, 700U}) Fixture(n, 1).check_all();
  Fixture(700, 13).check_all();
  Fixture(40, 64).check_all();
}

TEST_CASE("rows that move take their sketches along, and lists stay without gaps") {
  Fixture f(500, 9);
  base::Rng rng(4);
  for (int step = 0; step < 3000; ++step) {
    const auto row = static_cast<std::uint32_t>(rng.below(500));
    // Mostly into one cell, so that lists grow and empty.
    f.home[row] = static_cast<std::uint32_t>(step % 3 == 0 ? rng.below(9) : (step / 500) % 9);
    f.lists.move(row, f.home[row]);
    f.lists.write(row, f.sketch(row), Fixture::bias(row));
    if (step % 500 == 499) f.check_all();
  }
}

TEST_CASE("all rows fit into any one cell") {
  Fixture f(100, 4);
  for (const std::uint32_t cell : {3U, 0U}) {
    for (std::uint32_t row = 0; row < 100; ++row) {
      f.home[row] = cell;
      f.lists.move(row, cell);
      f.lists.write(row, f.sketch(row), Fixture::bias(row));
    }
    f.check_all();
  }
}

TEST_CASE("some of the blocks are a sample of the full ones over all cells") {
  const Fixture f(2000, 5);
  SketchLists::Scratch scratch;
  std::size_t n_full = 0;
  std::size_t n_blocks = 0;
  std::size_t first = 0;
  for (std::size_t cell = 0; cell < 5; ++cell) {
    n_full += f.lists.size(cell) / SketchLists::kBlock;
    first = f.lists.score_some(kernel, f.query, cell, 0.0F, first, 7, scratch,
                               [&](std::span<const float> part, auto rows) {
                                 ++n_blocks;
                                 CHECK(part.size() == SketchLists::kBlock);
                                 CHECK(part[3] == doctest::Approx(f.expected(rows[3])));
                               });
  }
  CHECK(n_blocks == (n_full + 6) / 7);
}
