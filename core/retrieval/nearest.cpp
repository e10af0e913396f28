// SPDX-License-Identifier: Apache-2.0
#include "retrieval/nearest.h"

#include <algorithm>
#include <numeric>

#include "kernels/kernels.h"
#include "retrieval/cells.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kQueriesPerTile = 64;
constexpr std::size_t kOthersPerTile = 512;  // a tile of cosines is 128 KB: it stays in cache
constexpr std::size_t kScan = 64;  // cosines that are skipped by one look at their largest
// How many vectors each one is compared with when there are cells. On 12,000 clustered vectors, 16
// wide, this finds 97 % of the true neighbours or more.
constexpr std::size_t kComparedInCells = 4096;

/// Offers a tile's cosines: `name(j)` is the slot of column j, kNoSlot to leave it out.
template <typename Name>
void offer_row(const kernels::KernelTable& k, std::size_t i, std::span<const float> cosines,
               NeighbourLists& lists, Name&& name) {
  for (std::size_t begin = 0; begin < cosines.size(); begin += kScan) {
    const auto part = cosines.subspan(begin, std::min(kScan, cosines.size() - begin));
    if (k.max(part.data(), part.size()) < lists.limit(i)) continue;
    for (std::size_t j = 0; j < part.size(); ++j) {
      if (part[j] < lists.limit(i)) continue;
      const std::uint32_t slot = name(begin + j);
      if (slot != kNoSlot) lists.offer(i, slot, part[j]);
    }
  }
}

/// Compares queries [begin, end) with all rows of one block, tile by tile.
void compare_block(const kernels::KernelTable& k, const VectorBlock& queries, std::size_t begin,
                   std::size_t end, const VectorBlock& others, std::size_t dim,
                   std::span<float> tile, NeighbourLists& lists) {
  const std::size_t n = others.rows.size() / dim;
  for (std::size_t at = 0; at < n; at += kOthersPerTile) {
    const std::size_t width = std::min(kOthersPerTile, n - at);
    k.gemm_nt({.m = end - begin,
               .n = width,
               .k = dim,
               .a = queries.rows.data() + begin * dim,
               .lda = dim,
               .b = others.rows.data() + at * dim,
               .ldb = dim,
               .c = tile.data(),
               .ldc = kOthersPerTile,
               .accumulate = false});
    const auto first = static_cast<std::uint32_t>(others.first_slot + at);
    for (std::size_t i = begin; i < end; ++i) {
      const auto self = static_cast<std::uint32_t>(queries.first_slot + i);
      offer_row(k, i, tile.subspan((i - begin) * kOthersPerTile, width), lists, [=](std::size_t j) {
        const auto slot = static_cast<std::uint32_t>(first + j);
        return slot == self ? kNoSlot : slot;
      });
    }
  }
}

std::vector<float> gather(std::span<const float> rows, std::span<const std::uint32_t> which,
                          std::size_t dim) {
  std::vector<float> gathered;
  gathered.reserve(which.size() * dim);
  for (const std::uint32_t i : which) {
    const auto row = rows.subspan(i * dim, dim);
    gathered.insert(gathered.end(), row.begin(), row.end());
  }
  return gathered;
}

/// The members of the cells around cell `c`, nearest cell first, cut at kComparedInCells.
std::vector<std::uint32_t> around(const Cells& cells, std::size_t c, std::size_t dim) {
  std::vector<float> cosines(cells.size());
  kernels::active().dot_rows(cells.centres.data() + c * dim, cells.centres.data(), dim,
                             cells.size(), dim, cosines.data());
  std::vector<std::uint32_t> order(cells.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return cosines[a] > cosines[b] || (cosines[a] == cosines[b] && a < b);
  });
  std::vector<std::uint32_t> members;
  for (const std::uint32_t near : order) {
    const auto cell = cells[near];
    const std::size_t room = kComparedInCells - members.size();
    members.insert(members.end(), cell.begin(),
                   cell.begin() + static_cast<std::ptrdiff_t>(std::min(room, cell.size())));
    if (members.size() == kComparedInCells) break;
  }
  return members;
}

