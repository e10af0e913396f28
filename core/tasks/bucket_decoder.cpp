// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_decoder.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>
#include <string>

#include "lsh/best_rows.h"
#include "lsh/prefetch.h"

namespace findling::tasks {

namespace {

// Buckets that are put in order first: mostly enough; otherwise so many times more, and so on.
constexpr std::size_t kFirstBuckets = 64;
constexpr std::size_t kMoreBuckets = 8;
constexpr std::size_t kAhead = 16;  // labels

struct ScoredLabel {
  double sum;  // of H floats: in doubles no more than H times the highest, to the last bit
  std::uint32_t label;

  // Best first; of equals the smaller label.
  friend bool operator<(const ScoredLabel& a, const ScoredLabel& b) noexcept {
    return a.sum > b.sum || (a.sum == b.sum && a.label < b.label);
  }
};

double sum_of(std::span<const float> scores, std::span<const std::uint32_t> buckets) noexcept {
  double sum = 0.0;
  for (const std::uint32_t bucket : buckets) sum += scores[bucket];
  return sum;
}

// Whether `other` comes before `bucket` in the order that buckets are taken.
bool is_before(std::span<const float> scores, std::uint32_t other, std::uint32_t bucket) noexcept {
  return scores[other] > scores[bucket] || (scores[other] == scores[bucket] && other < bucket);
}

// The best `k` labels so far, the worst of them on top of a heap.
class BestLabels {
 public:
  BestLabels(std::vector<ScoredLabel>& labels, std::size_t k) : labels_(labels), k_(k) {
    labels_.clear();
  }

  void offer(const ScoredLabel& label) {
    if (labels_.size() == k_) {
      if (!(label < labels_.front())) return;
      std::pop_heap(labels_.begin(), labels_.end());
      labels_.pop_back();
    }
    labels_.push_back(label);
    std::push_heap(labels_.begin(), labels_.end());
  }

  bool can_enter(double sum) const noexcept {
    return labels_.size() < k_ || sum >= labels_.front().sum;
  }

  void write(std::span<std::int64_t> labels, std::span<float> scores, std::size_t n_hashes) {
    std::sort_heap(labels_.begin(), labels_.end());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const bool is_there = i < labels_.size();
      labels[i] = is_there ? std::int64_t{labels_[i].label} : -1;
      scores[i] = is_there ? static_cast<float>(labels_[i].sum / static_cast<double>(n_hashes))
                           : -std::numeric_limits<float>::infinity();
    }
  }

 private:
  std::vector<ScoredLabel>& labels_;
  std::size_t k_;
};

struct Scratch {
  std::vector<lsh::ScoredRow> buckets;
  std::vector<ScoredLabel> labels;
};

// One sample: its candidates.
class Search {
 public:
  Search(const BucketIndex& index, std::span<const float> scores,
         std::vector<lsh::ScoredRow>& buckets, BestLabels& best)
      : index_(index), scores_(scores), buckets_(buckets), best_(best) {}

  // Takes the `n_top` best buckets with labels, or all for 0, as far as they can matter.
  void look_at(std::size_t n_top) {
    const std::size_t n = scores_.size();
    std::size_t left = n_top == 0 ? n : n_top;
    std::size_t n_done = 0;
    for (std::size_t n_sorted = n_top == 0 ? kFirstBuckets : n_top;; n_sorted *= kMoreBuckets) {
      sort_best(std::min(n_sorted, n));
      for (; n_done < buckets_.size(); ++n_done) {
        const lsh::ScoredRow& bucket = buckets_[n_done];
        if (index_.labels_in(bucket.row).empty()) continue;
        if (left == 0 || !can_hold_best(bucket)) return;
        offer_labels(bucket.row);
        --left;
      }
      if (n_done == n) return;
    }
  }

 private:
  // The `n` best buckets, best first.
  void sort_best(std::size_t n) {
    lsh::BestRows best;
    best.start(n, buckets_);
    best.offer(scores_, [](std::size_t b) { return static_cast<std::uint32_t>(b); });
    best.finish_sorted();
  }

  bool can_hold_best(const lsh::ScoredRow& bucket) const noexcept {
    const auto n_hashes = static_cast<double>(index_.shape().n_hashes);
    return best_.can_enter(static_cast<double>(bucket.score) * n_hashes);
  }

  // The labels' own lists lie all over memory: each is asked for while others are scored.
  void offer_labels(std::uint32_t bucket) {
    const auto labels = index_.labels_in(bucket);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (i + kAhead < labels.size()) {
        const auto later = index_.buckets_of(labels[i + kAhead]);
        lsh::prefetch(&later.front(), 1);
        lsh::prefetch(&later.back(), 1);  // mostly in the same line
      }
      offer(labels[i], bucket);
    }
  }

