// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "layers/table.h"

namespace findling::layers {

/// Fills a table with numbers that are even in [-a, a] and have this variance (a^2 / 3). Every row
/// has its own stream: the values depend on the seed only.
void fill_uniform(Table& table, float variance, std::uint64_t seed, base::ThreadPool& pool);

}  // namespace findling::layers
