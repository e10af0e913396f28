// SPDX-License-Identifier: Apache-2.0
#include "lsh/best_rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "base/rng.h"

namespace findling::lsh {
namespace {

// Few different values: many ties.
std::vector<float> coarse(std::size_t n) {
  base::Rng rng(n);
  std::vector<float> scores(n);
  for (float& score : scores) score = static_cast<float>(rng.below(20));
  return scores;
}

std::vector<ScoredRow> sorted(const std::vector<float>& scores, std::size_t n) {
  std::vector<ScoredRow> all;
  for (std::uint32_t i = 0; i < scores.size(); ++i) all.push_back({scores[i], i});
  std::sort(all.begin(), all.end());
  all.resize(std::min(n, all.size()));
  return all;
}

bool same(const std::vector<ScoredRow>& a, const std::vector<ScoredRow>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.score == y.score && x.row == y.row;
  });
}

void offer_in_parts(BestRows& best, const std::vector<float>& scores, std::size_t part, bool back) {
  const std::size_t n_parts = (scores.size() + part - 1) / part;
  for (std::size_t i = 0; i < n_parts; ++i) {
    const std::size_t begin = (back ? n_parts - 1 - i : i) * part;
    const auto some = std::span(scores).subspan(begin, std::min(part, scores.size() - begin));
    best.offer(some, [&](std::size_t j) { return static_cast<std::uint32_t>(begin + j); });
  }
}

}  // namespace

TEST_CASE("the best are those of a plain sort, in whatever order they come") {
  for (const std::size_t n_scores : {0U, 1U, 31U, 500U, 3000U}) {
    const auto scores = coarse(n_scores);
    for (const std::size_t n : {1U, 2U, 40U, 1000U}) {
      for (const bool back : {false, true}) {
        BestRows best;
        std::vector<ScoredRow> rows;
        best.start(n, rows);
        offer_in_parts(best, scores, 70, back);
        best.finish_sorted();
        CHECK(same(rows, sorted(scores, n)));
      }
    }
  }
}

TEST_CASE("scores below a limit do not come in") {
  const auto scores = coarse(300);
  BestRows best;
  std::vector<ScoredRow> rows;
  best.start(300, rows, 18.0F);
  offer_in_parts(best, scores, 64, false);
  best.finish();
  CHECK(rows.size() == static_cast<std::size_t>(std::count_if(scores.begin(), scores.end(),
                                                              [](float x) { return x >= 18.0F; })));
}

}  // namespace findling::lsh
