// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/thread_pool.h"
#include "layers/table.h"

namespace findling::layers {

/// What the parameters of a new layer start as.
struct Start {
  std::uint64_t seed = 0;
  bool from_file = false;  ///< Tables stay without values: they will be mapped.
  base::ThreadPool& pool;
};

/// A table of numbers that are even in [-a, a] and have this variance (a^2 / 3), or one without
/// values. Every row has its own stream: the values depend on the seed only.
Table make_random(std::string name, std::size_t n_rows, std::size_t dim, float variance,
                  const Start& start);

/// A table of zeros, or one without values.
Table make_zeros(std::string name, std::size_t n_rows, std::size_t dim, const Start& start);

}  // namespace findling::layers
