// SPDX-License-Identifier: Apache-2.0
#include "lsh/make_sampler.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "lsh/cell_sampler.h"
#include "lsh/lsh_config.h"
#include "lsh/row_index.h"

namespace findling::lsh {
namespace {

SamplerShape shape_of(std::size_t n_rows) {
  return {.n_rows = n_rows, .dim = 8, .n_wanted = 4, .seed = 1};
}

}  // namespace

TEST_CASE("samplers that keep rows can score what they find, the others say so") {
  for (const std::string name : {"scan", "cells"}) {
    CHECK(make_sampler(name, shape_of(100))->index() != nullptr);
    CHECK(make_index(name, shape_of(100))->index() != nullptr);
  }
  for (const std::string name : {"random", "srp", "dwta"}) {
    CHECK(make_sampler(name, shape_of(100))->index() == nullptr);
    CHECK_THROWS_AS(make_index(name, shape_of(100)), std::invalid_argument);
  }
  CHECK_THROWS_WITH_AS(make_index("lucky", shape_of(100)), doctest::Contains("lucky"),
                       std::invalid_argument);
}

TEST_CASE("small layers are scanned, wide ones have an index") {
  CHECK(auto_index(shape_of(2000)) == "scan");
  CHECK(auto_index(shape_of(60'000)) == "cells");
  CHECK(auto_index(shape_of(670'000)) == "cells");
  CHECK(dynamic_cast<const CellSampler*>(make_index("auto", shape_of(20'000)).get()) != nullptr);
  CHECK(dynamic_cast<const CellSampler*>(make_index("auto", shape_of(2'000)).get()) == nullptr);
}

TEST_CASE("the tuned shapes are valid at every size") {
  for (const std::size_t n : {1U, 2U, 100U, 60'000U, 131'073U, 670'000U, 5'000'000U}) {
    CAPTURE(n);
    const CellConfig cells = tune_cells(shape_of(n));
    CHECK(cells.n_cells <= n);
    CHECK((cells.n_probes >= 1 && cells.n_probes <= cells.n_cells));
    CHECK((cells.n_training_probes >= 1 && cells.n_training_probes <= cells.n_probes));
    for (const HashKind kind : {HashKind::kSignedProjections, HashKind::kWinnerTakeAll}) {
      const LshConfig tables = tune(kind, shape_of(n));
      CHECK((tables.bits >= 2 && tables.bits <= 12));
      CHECK((tables.n_probes == 1 || kind == HashKind::kSignedProjections));
    }
  }
}

}  // namespace findling::lsh
