// SPDX-License-Identifier: Apache-2.0
// What all samplers with an index promise, whatever the index is.
#include "lsh/index_sampler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "lsh/cell_sampler.h"
#include "lsh/fixtures.h"
#include "lsh/make_sampler.h"

using namespace findling;
using namespace findling::test;
using lsh::RowSampler;

namespace {

using Rows = std::vector<std::uint32_t>;
constexpr std::size_t kDim = 64;
constexpr std::size_t kRows = 3000;
constexpr std::size_t kSamples = 24;
const std::vector<std::string> kNames{"srp", "dwta", "cells", "scan"};

std::unique_ptr<RowSampler> make(const std::string& name, float hard_share = 0.5F) {
  const lsh::SamplerShape shape{.n_rows = kRows,
                                .dim = kDim,
                                .n_wanted = 200,
                                .seed = 9,
                                .cosine = false,
                                .hard_share = hard_share};
  if (name != "cells") return lsh::make_sampler(name, shape);
  return std::make_unique<lsh::CellSampler>(
      shape,
      lsh::CellConfig{.n_cells = 50, .n_probes = 8, .n_training_probes = 4, .n_visited = 100});
}

// A batch: inputs near some rows, which are their labels.
struct Batch {
  explicit Batch(const ClusteredRows& rows, std::uint64_t number, double cosine = 0.75) {
    offsets.push_back(0);
    for (std::size_t i = 0; i < kSamples; ++i) {
      const std::size_t label = (number * kSamples + i) * 37 % kRows;
      const auto query = at_cosine(rows.view()[label], cosine, number * kSamples + i);
      queries.insert(queries.end(), query.begin(), query.end());
      labels.push_back(static_cast<std::uint32_t>(label));
      offsets.push_back(labels.size());
    }
  }
  lsh::SampleBatch view() const { return {queries, {offsets, labels}}; }
  std::span<const float> query(std::size_t i) const {
    return std::span(queries).subspan(i * kDim, kDim);
  }

  std::vector<float> queries;
  std::vector<std::uint64_t> offsets;
  Rows labels;
};

const ClusteredRows& data() {
  static const ClusteredRows rows(kRows, kDim);
  return rows;
}

Rows propose(RowSampler& sampler, const Batch& batch, std::size_t n_wanted, std::uint64_t seed,
             base::ThreadPool& pool) {
  Rows rows;
  base::Rng rng(seed);
  sampler.propose(batch.view(), n_wanted, rng, pool, *sampler.make_scratch(), rows);
  return rows;
}

Rows candidates(const RowSampler& sampler, std::span<const float> query, std::size_t n) {
  Rows rows;
  sampler.candidates(query, n, *sampler.make_scratch(), rows);
  return rows;
}

// Training as far as a sampler sees it: rows of a batch move a little, then the sampler hears it.
void train(RowSampler& sampler, ClusteredRows& rows, std::uint64_t first, std::uint64_t n,
           base::ThreadPool& pool) {
  for (std::uint64_t number = first; number < first + n; ++number) {
    const Rows active = propose(sampler, Batch(rows, number), 200, number, pool);
    for (const std::uint32_t row : active) {
      const auto noise = random_vector(kDim, number, row);
      for (std::size_t j = 0; j < kDim; ++j) rows.values[row * kDim + j] += 0.05F * noise[j];
    }
    sampler.rows_changed(rows.view(), active, pool);
  }
}

// The share of the rows that score highest for the samples of a batch among `rows`.
double share_of_best(const Rows& rows, const Batch& batch, std::size_t k) {
  double found = 0.0;
  for (std::size_t i = 0; i < kSamples; ++i) {
    for (const std::uint32_t best : data().exact(batch.query(i), k)) {
      found += std::binary_search(rows.begin(), rows.end(), best) ? 1.0 : 0.0;
    }
  }
  return found / static_cast<double>(kSamples * k);
}

}  // namespace

TEST_CASE("a batch gets its labels and as many rows as are wanted, ascending") {
  base::ThreadPool pool(2);
  const Batch batch(data(), 0);
  for (const std::string& name : kNames) {
    CAPTURE(name);
    const auto sampler = make(name);
    sampler->rebuild(data().view(), pool);
    for (const std::size_t n_wanted : {1U, 30U, 200U, 2000U, 2999U, 3000U, 9999U}) {
      const Rows rows = propose(*sampler, batch, n_wanted, 1, pool);
      CHECK(rows.size() == std::clamp<std::size_t>(n_wanted, kSamples, kRows));
      CHECK(ascending_once(rows));
      for (const std::uint32_t label : batch.labels) {
        CHECK(std::binary_search(rows.begin(), rows.end(), label));
      }
    }
  }
}

TEST_CASE("proposals hold more of the rows that score high than chance") {
  base::ThreadPool pool(2);
  const Batch batch(data(), 0);
  const auto share = [&](const std::string& name, float hard_share) {
    const auto sampler = make(name, hard_share);
    sampler->rebuild(data().view(), pool);
    return share_of_best(propose(*sampler, batch, 400, 1, pool), batch, 10);
  };
  const double chance = share("srp", 0.0F);
  CHECK(chance < 0.3);
  for (const std::string& name : kNames) {
    CAPTURE(name);
    CHECK(share(name, 0.5F) > chance + (name == "dwta" ? 0.08 : 0.15));
    CHECK(share(name, 1.0F) > share(name, 0.5F) - 0.02);
  }
}

