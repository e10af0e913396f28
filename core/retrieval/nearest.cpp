// SPDX-License-Identifier: Apache-2.0
#include "retrieval/nearest.h"

#include <algorithm>
#include <numeric>

#include "kernels/kernels.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kQueriesPerTile = 64;
constexpr std::size_t kOthersPerTile = 512;  // a tile of cosines is 128 KB: it stays in cache
constexpr std::size_t kScan = 64;  // cosines that are skipped by one look at their largest
// How many vectors each one is compared with when there are cells. On 12,000 clustered vectors, 16
// wide, this finds 97 % of the true neighbours or more.
constexpr std::size_t kComparedInCells = 4096;

/// Working memory of one thread.
struct Workspace {
  std::vector<float> queries;  // in floats, as are the others
  std::vector<float> others;
  std::vector<float> cosines;  // [kQueriesPerTile, kOthersPerTile]

  std::span<const float> row(std::size_t i, std::size_t n) const noexcept {
    return std::span(cosines).subspan(i * kOthersPerTile, n);
  }
};

void widen(const ByteView& rows, std::vector<float>& floats) {
  floats.resize(rows.bytes.size());
  rows.widen(floats);
}

/// The cosines of the queries [begin, begin + m) of the workspace with all of its others.
void compare(std::size_t begin, std::size_t m, std::size_t dim, Workspace& work) {
  work.cosines.resize(kQueriesPerTile * kOthersPerTile);
  kernels::active().gemm_nt({.m = m,
                             .n = work.others.size() / dim,
                             .k = dim,
                             .a = work.queries.data() + begin * dim,
                             .lda = dim,
                             .b = work.others.data(),
                             .ldb = dim,
                             .c = work.cosines.data(),
                             .ldc = kOthersPerTile,
                             .accumulate = false});
}

/// Offers a tile's cosines: `name(j)` is the slot of column j, kNoSlot to leave it out.
template <typename Name>
void offer_row(std::size_t i, std::span<const float> cosines, NeighbourLists& lists, Name&& name) {
  const kernels::KernelTable& k = kernels::active();
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

/// Compares the queries of the workspace, which begin with number `begin`, with all rows of one
/// block, tile by tile.
void compare_block(const VectorBlock& queries, std::size_t begin, const VectorBlock& others,
                   std::size_t dim, Workspace& work, NeighbourLists& lists) {
  const std::size_t m = work.queries.size() / dim;
  for (std::size_t at = 0; at < others.rows.size(); at += kOthersPerTile) {
    const std::size_t width = std::min(kOthersPerTile, others.rows.size() - at);
    widen(others.rows.part(at, width), work.others);
    compare(0, m, dim, work);
    const auto first = static_cast<std::uint32_t>(others.first_slot + at);
    for (std::size_t i = 0; i < m; ++i) {
      const auto self = static_cast<std::uint32_t>(queries.first_slot + begin + i);
      offer_row(begin + i, work.row(i, width), lists, [=](std::size_t j) {
        const auto slot = static_cast<std::uint32_t>(first + j);
        return slot == self ? kNoSlot : slot;
      });
    }
  }
}

/// A run of places.
struct Run {
  std::size_t begin;
  std::size_t n;
};

/// The places of the cells around cell `c`, nearest cell first, kComparedInCells of them; runs of
/// at most a tile.
std::vector<Run> around(const Cells& cells, std::size_t c) {
  std::vector<float> centre(cells.centres().dim());
  cells.centres().part(c, 1).widen(centre);
  std::vector<float> cosines(cells.size());
  ByteQuery(centre).score(cells.centres(), cosines);
  std::vector<std::uint32_t> order(cells.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return cosines[a] > cosines[b] || (cosines[a] == cosines[b] && a < b);
  });
  std::vector<Run> runs;
  std::size_t room = kComparedInCells;
  for (const std::uint32_t near : order) {
    const std::size_t n = std::min(room, cells.dealt(near).size());
    for (std::size_t at = 0; at < n; at += kOthersPerTile) {
      runs.push_back({cells.begin(near) + at, std::min(kOthersPerTile, n - at)});
    }
    room -= n;
    if (room == 0) break;
  }
  return runs;
}

/// Compares the members of cell `c` with the vectors around it. Row `i` of the lists is place `i`.
void compare_cell(const ByteView& rows, const Cells& cells, std::size_t c, Workspace& work,
                  NeighbourLists& lists) {
  const std::size_t dim = rows.dim();
  const std::size_t first = cells.begin(c);
  const std::size_t n = cells.dealt(c).size();
  widen(rows.part(first, n), work.queries);
  for (const Run& run : around(cells, c)) {
    widen(rows.part(run.begin, run.n), work.others);
    for (std::size_t begin = 0; begin < n; begin += kQueriesPerTile) {
      const std::size_t m = std::min(kQueriesPerTile, n - begin);
      compare(begin, m, dim, work);
      for (std::size_t i = 0; i < m; ++i) {
        const std::size_t self = first + begin + i;
        offer_row(self, work.row(i, run.n), lists, [&](std::size_t j) {
          return run.begin + j == self ? kNoSlot : cells.slot_at(run.begin + j);
        });
      }
    }
  }
}

/// Lists by place as lists by slot.
NeighbourLists by_slot(const NeighbourLists& by_place, const Cells& cells) {
  const std::size_t width = by_place.width;
  NeighbourLists lists(cells.n_dealt(), width);
  for (std::size_t place = 0; place < cells.n_dealt(); ++place) {
    const std::size_t to = cells.slot_at(place) * width;
    std::copy_n(by_place.slots.data() + place * width, width, lists.slots.data() + to);
    std::copy_n(by_place.cosines.data() + place * width, width, lists.cosines.data() + to);
  }
  return lists;
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
  const std::size_t n = queries.rows.size();
  NeighbourLists lists(n, width);
  std::vector<Workspace> workspaces(pool.n_threads());
  const auto compare_task = [&](std::size_t task, std::size_t worker) {
    const std::size_t begin = task * kQueriesPerTile;
    Workspace& work = workspaces[worker];
    widen(queries.rows.part(begin, std::min(kQueriesPerTile, n - begin)), work.queries);
    for (const VectorBlock& block : others) {
      cancel.throw_if_cancelled();
      compare_block(queries, begin, block, dim, work, lists);
    }
  };
  pool.parallel_for((n + kQueriesPerTile - 1) / kQueriesPerTile, compare_task);
  return lists;
}

NeighbourLists find_nearest_in_cells(const ByteView& rows, const Cells& cells, std::size_t width,
                                     base::ThreadPool& pool, const base::CancelToken& cancel) {
  NeighbourLists lists(rows.size(), width);
  std::vector<Workspace> workspaces(pool.n_threads());
  pool.parallel_for(cells.size(), [&](std::size_t c, std::size_t worker) {
    cancel.throw_if_cancelled();
    compare_cell(rows, cells, c, workspaces[worker], lists);
  });
  return by_slot(lists, cells);
}

}  // namespace findling::retrieval
