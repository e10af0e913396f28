// SPDX-License-Identifier: Apache-2.0
#include "lsh/hash_tables.h"

#include <algorithm>
#include <limits>

#include "base/rng.h"

namespace findling::lsh {

namespace {

constexpr std::uint32_t kLeftOut = std::numeric_limits<std::uint32_t>::max();

}  // namespace

HashTables::HashTables(const Shape& shape)
    : shape_(shape),
      codes_(shape.n_tables * shape.n_rows),
      begins_(shape.n_tables * (n_buckets() + 1)),
      rows_(shape.n_tables * shape.n_rows) {}

void HashTables::set(std::uint32_t row, std::span<const std::uint16_t> buckets) noexcept {
  for (std::size_t table = 0; table < shape_.n_tables; ++table) {
    codes_[table * shape_.n_rows + row] = buckets[table];
  }
}

void HashTables::sort(base::ThreadPool& pool) {
  std::vector<std::vector<std::uint32_t>> seen(pool.n_threads());
  pool.parallel_for(shape_.n_tables, [&](std::size_t table, std::size_t worker) {
    sort_table(table, seen[worker]);
  });
}

// Where the row that finds `n_before` others in its bucket goes. Vitter's reservoir (algorithm R),
// its random numbers drawn from the row, so that they do not depend on what came before.
std::uint32_t HashTables::place_for(std::size_t table, std::uint32_t row,
                                    std::uint32_t n_before) const noexcept {
  if (shape_.bucket_limit == 0 || n_before < shape_.bucket_limit) return n_before;
  base::Rng rng(shape_.seed, table * shape_.n_rows + row);
  const std::uint64_t place = rng.below(n_before + std::uint64_t{1});
  return place < shape_.bucket_limit ? static_cast<std::uint32_t>(place) : kLeftOut;
}

void HashTables::sort_table(std::size_t table, std::vector<std::uint32_t>& seen) {
  const std::uint16_t* codes = codes_.data() + table * shape_.n_rows;
  std::uint32_t* begins = begins_.data() + table * (n_buckets() + 1);
  std::uint32_t* rows = rows_.data() + table * shape_.n_rows;
  seen.assign(n_buckets(), 0);
  for (std::size_t row = 0; row < shape_.n_rows; ++row) ++seen[codes[row]];
  begins[0] = 0;
  for (std::size_t bucket = 0; bucket < n_buckets(); ++bucket) {
    const std::size_t held = shape_.bucket_limit == 0
                                 ? seen[bucket]
                                 : std::min<std::size_t>(seen[bucket], shape_.bucket_limit);
    begins[bucket + 1] = begins[bucket] + static_cast<std::uint32_t>(held);
  }
  seen.assign(n_buckets(), 0);
  for (std::uint32_t row = 0; row < shape_.n_rows; ++row) {
    const std::uint32_t place = place_for(table, row, seen[codes[row]]++);
    if (place != kLeftOut) rows[begins[codes[row]] + place] = row;
  }
}

std::size_t HashTables::memory_bytes() const noexcept {
  return codes_.capacity() * sizeof(std::uint16_t) +
         (begins_.capacity() + rows_.capacity()) * sizeof(std::uint32_t);
}

}  // namespace findling::lsh
