// SPDX-License-Identifier: Apache-2.0
#include "train/span_sampler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "layers/fixtures.h"

using namespace findling;
using train::SpanBatch;
using train::SpanSampler;

namespace {

// Passage i holds the numbers 1000 i, 1000 i + 1, ..., so that a span shows where it came from.
test::Lists numbered(const std::vector<std::uint32_t>& lengths) {
  test::Lists lists;
  for (std::uint32_t i = 0; i < lengths.size(); ++i) {
    std::vector<std::uint32_t> list(lengths[i]);
    for (std::uint32_t j = 0; j < lengths[i]; ++j) list[j] = 1000 * i + j;
    lists.add(list);
  }
  return lists;
}

std::vector<std::uint32_t> tokens_of_epoch(SpanSampler& sampler, std::uint64_t epoch) {
  std::vector<std::uint32_t> all;
  SpanBatch batch;
  sampler.begin_epoch(epoch);
  while (sampler.next(batch)) all.insert(all.end(), batch.tokens.begin(), batch.tokens.end());
  return all;
}

}  // namespace

TEST_CASE("span sampler: each passage equally often, whole spans of it, lengths in range") {
  const test::Lists passages = numbered({100, 3, 0, 50, 4});
  SpanSampler sampler(passages.view(), {.spans_per_passage = 3, .batch_size = 4}, 1);
  CHECK(sampler.spans_per_epoch() == 9);
  std::map<std::uint32_t, int> seen;
  SpanBatch batch;
  sampler.begin_epoch(0);
  while (sampler.next(batch)) {
    CHECK(batch.size() <= 4);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto span = batch.view()[i];
      const std::uint32_t passage = batch.labels[i];
      ++seen[passage];
      CHECK((span.size() >= 3 && span.size() <= 24));
      CHECK(span.front() / 1000 == passage);
      CHECK(span.back() == span.front() + span.size() - 1);
      CHECK(span.back() < 1000 * passage + passages.view()[passage].size());
    }
  }
  CHECK(seen == std::map<std::uint32_t, int>{{0, 3}, {3, 3}, {4, 3}});
}

TEST_CASE("span sampler: reaches both ends of a passage and every length") {
  const test::Lists passages = numbered({30});
  SpanSampler sampler(passages.view(), {.spans_per_passage = 1000}, 2);
  SpanBatch batch;
  std::vector<int> lengths(25);
  std::uint32_t first = 1000;
  std::uint32_t last = 0;
  sampler.begin_epoch(0);
  while (sampler.next(batch)) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      ++lengths[batch.view()[i].size()];
      first = std::min(first, batch.view()[i].front());
      last = std::max(last, batch.view()[i].back());
    }
  }
  CHECK(first == 0);
  CHECK(last == 29);
  CHECK(std::all_of(lengths.begin() + 3, lengths.end(), [](int n) { return n > 10; }));
}

TEST_CASE("span sampler: an epoch depends on the seed and its number only") {
  const test::Lists passages = numbered({100, 90, 80});
  SpanSampler one(passages.view(), {}, 5);
  SpanSampler two(passages.view(), {}, 5);
  SpanSampler other(passages.view(), {}, 6);
  const auto third = tokens_of_epoch(one, 3);
  tokens_of_epoch(two, 0);
  CHECK(tokens_of_epoch(two, 3) == third);
  CHECK(tokens_of_epoch(two, 4) != third);
  CHECK(tokens_of_epoch(other, 3) != third);
}

TEST_CASE("span sampler: nothing to draw from gives no batch") {
  SpanBatch batch;
  for (const auto& lengths : std::vector<std::vector<std::uint32_t>>{{}, {0}, {3, 3}}) {
    const test::Lists passages = numbered(lengths);
    SpanSampler sampler(passages.view(), {}, 1);
    sampler.begin_epoch(0);
    CHECK_FALSE(sampler.next(batch));
  }
}
