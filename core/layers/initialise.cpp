// SPDX-License-Identifier: Apache-2.0
#include "layers/initialise.h"

#include <cmath>
#include <utility>

#include "base/rng.h"
#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kRowsPerTask = 256;

}  // namespace

Table make_zeros(std::string name, std::size_t n_rows, std::size_t dim, const Start& start) {
  return start.from_file ? Table::unmapped(std::move(name), n_rows, dim)
                         : Table(std::move(name), n_rows, dim);
}

Table make_random(std::string name, std::size_t n_rows, std::size_t dim, float variance,
                  const Start& start) {
  Table table = make_zeros(std::move(name), n_rows, dim, start);
  if (start.from_file) return table;
  const float reach = std::sqrt(3.0F * variance);
  parallel_blocks(start.pool, n_rows, kRowsPerTask,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t row = begin; row < end; ++row) {
                      base::Rng rng(start.seed, row);
                      for (float& x : table.own_row(row)) x = reach * (2.0F * rng.uniform() - 1.0F);
                    }
                  });
  return table;
}

}  // namespace findling::layers
