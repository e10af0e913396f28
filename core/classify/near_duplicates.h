// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"

namespace findling::classify {

/// Groups texts that say nearly the same: [n], for each the number of the first text of its group.
///
/// Two texts are nearly the same when their sets of tokens share at least 0.7 of what either has
/// (Jaccard). Pairs are proposed by 16 bands of 4 minimal hashes (Broder 1997), which finds a pair
/// of 0.7 with a chance of .99 and one of 0.9 nearly always, and are then compared exactly with the
/// first text of the band. Groups are what such pairs join, so two texts of one group may share
/// less. Texts without a token are one group. The same at any number of threads.
std::vector<std::uint32_t> near_duplicate_groups(std::span<const std::string_view> texts,
                                                 base::ThreadPool& pool,
                                                 const base::CancelToken& cancel);

}  // namespace findling::classify
