// SPDX-License-Identifier: Apache-2.0
#include "classify/margin_learner.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "base/rng.h"

using namespace findling;
using classify::learn_margins;
using classify::MarginConfig;
using classify::MarginTask;

namespace {

/// Samples of a few columns with yes-or-no answers, partly at random.
struct Problem {
  explicit Problem(std::size_t n, std::size_t dim, std::size_t n_questions) : dim(dim) {
    base::Rng rng(7);
    offsets.push_back(0);
    yes_offsets.push_back(0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::uint32_t column = 0; column < dim; ++column) {
        if (rng.below(3) != 0) continue;
        columns.push_back(column);
        values.push_back(static_cast<float>(rng.below(1000)) / 1000.0F);
      }
      offsets.push_back(columns.size());
      for (std::uint32_t q = 0; q < n_questions; ++q) {
        const bool has =
            std::count(columns.begin() + static_cast<long>(offsets[i]), columns.end(), q) > 0;
        if (has != (rng.below(5) == 0)) yes.push_back(q);
      }
      yes_offsets.push_back(yes.size());
    }
    questions = n_questions;
  }

  MarginTask task() const {
    return {sparse::CsrView{{offsets, columns}, values},
            dim,
            sparse::RaggedView{yes_offsets, yes},
            questions,
            {},
            {}};
  }

  bool answer(std::size_t i, std::uint32_t q) const {
    return std::binary_search(yes.begin() + static_cast<long>(yes_offsets[i]),
                              yes.begin() + static_cast<long>(yes_offsets[i + 1]), q);
  }

  /// What is to be minimal.
  double loss(const std::vector<float>& w, std::uint32_t q, double cost) const {
    double sum = 0.0;
    for (std::size_t d = 0; d < dim; ++d) sum += 0.5 * w[d * questions + q] * w[d * questions + q];
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
      double margin = 0.0;
      for (std::size_t at = offsets[i]; at < offsets[i + 1]; ++at) {
        margin += static_cast<double>(w[columns[at] * questions + q]) * values[at];
      }
      const double missing = std::max(0.0, 1.0 - (answer(i, q) ? margin : -margin));
      sum += cost * missing * missing;
    }
    return sum;
  }

  std::size_t dim;
  std::size_t questions;
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  std::vector<std::uint64_t> yes_offsets;
  std::vector<std::uint32_t> yes;
};

}  // namespace

TEST_CASE("weights are where the loss is least: no step to any side lowers it") {
  const Problem problem(200, 12, 3);
  base::ThreadPool pool(1);
  const auto w = learn_margins(problem.task(), {.cost = 0.5F, .epochs = 1000, .tolerance = 1e-5F},
                               pool, base::CancelToken());
  for (std::uint32_t q = 0; q < 3; ++q) {
    const double least = problem.loss(w, q, 0.5);
    for (std::size_t d = 0; d < 12; ++d) {
      for (const float step : {-0.02F, 0.02F}) {
        auto moved = w;
        moved[d * 3 + q] += step;
        CHECK(problem.loss(moved, q, 0.5) > least - 1e-6);
      }
    }
  }
}

TEST_CASE("the same weights at any number of threads, and for each question by itself") {
  const Problem problem(150, 20, 40);
  base::ThreadPool one(1);
  base::ThreadPool three(3);
  const base::CancelToken none;
  const auto w = learn_margins(problem.task(), {}, one, none);
  CHECK(w == learn_margins(problem.task(), {}, three, none));
}

TEST_CASE("what does not fit is refused, and learning can be cancelled") {
  const Problem problem(20, 5, 2);
  base::ThreadPool pool(1);
  const base::CancelToken none;
  CHECK_THROWS_AS(learn_margins(problem.task(), {.cost = 0.0F}, pool, none), std::invalid_argument);
  CHECK_THROWS_AS(learn_margins(problem.task(), {.epochs = 0}, pool, none), std::invalid_argument);
  auto wrong = problem.task();
  wrong.n_outputs = 1;  // there are answers to question 1
  CHECK_THROWS_AS(learn_margins(wrong, {}, pool, none), std::invalid_argument);
  base::CancelToken token;
  token.cancel();
  CHECK_THROWS_AS(learn_margins(problem.task(), {}, pool, token), base::CancelledError);
}
