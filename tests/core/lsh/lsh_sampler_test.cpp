// SPDX-License-Identifier: Apache-2.0
#include "lsh/lsh_sampler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "lsh/fixtures.h"

using namespace findling;
using namespace findling::test;
using lsh::HashKind;
using lsh::LshConfig;
using lsh::LshSampler;

namespace {

using Rows = std::vector<std::uint32_t>;
constexpr std::size_t kDim = 64;
constexpr std::size_t kRows = 4000;

const ClusteredRows& data() {
  static const ClusteredRows rows(kRows, kDim);
  return rows;
}

LshConfig config_of(HashKind kind) {
  return {.kind = kind, .bits = 6, .n_tables = 24, .n_probes = 1, .bucket_limit = 0};
}

LshSampler built(const LshConfig& config, const ClusteredRows& rows = data()) {
  LshSampler sampler({.n_rows = kRows, .dim = kDim, .n_wanted = 100, .seed = 3}, config);
  base::ThreadPool pool(2);
  sampler.rebuild(rows.view(), pool);
  return sampler;
}

// The share of the ten best rows among the candidates at this sparsity.
double recall(const LshSampler& sampler, double sparsity) {
  double found = 0.0;
  Rows rows;
  const auto scratch = sampler.make_scratch();
  for (std::size_t i = 0; i < 100; ++i) {
    const auto query = data().query(i * 40);
    sampler.candidates(query, static_cast<std::size_t>(sparsity * kRows), *scratch, rows);
    for (const std::uint32_t best : data().exact(query, 10)) {
      found += std::binary_search(rows.begin(), rows.end(), best) ? 0.001 : 0.0;
    }
  }
  return found;
}

Rows all_candidates(const LshSampler& sampler) {
  Rows all;
  Rows rows;
  for (std::size_t i = 0; i < 40; ++i) {
    sampler.candidates(data().query(i * 100), 60, *sampler.make_scratch(), rows);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

void move_rows(ClusteredRows& rows, const Rows& which) {
  for (const std::uint32_t row : which) {
    const auto fresh = random_vector(kDim, 31, row);
    std::copy(fresh.begin(), fresh.end(),
              rows.values.begin() + static_cast<std::ptrdiff_t>(row * kDim));
  }
}

Rows every(std::uint32_t step) {
  Rows rows;
  for (std::uint32_t row = 0; row < kRows; row += step) rows.push_back(row);
  return rows;
}

}  // namespace

TEST_CASE("hash tables find far more of the best rows than chance, at every sparsity") {
  for (const HashKind kind : {HashKind::kSignedProjections, HashKind::kWinnerTakeAll}) {
    const LshSampler sampler = built(config_of(kind));
    double before = 0.0;
    for (const double sparsity : {0.01, 0.05, 0.2}) {
      CAPTURE(sparsity);
      // Chance finds the share `sparsity`.
      CHECK(recall(sampler, sparsity) > std::min(0.7, 5.0 * sparsity + 0.1));
      CHECK(recall(sampler, sparsity) >= before);
      before = recall(sampler, sparsity);
    }
  }
}

TEST_CASE("more tables and more probes find more") {
  LshConfig config = config_of(HashKind::kSignedProjections);
  config.n_tables = 6;
  const double few = recall(built(config), 0.02);
  config.n_probes = 4;
  const double probed = recall(built(config), 0.02);
  config.n_tables = 48;
  const double many = recall(built(config), 0.02);
  CHECK(probed > few + 0.03);
  CHECK(many > probed + 0.1);
}

TEST_CASE("rows that moved are rehashed to where a new index has them") {
  for (const HashKind kind : {HashKind::kSignedProjections, HashKind::kWinnerTakeAll}) {
    ClusteredRows rows = data();
    LshSampler sampler = built(config_of(kind), rows);
    const Rows moved = every(5);
    move_rows(rows, moved);
    base::ThreadPool pool(2);
    sampler.rows_changed(rows.view(), moved, pool);
    CHECK(all_candidates(sampler) == all_candidates(built(config_of(kind), rows)));
    CHECK(all_candidates(sampler) != all_candidates(built(config_of(kind))));
  }
}

TEST_CASE("moved rows are gathered until they are a sixteenth") {
  ClusteredRows rows = data();
  LshSampler sampler = built(config_of(HashKind::kSignedProjections), rows);
  const Rows before = all_candidates(sampler);
  const Rows moved = every(20);
  move_rows(rows, moved);
  base::ThreadPool pool(1);
  sampler.rows_changed(rows.view(), moved, pool);
  CHECK(all_candidates(sampler) == before);
  move_rows(rows, every(10));
  sampler.rows_changed(rows.view(), every(10), pool);
  CHECK(all_candidates(sampler) ==
        all_candidates(built(config_of(HashKind::kSignedProjections), rows)));
}

TEST_CASE("frozen tables keep every row in its place, until they are rebuilt") {
  ClusteredRows rows = data();
  LshSampler sampler = built(config_of(HashKind::kSignedProjections), rows);
  const Rows before = all_candidates(sampler);
  sampler.freeze();
  move_rows(rows, every(1));
  base::ThreadPool pool(1);
  sampler.rows_changed(rows.view(), every(1), pool);
  CHECK(all_candidates(sampler) == before);
  sampler.rebuild(rows.view(), pool);
  CHECK(sampler.frozen());
  CHECK(all_candidates(sampler) != before);
}

TEST_CASE("probes that a family does not have are refused") {
  LshConfig config = config_of(HashKind::kWinnerTakeAll);
  config.n_probes = 2;
  CHECK_THROWS_AS(built(config), std::invalid_argument);
  config = config_of(HashKind::kSignedProjections);
  config.n_probes = 0;
  CHECK_THROWS_AS(built(config), std::invalid_argument);
  config.n_probes = 9;
  CHECK_THROWS_AS(built(config), std::invalid_argument);
  config.n_probes = 8;
  config.bits = 17;
  CHECK_THROWS_AS(built(config), std::invalid_argument);
}