/// Compares the members of cell `c` with the vectors around it.
void compare_cell(const kernels::KernelTable& k, const VectorBlock& all, const Cells& cells,
                  std::size_t c, std::size_t dim, std::span<float> tile, NeighbourLists& lists) {
  const auto members = cells[c];
  const auto others = around(cells, c, dim);
  const auto other_rows = gather(all.rows, others, dim);
  const auto member_rows = gather(all.rows, members, dim);
  for (std::size_t begin = 0; begin < members.size(); begin += kQueriesPerTile) {
    const std::size_t m = std::min(kQueriesPerTile, members.size() - begin);
    for (std::size_t at = 0; at < others.size(); at += kOthersPerTile) {
      const std::size_t width = std::min(kOthersPerTile, others.size() - at);
      k.gemm_nt({.m = m,
                 .n = width,
                 .k = dim,
                 .a = member_rows.data() + begin * dim,
                 .lda = dim,
                 .b = other_rows.data() + at * dim,
                 .ldb = dim,
                 .c = tile.data(),
                 .ldc = kOthersPerTile,
                 .accumulate = false});
      for (std::size_t i = 0; i < m; ++i) {
        const std::uint32_t self = members[begin + i];
        offer_row(k, self, tile.subspan(i * kOthersPerTile, width), lists, [&](std::size_t j) {
          const std::uint32_t other = others[at + j];
          return other == self ? kNoSlot : all.first_slot + other;
        });
      }
    }
  }
}

}  // namespace

NeighbourLists::NeighbourLists(std::size_t n, std::size_t row_width)
    : width(row_width),
      slots(n * row_width, kNoSlot),
      cosines(n * row_width, -std::numeric_limits<float>::infinity()) {}

void NeighbourLists::offer(std::size_t i, std::uint32_t near, float cosine) noexcept {
  std::uint32_t* row_slots = slots.data() + i * width;
  float* row_cosines = cosines.data() + i * width;
  const auto beats = [&](std::size_t at) {
    return cosine > row_cosines[at] || (cosine == row_cosines[at] && near < row_slots[at]);
  };
  if (!beats(width - 1)) return;
  std::size_t at = width - 1;
  for (; at > 0 && beats(at - 1); --at) {
    row_slots[at] = row_slots[at - 1];
    row_cosines[at] = row_cosines[at - 1];
  }
  row_slots[at] = near;
  row_cosines[at] = cosine;
}

NeighbourLists find_nearest(const VectorBlock& queries, std::span<const VectorBlock> others,
                            std::size_t dim, std::size_t width, base::ThreadPool& pool,
                            const base::CancelToken& cancel) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t n = queries.rows.size() / dim;
  NeighbourLists lists(n, width);
  std::vector<float> tiles(pool.n_threads() * kQueriesPerTile * kOthersPerTile);
  const auto compare_task = [&](std::size_t task, std::size_t worker) {
    const std::size_t begin = task * kQueriesPerTile;
    const auto tile = std::span(tiles).subspan(worker * kQueriesPerTile * kOthersPerTile,
                                               kQueriesPerTile * kOthersPerTile);
    for (const VectorBlock& block : others) {
      cancel.throw_if_cancelled();
      compare_block(k, queries, begin, std::min(n, begin + kQueriesPerTile), block, dim, tile,
                    lists);
    }
  };
  pool.parallel_for((n + kQueriesPerTile - 1) / kQueriesPerTile, compare_task);
  return lists;
}

NeighbourLists find_nearest_in_cells(const VectorBlock& all, std::size_t dim, std::size_t width,
                                     base::ThreadPool& pool, const base::CancelToken& cancel) {
  const kernels::KernelTable& k = kernels::active();
  const Cells cells = make_cells(all.rows, dim, pool, cancel);
  NeighbourLists lists(all.rows.size() / dim, width);
  std::vector<float> tiles(pool.n_threads() * kQueriesPerTile * kOthersPerTile);
  pool.parallel_for(cells.size(), [&](std::size_t c, std::size_t worker) {
    cancel.throw_if_cancelled();
    const auto tile = std::span(tiles).subspan(worker * kQueriesPerTile * kOthersPerTile,
                                               kQueriesPerTile * kOthersPerTile);
    compare_cell(k, all, cells, c, dim, tile, lists);
  });
  return lists;
}

}  // namespace findling::retrieval