  void offer(std::uint32_t label, std::uint32_t bucket) {
    const auto buckets = index_.buckets_of(label);
    const double sum = sum_of(scores_, buckets);
    if (!best_.can_enter(sum)) return;
    // A label that is in a bucket before this one was offered there.
    const auto came_before = [&](std::uint32_t other) { return is_before(scores_, other, bucket); };
    if (std::none_of(buckets.begin(), buckets.end(), came_before)) best_.offer({sum, label});
  }

  const BucketIndex& index_;
  std::span<const float> scores_;
  std::vector<lsh::ScoredRow>& buckets_;
  BestLabels& best_;
};

// Without a branch a value, as this is a good part of a search.
bool all_finite(std::span<const float> values) noexcept {
  constexpr std::uint32_t kExponent = 0x7F800000U;
  std::uint32_t n_other = 0;
  for (const float value : values) {
    n_other += (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
  }
  return n_other == 0;
}

// Throws unless there are whole samples of finite scores; returns how many.
std::size_t expect_scores(const BucketIndex& index, std::span<const float> scores) {
  const std::size_t n_buckets = index.shape().n_buckets;
  if (scores.size() % n_buckets != 0) {
    throw std::invalid_argument("[mach] expected samples with scores of " +
                                std::to_string(n_buckets) + " buckets");
  }
  if (!all_finite(scores)) {
    throw std::invalid_argument("[mach] expected finite scores of buckets");
  }
  return scores.size() / n_buckets;
}

// Calls `search(scores of one sample, scratch)`, which leaves its best labels in the scratch.
template <typename SearchFn>
DecodedLabels decode_samples(const BucketIndex& index, std::span<const float> scores, std::size_t k,
                             base::ThreadPool& pool, const SearchFn& search) {
  if (k < 1) throw std::invalid_argument("[mach] expected 1 or more labels a sample, got 0");
  const std::size_t n = expect_scores(index, scores);
  const std::size_t n_buckets = index.shape().n_buckets;
  DecodedLabels decoded{std::vector<std::int64_t>(n * k), std::vector<float>(n * k)};
  std::vector<Scratch> scratches(pool.n_threads());
  pool.parallel_for(n, [&](std::size_t i, std::size_t worker) {
    BestLabels best(scratches[worker].labels, k);
    search(scores.subspan(i * n_buckets, n_buckets), scratches[worker].buckets, best);
    best.write(std::span(decoded.labels).subspan(i * k, k),
               std::span(decoded.scores).subspan(i * k, k), index.shape().n_hashes);
  });
  return decoded;
}

}  // namespace

DecodedLabels decode(const BucketIndex& index, std::span<const float> scores,
                     const DecodeQuestion& question, base::ThreadPool& pool) {
  const auto search = [&](std::span<const float> sample, std::vector<lsh::ScoredRow>& buckets,
                          BestLabels& best) {
    Search(index, sample, buckets, best).look_at(question.n_top);
  };
  return decode_samples(index, scores, question.k, pool, search);
}

DecodedLabels decode_every_label(const BucketIndex& index, std::span<const float> scores,
                                 std::size_t k, base::ThreadPool& pool) {
  const auto search = [&](std::span<const float> sample, std::vector<lsh::ScoredRow>&,
                          BestLabels& best) {
    for (std::uint32_t label = 0; label < index.n_slots(); ++label) {
      if (index.contains(label)) best.offer({sum_of(sample, index.buckets_of(label)), label});
    }
  };
  return decode_samples(index, scores, k, pool, search);
}

std::vector<float> score_labels(const BucketIndex& index, std::span<const float> scores,
                                std::span<const std::uint32_t> labels, base::ThreadPool& pool) {
  const std::size_t n = expect_scores(index, scores);
  for (const std::uint32_t label : labels) {
    if (index.contains(label)) continue;
    throw std::invalid_argument("[mach] expected a label that is here, got " +
                                std::to_string(label));
  }
  const BucketShape& shape = index.shape();
  std::vector<float> means(n * labels.size());
  pool.parallel_for(n, [&](std::size_t i, std::size_t) {
    const auto sample = scores.subspan(i * shape.n_buckets, shape.n_buckets);
    for (std::size_t j = 0; j < labels.size(); ++j) {
      const double sum = sum_of(sample, index.buckets_of(labels[j]));
      means[i * labels.size() + j] = static_cast<float>(sum / static_cast<double>(shape.n_hashes));
    }
  });
  return means;
}

}  // namespace findling::tasks
