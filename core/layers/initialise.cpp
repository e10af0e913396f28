// SPDX-License-Identifier: Apache-2.0
#include "layers/initialise.h"

#include <cmath>

#include "base/rng.h"
#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kRowsPerTask = 256;

}  // namespace

void fill_uniform(Table& table, float variance, std::uint64_t seed, base::ThreadPool& pool) {
  const float reach = std::sqrt(3.0F * variance);
  parallel_blocks(pool, table.n_rows(), kRowsPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t row = begin; row < end; ++row) {
                      base::Rng rng(seed, row);
                      for (float& x : table.own_row(row)) x = reach * (2.0F * rng.uniform() - 1.0F);
                    }
                  });
}

}  // namespace findling::layers
