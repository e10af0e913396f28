// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tasks/bucket_index.h"

namespace findling::tasks {

/// H distinct buckets for a label by chance, in the order they were drawn.
///
/// With one choice they depend on (shape, key) alone, so nobody has to store them. With more, each
/// is the emptiest of `n_choices` that were drawn, the first of equals, and so depends on which
/// labels are here; two choices make the fullest bucket hold little more than the mean (Azar et
/// al., "Balanced Allocations", 1999). Throws `std::invalid_argument` unless n_choices is 1 to 16.
std::vector<std::uint32_t> draw_buckets(const BucketIndex& index, std::uint64_t key,
                                        std::size_t n_choices);

/// Draws buckets for labels n_slots(), n_slots() + 1, ... with these keys, one after the other.
void introduce_by_key(BucketIndex& index, std::span<const std::uint64_t> keys,
                      std::size_t n_choices);

/// The buckets that a network sees in examples of a label, most convincing first.
///
/// `scores` is [n, B] with n of 1 or more. Each example names its `n_top` highest buckets; buckets
/// that more examples name come first, then those with the higher sum of scores over all examples,
/// then lower ones. Returns every bucket that was named, so n_top or more.
/// Throws `std::invalid_argument` for another size, a score that is not finite, or n_top outside
/// of [1, B].
std::vector<std::uint32_t> named_buckets(const BucketIndex& index, std::span<const float> scores,
                                         std::size_t n_top);

/// The first H of `named`; with a spread of s > 1, the emptiest H of the first s * H, in the order
/// of `named`. Throws `std::invalid_argument` when `named` has fewer than H or s is 0.
std::vector<std::uint32_t> pick_named(const BucketIndex& index,
                                      std::span<const std::uint32_t> named, std::size_t spread);

}  // namespace findling::tasks
