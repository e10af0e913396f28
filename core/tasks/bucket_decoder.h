// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "tasks/bucket_index.h"

namespace findling::tasks {

/// The best labels of each of n samples, best first; of equals the smaller label.
struct DecodedLabels {
  std::vector<std::int64_t> labels;  ///< [n, k]; -1 where fewer were found.
  std::vector<float> scores;         ///< [n, k]; minus infinity there.
};

struct DecodeQuestion {
  std::size_t k = 1;      ///< Labels a sample, 1 or more.
  std::size_t n_top = 0;  ///< Buckets, of those with labels, that candidates come from; 0 for all.
};

/// The `k` labels with the highest mean score over their H buckets, for scores [n, B] of buckets.
///
/// Candidates are the labels of the `n_top` best buckets; each is scored by all its buckets. The
/// mean of a label is no higher than its best bucket, so buckets are taken from the best one on and
/// the search ends before the first that is below the k-th mean so far: with all buckets the answer
/// is exact and most are not looked at.
/// Samples are shared out among threads; the answer does not depend on them.
/// Throws `std::invalid_argument` for another size, k of 0, or a score that is not finite.
DecodedLabels decode(const BucketIndex& index, std::span<const float> scores,
                     const DecodeQuestion& question, base::ThreadPool& pool);

/// The oracle of `decode` with all buckets: scores every label.
DecodedLabels decode_every_label(const BucketIndex& index, std::span<const float> scores,
                                 std::size_t k, base::ThreadPool& pool);

/// The mean scores [n, m] of given labels. Throws `std::invalid_argument` like `decode`, and for a
/// label that is not here.
std::vector<float> score_labels(const BucketIndex& index, std::span<const float> scores,
                                std::span<const std::uint32_t> labels, base::ThreadPool& pool);

}  // namespace findling::tasks
