// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_choice.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "base/rng.h"
#include "lsh/best_rows.h"

namespace findling::tasks {

namespace {

constexpr std::size_t kMaxChoices = 16;

bool holds(std::span<const std::uint32_t> values, std::uint32_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::uint32_t draw_one(const BucketIndex& index, base::Rng& rng,
                       std::span<const std::uint32_t> taken) {
  for (;;) {
    const auto bucket = static_cast<std::uint32_t>(rng.below(index.shape().n_buckets));
    if (!holds(taken, bucket)) return bucket;
  }
}

struct Naming {
  std::uint32_t bucket;
  std::uint32_t n_examples;
  double sum;
};

bool more_convincing(const Naming& a, const Naming& b) {
  if (a.n_examples != b.n_examples) return a.n_examples > b.n_examples;
  if (a.sum != b.sum) return a.sum > b.sum;
  return a.bucket < b.bucket;
}

// All buckets, with how many examples name each and the sum of its scores.
std::vector<Naming> count_namings(std::span<const float> scores, std::size_t n_buckets,
                                  std::size_t n_top) {
  std::vector<Naming> namings(n_buckets);
  for (std::size_t b = 0; b < n_buckets; ++b) namings[b] = {static_cast<std::uint32_t>(b), 0, 0.0};
  std::vector<lsh::ScoredRow> rows;
  lsh::BestRows best;
  for (std::size_t begin = 0; begin < scores.size(); begin += n_buckets) {
    const auto example = scores.subspan(begin, n_buckets);
    for (std::size_t b = 0; b < n_buckets; ++b) namings[b].sum += example[b];
    best.start(n_top, rows);
    best.offer(example, [](std::size_t b) { return static_cast<std::uint32_t>(b); });
    best.finish();
    for (const lsh::ScoredRow& row : rows) ++namings[row.row].n_examples;
  }
  return namings;
}

}  // namespace

std::vector<std::uint32_t> draw_buckets(const BucketIndex& index, std::uint64_t key,
                                        std::size_t n_choices) {
  if (n_choices < 1 || n_choices > kMaxChoices) {
    throw std::invalid_argument("[mach] expected 1 to 16 choices a bucket, got " +
                                std::to_string(n_choices));
  }
  base::Rng rng(index.shape().seed, key);
  std::vector<std::uint32_t> buckets;
  buckets.reserve(index.shape().n_hashes);
  while (buckets.size() < index.shape().n_hashes) {
    std::uint32_t best = draw_one(index, rng, buckets);
    for (std::size_t i = 1; i < n_choices; ++i) {
      const std::uint32_t other = draw_one(index, rng, buckets);
      if (index.labels_in(other).size() < index.labels_in(best).size()) best = other;
    }
    buckets.push_back(best);
  }
  return buckets;
}

void introduce_by_key(BucketIndex& index, std::span<const std::uint64_t> keys,
                      std::size_t n_choices) {
  for (const std::uint64_t key : keys) {
    index.introduce(static_cast<std::uint32_t>(index.n_slots()),
                    draw_buckets(index, key, n_choices));
  }
}

std::vector<std::uint32_t> named_buckets(const BucketIndex& index, std::span<const float> scores,
                                         std::size_t n_top) {
  const std::size_t n_buckets = index.shape().n_buckets;
  if (scores.empty() || scores.size() % n_buckets != 0) {
    throw std::invalid_argument("[mach] expected examples with scores of " +
                                std::to_string(n_buckets) + " buckets");
  }
  if (n_top < 1 || n_top > n_buckets) {
    throw std::invalid_argument("[mach] expected 1 to " + std::to_string(n_buckets) +
                                " buckets an example, got " + std::to_string(n_top));
  }
  if (!std::all_of(scores.begin(), scores.end(), [](float x) { return std::isfinite(x); })) {
    throw std::invalid_argument("[mach] expected finite scores of buckets");
  }
  std::vector<Naming> namings = count_namings(scores, n_buckets, n_top);
  std::erase_if(namings, [](const Naming& naming) { return naming.n_examples == 0; });
  std::sort(namings.begin(), namings.end(), more_convincing);
  std::vector<std::uint32_t> named;
  named.reserve(namings.size());
  for (const Naming& naming : namings) named.push_back(naming.bucket);
  return named;
}

std::vector<std::uint32_t> pick_named(const BucketIndex& index,
                                      std::span<const std::uint32_t> named, std::size_t spread) {
  const std::size_t n = index.shape().n_hashes;
  if (named.size() < n || spread < 1) {
    throw std::invalid_argument("[mach] expected at least " + std::to_string(n) +
                                " named buckets and a spread of 1 or more");
  }
  const std::size_t n_looked_at = spread < named.size() / n ? spread * n : named.size();
  std::vector<std::uint32_t> places(spread == 1 ? n : n_looked_at);
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::uint32_t>(i);
  std::sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::size_t n_a = index.labels_in(named[a]).size();
    const std::size_t n_b = index.labels_in(named[b]).size();
    return n_a < n_b || (n_a == n_b && a < b);
  });
  places.resize(n);
  std::sort(places.begin(), places.end());
  for (std::uint32_t& place : places) place = named[place];
  return places;
}

}  // namespace findling::tasks
