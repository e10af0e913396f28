// SPDX-License-Identifier: Apache-2.0
#include "retrieval/inverted_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/rng.h"

using findling::base::Rng;
using findling::retrieval::InvertedIndex;
using findling::retrieval::QueryTerm;
using findling::retrieval::Scored;
using findling::sparse::RaggedView;

namespace {

constexpr std::size_t kTerms = 40;

using Passages = std::vector<std::vector<std::uint32_t>>;

Passages random_passages(std::size_t n) {
  Rng rng(7);
  Passages passages(n);
  for (auto& passage : passages) {
    for (std::uint64_t i = rng.below(30); i > 0; --i) {
      passage.push_back(static_cast<std::uint32_t>(rng.below(kTerms)));
    }
  }
  return passages;
}

void append(InvertedIndex& index, const Passages& passages, std::size_t begin, std::size_t end) {
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> terms;
  for (std::size_t i = begin; i < end; ++i) {
    terms.insert(terms.end(), passages[i].begin(), passages[i].end());
    offsets.push_back(terms.size());
  }
  index.append({offsets, terms}, kTerms);
}

/// BM25 as the book has it, over the passages that are `live`.
std::vector<double> plain_bm25(const Passages& passages, const std::vector<bool>& live,
                               const std::vector<QueryTerm>& query) {
  double n = 0;
  double length = 0;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    n += live[i] ? 1 : 0;
    length += live[i] ? static_cast<double>(passages[i].size()) : 0;
  }
  std::vector<double> scores(passages.size());
  for (const QueryTerm& wanted : query) {
    const auto count = [&](std::size_t i) {
      return static_cast<double>(std::count(passages[i].begin(), passages[i].end(), wanted.term));
    };
    double df = 0;
    for (std::size_t i = 0; i < passages.size(); ++i) df += live[i] && count(i) > 0 ? 1 : 0;
    const double idf = std::log(1 + (n - df + 0.5) / (df + 0.5));
    for (std::size_t i = 0; i < passages.size(); ++i) {
      if (!live[i]) continue;
      const double share = static_cast<double>(passages[i].size()) / (length / n);
      const double norm = 1.2 * (1 - 0.75 + 0.75 * share);
      scores[i] += wanted.count * idf * count(i) * 2.2 / (count(i) + norm);
    }
  }
  return scores;
}

void check_scores(const InvertedIndex& index, const Passages& passages,
                  const std::vector<bool>& live) {
  const std::vector<QueryTerm> query{{3, 1}, {17, 2}, {39, 1}, {5000, 1}};
  std::vector<float> scores(index.n_slots());
  index.score(query, scores);
  const auto expected = plain_bm25(passages, live, query);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    CHECK(scores[i] == doctest::Approx(expected[i]).epsilon(1e-5));
  }
}

/// Passages that came in three times, some of them gone since.
struct Changed {
  Passages passages = random_passages(90);
  std::vector<bool> live = std::vector<bool>(90, true);
  InvertedIndex index;

  Changed() {
    append(index, passages, 0, 40);
    append(index, passages, 40, 41);
    append(index, passages, 41, 90);
    for (std::uint32_t slot = 2; slot < 90; slot += 7) {
      index.remove(slot);
      live[slot] = false;
    }
  }
};

const std::vector<QueryTerm> kQuery{{3, 1}, {17, 2}, {39, 1}, {5000, 1}};

/// The `k` best of all scores.
std::vector<Scored> exhaustive(const std::vector<float>& scores,
                               const std::vector<std::uint8_t>& allowed, std::size_t k) {
  std::vector<Scored> all;
  for (std::uint32_t slot = 0; slot < scores.size(); ++slot) {
    if (scores[slot] <= 0 || (!allowed.empty() && allowed[slot] == 0)) continue;
    all.push_back({slot, scores[slot]});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Scored& a, const Scored& b) { return a.score > b.score; });
  all.resize(std::min(k, all.size()));
  return all;
}

}  // namespace