TEST_CASE("candidates are as many as wanted, ascending, and hold the best row") {
  base::ThreadPool pool(2);
  for (const std::string& name : kNames) {
    CAPTURE(name);
    const auto sampler = make(name);
    sampler->rebuild(data().view(), pool);
    double found = 0.0;
    for (std::size_t i = 0; i < 100; ++i) {
      const auto query = data().query(i * 30);
      const Rows rows = candidates(*sampler, query, 300);
      CHECK(rows.size() == 300);
      CHECK(ascending_once(rows));
      found += std::binary_search(rows.begin(), rows.end(), data().exact(query, 1)[0]) ? 0.01 : 0.0;
    }
    CHECK(found > (name == "dwta" ? 0.7 : 0.95));
    CHECK(candidates(*sampler, data().query(1), kRows + 5).size() == kRows);
  }
}

TEST_CASE("proposals and the index are the same at any number of threads") {
  base::ThreadPool one(1);
  base::ThreadPool three(3);
  for (const std::string& name : kNames) {
    CAPTURE(name);
    ClusteredRows a = data();
    ClusteredRows b = data();
    const auto first = make(name);
    const auto second = make(name);
    first->rebuild(a.view(), one);
    second->rebuild(b.view(), three);
    train(*first, a, 0, 6, one);
    train(*second, b, 0, 6, three);
    CHECK(a.values == b.values);
    CHECK(first->state() == second->state());
  }
}

TEST_CASE("a sampler that was saved goes on with the same bits") {
  base::ThreadPool pool(2);
  for (const std::string& name : kNames) {
    for (const bool frozen : {false, true}) {
      CAPTURE(name);
      CAPTURE(frozen);
      ClusteredRows a = data();
      const auto first = make(name);
      first->rebuild(a.view(), pool);
      train(*first, a, 0, 3, pool);
      if (frozen) first->freeze();
      train(*first, a, 3, 3, pool);
      ClusteredRows b = a;
      const auto second = make(name);
      second->rebuild(b.view(), pool);
      second->restore(first->state());
      CHECK(second->frozen() == frozen);
      CHECK(first->state() == second->state());
      train(*first, a, 6, 4, pool);
      train(*second, b, 6, 4, pool);
      CHECK(a.values == b.values);
      CHECK(first->state() == second->state());
      CHECK(candidates(*first, data().query(3), 50) == candidates(*second, data().query(3), 50));
    }
  }
}

TEST_CASE("a state that is cut, longer or altered is refused or harmless") {
  base::ThreadPool pool(1);
  for (const std::string& name : kNames) {
    CAPTURE(name);
    ClusteredRows rows = data();
    const auto sampler = make(name);
    sampler->rebuild(rows.view(), pool);
    train(*sampler, rows, 0, 1, pool);
    sampler->freeze();
    train(*sampler, rows, 1, 1, pool);
    const Rows state = sampler->state();
    const auto other = make(name);
    other->rebuild(rows.view(), pool);
    CHECK_THROWS_AS(other->restore({}), std::invalid_argument);
    CHECK_THROWS_AS(other->restore(std::span(state).first(2)), std::invalid_argument);
    CHECK_THROWS_AS(other->restore(std::span(state).first(state.size() - 1)),
                    std::invalid_argument);
    Rows longer = state;
    longer.push_back(0);
    CHECK_THROWS_AS(other->restore(longer), std::invalid_argument);
    base::Rng rng(4);
    for (int i = 0; i < 60; ++i) {
      Rows altered = state;
      const std::size_t reach = i % 2 == 0 ? 40 : altered.size();
      altered[rng.below(std::min(reach, altered.size()))] =
          static_cast<std::uint32_t>(rng.next_u64());
      try {
        other->restore(altered);
      } catch (const std::invalid_argument&) {
        continue;
      }
      CHECK(candidates(*other, data().query(3), 50).size() == 50);
    }
    other->restore(state);
    CHECK(other->state() == state);
  }
}

TEST_CASE("a frozen index learns labels that it would miss") {
  base::ThreadPool pool(2);
  for (const std::string& name : {std::string("srp"), std::string("dwta"), std::string("cells")}) {
    CAPTURE(name);
    const auto sampler = make(name);
    sampler->rebuild(data().view(), pool);
    sampler->freeze();
    // Inputs far from their labels.
    const auto recall = [&] {
      double found = 0.0;
      for (std::uint64_t number = 0; number < 4; ++number) {
        const Batch batch(data(), number, 0.1);
        for (std::size_t i = 0; i < kSamples; ++i) {
          const Rows rows = candidates(*sampler, batch.query(i), 100);
          found += std::binary_search(rows.begin(), rows.end(), batch.labels[i]) ? 1.0 : 0.0;
        }
      }
      return found / (4.0 * kSamples);
    };
    const double before = recall();
    Rows rows;
    for (std::uint64_t number = 0; number < 4; ++number) {
      propose(*sampler, Batch(data(), number, 0.1), 100, number, pool);
    }
    CHECK(recall() > before + 0.15);
  }
}

TEST_CASE("an unknown share of hard negatives, no rows and no columns are refused") {
  CHECK_THROWS_AS(make("srp", 1.5F), std::invalid_argument);
  CHECK_THROWS_AS(make("scan", -0.1F), std::invalid_argument);
  CHECK_THROWS_AS(make("scan", std::nanf("")), std::invalid_argument);
  CHECK_THROWS_AS(lsh::make_sampler("scan", {.n_rows = 0, .dim = 4, .n_wanted = 1, .seed = 0}),
                  std::invalid_argument);
  CHECK_THROWS_AS(lsh::make_sampler("srp", {.n_rows = 4, .dim = 0, .n_wanted = 1, .seed = 0}),
                  std::invalid_argument);
}
