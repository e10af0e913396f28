// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "tasks/bucket_choice.h"
#include "tasks/bucket_index.h"

namespace findling::test {

/// An index of labels 0 to n - 1, with buckets by chance.
inline tasks::BucketIndex hashed_index(const tasks::BucketShape& shape, std::size_t n,
                                       std::size_t n_choices = 1) {
  tasks::BucketIndex index(shape);
  std::vector<std::uint64_t> keys(n);
  for (std::size_t i = 0; i < n; ++i) keys[i] = i;
  tasks::introduce_by_key(index, keys, n_choices);
  return index;
}

/// Scores of few different values, so that there are ties.
inline std::vector<float> coarse_scores(std::size_t n, std::uint64_t seed) {
  base::Rng rng(seed);
  std::vector<float> scores(n);
  for (float& score : scores) score = static_cast<float>(rng.below(50)) * 0.1F - 2.0F;
  return scores;
}

}  // namespace findling::test