TEST_CASE("scores are those of plain BM25, however the passages came in") {
  const Passages passages = random_passages(90);
  InvertedIndex at_once;
  append(at_once, passages, 0, 90);
  check_scores(at_once, passages, std::vector<bool>(90, true));
  InvertedIndex bit_by_bit;
  append(bit_by_bit, passages, 0, 1);
  append(bit_by_bit, passages, 1, 50);
  append(bit_by_bit, passages, 50, 90);
  check_scores(bit_by_bit, passages, std::vector<bool>(90, true));
}

TEST_CASE("removed passages leave no trace in the scores of the others") {
  const Passages passages = random_passages(90);
  InvertedIndex index;
  append(index, passages, 0, 60);
  append(index, passages, 60, 90);
  std::vector<bool> live(90, true);
  for (std::uint32_t slot = 0; slot < 90; slot += 3) {
    CHECK(index.remove(slot));
    CHECK_FALSE(index.remove(slot));
    live[slot] = false;
  }
  CHECK(index.n_live() == 60);
  check_scores(index, passages, live);
}

TEST_CASE("an index of nothing, and of passages without words, answers with zeros") {
  InvertedIndex index;
  CHECK(index.score(std::vector<QueryTerm>{{0, 1}}, {}) == 0);
  append(index, Passages(3), 0, 3);
  std::vector<float> scores(3);
  CHECK(index.score(std::vector<QueryTerm>{{0, 1}}, scores) == 0);
  CHECK(scores == std::vector<float>(3, 0.0F));
}

TEST_CASE("the best passages are those of exhaustive scoring, with the same scores") {
  const Changed c;
  std::vector<float> scores(c.index.n_slots());
  c.index.score(kQuery, scores);
  for (const bool some : {false, true}) {
    std::vector<std::uint8_t> allowed(some ? scores.size() : 0);
    for (std::size_t i = 0; i < allowed.size(); i += 2) allowed[i] = 1;
    for (const std::size_t k : {1, 10, 1000}) {
      const auto expected = exhaustive(scores, allowed, k);
      const auto best = c.index.best(kQuery, k, allowed);
      REQUIRE(best.size() == expected.size());
      for (std::size_t i = 0; i < best.size(); ++i) {
        CHECK(best[i].slot == expected[i].slot);
        CHECK(best[i].score == expected[i].score);
      }
    }
  }
}

TEST_CASE("scores of some passages are those of exhaustive scoring") {
  const Changed c;
  std::vector<float> scores(c.index.n_slots());
  c.index.score(kQuery, scores);
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 1; slot < scores.size(); slot += 1 + slot % 5) slots.push_back(slot);
  std::vector<float> some(slots.size(), 9.0F);
  c.index.score_of(kQuery, slots, some);
  for (std::size_t i = 0; i < slots.size(); ++i) CHECK(some[i] == scores[slots[i]]);
}

TEST_CASE("what each term adds makes up the score") {
  const Changed c;
  std::vector<float> scores(c.index.n_slots());
  c.index.score(kQuery, scores);
  for (std::uint32_t slot = 0; slot < scores.size(); ++slot) {
    float sum = 0;
    for (const QueryTerm& wanted : kQuery) sum += c.index.term_score(wanted, slot);
    CHECK(sum == doctest::Approx(scores[slot]).epsilon(1e-5));
  }
  CHECK(c.index.inverse_frequency(5000) == 0.0F);
  CHECK(c.index.inverse_frequency(3) > 0.0F);
}

TEST_CASE("counts are those of the passages, removed or not") {
  const Changed c;
  for (const std::uint32_t term : {0U, 3U, 39U, 5000U}) {
    for (std::uint32_t slot = 0; slot < c.passages.size(); ++slot) {
      const auto& passage = c.passages[slot];
      const auto expected = std::count(passage.begin(), passage.end(), term);
      CHECK(c.index.count(term, slot) == static_cast<std::uint32_t>(expected));
    }
  }
}

TEST_CASE("live passages with all of some terms, the first of them when there is a limit") {
  const Changed c;
  const std::vector<std::uint32_t> terms{3, 17};
  std::vector<std::uint32_t> expected;
  for (std::uint32_t slot = 0; slot < c.passages.size(); ++slot) {
    if (c.live[slot] && c.index.count(3, slot) > 0 && c.index.count(17, slot) > 0) {
      expected.push_back(slot);
    }
  }
  REQUIRE(expected.size() > 3);
  CHECK(c.index.slots_with_all(terms) == expected);
  expected.resize(3);
  CHECK(c.index.slots_with_all(terms, 3) == expected);
  CHECK(c.index.slots_with_all(std::vector<std::uint32_t>{3, 5000}).empty());
  CHECK(c.index.slots_with_all({}).empty());
}

namespace {

constexpr std::size_t kManyTerms = 300;

/// Passages of very different lengths whose terms are rare or frequent, as words are, added to
/// `index` in parts, of which later ones are longer. A tenth of them is removed.
void fill(InvertedIndex& index) {
  Rng rng(9);
  for (const std::size_t n : {9000, 1, 3000, 2000}) {
    std::vector<std::uint64_t> offsets{0};
    std::vector<std::uint32_t> terms;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::uint64_t length = rng.below(n < 9000 ? 90 : 30); length > 0; --length) {
        const std::uint64_t most = 1 + rng.below(kManyTerms) * rng.below(kManyTerms) / kManyTerms;
        terms.push_back(static_cast<std::uint32_t>(rng.below(most)));
      }
      offsets.push_back(terms.size());
    }
    index.append({offsets, terms}, kManyTerms);
  }
  for (int i = 0; i < 1500; ++i)
    index.remove(static_cast<std::uint32_t>(rng.below(index.n_slots())));
}

void check_best(const InvertedIndex& index, const std::vector<QueryTerm>& query,
                const std::vector<std::uint8_t>& allowed) {
  std::vector<float> scores(index.n_slots());
  index.score(query, scores);
  for (const std::size_t k : {1, 10, 600}) {
    const auto expected = exhaustive(scores, allowed, k);
    const auto best = index.best(query, k, allowed);
    REQUIRE(best.size() == expected.size());
    bool same = true;
    for (std::size_t i = 0; i < best.size(); ++i) {
      same &= best[i].slot == expected[i].slot && best[i].score == expected[i].score;
    }
    CHECK(same);
  }
}

}  // namespace

TEST_CASE("in many passages too, whatever is passed over unread, the best are the best") {
  InvertedIndex index;
  fill(index);
  Rng rng(10);
  for (int round = 0; round < 60; ++round) {
    std::vector<QueryTerm> query;
    for (std::uint64_t n = 1 + rng.below(8); n > 0; --n) {
      query.push_back({static_cast<std::uint32_t>(rng.below(kManyTerms)),
                       1 + static_cast<std::uint32_t>(rng.below(2))});
    }
    check_best(index, query, {});
    // From everything to so few that each is looked at.
    std::vector<std::uint8_t> allowed(index.n_slots());
    const std::uint64_t one_of = std::uint64_t{1} << rng.below(12);
    for (auto& one : allowed) one = rng.below(one_of) == 0 ? 1 : 0;
    check_best(index, query, allowed);
  }
}

TEST_CASE("removals are seen by terms that were asked for before") {
  const Passages passages = random_passages(3000);
  InvertedIndex index;
  append(index, passages, 0, 2000);
  append(index, passages, 2000, 3000);
  std::vector<bool> live(3000, true);
  const auto remove_each = [&](std::uint32_t first, std::uint32_t step) {
    for (std::uint32_t slot = first; slot < 3000; slot += step) {
      index.remove(slot);
      live[slot] = false;
    }
    check_scores(index, passages, live);
  };
  check_scores(index, passages, live);
  remove_each(100, 1000);  // few: looked up
  remove_each(100, 3);     // many: the lists are gone through
  remove_each(7, 900);
}
