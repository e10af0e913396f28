// SPDX-License-Identifier: Apache-2.0
#include "retrieval/passage_graph.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "retrieval/cell_search.h"

namespace findling::retrieval {

namespace {

constexpr const char* kSlots = "graph/neighbours";
constexpr const char* kWeights = "graph/weights";

/// The weights of cosines, best first; 0 for places without a neighbour, which have minus infinity.
void soften(std::span<float> row, std::uint8_t* weights) noexcept {
  if (!std::isfinite(row.front())) return;
  const float best = row.front();
  float sum = 0.0F;
  for (float& value : row) {
    value = std::exp(PassageGraph::kSharpness * (value - best));
    sum += value;
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    weights[i] = static_cast<std::uint8_t>(std::lround(PassageGraph::kWholeWeight * row[i] / sum));
  }
}

/// Offers to each fresh passage those of `known` that are in near cells.
void offer_from_cells(const VectorIndex& known, const ByteView& fresh, base::ThreadPool& pool,
                      const base::CancelToken& cancel, NeighbourLists& lists) {
  const std::size_t n_rows = CellSearch::n_rows(known.size(), CellSearch::Rows::kFew);
  pool.parallel_for(fresh.size(), [&](std::size_t i, std::size_t) {
    cancel.throw_if_cancelled();
    std::vector<float> vector(known.dim());
    fresh.part(i, 1).widen(vector);
    const ByteQuery query(vector);
    CellSearch search(known, query);
    for (const lsh::ScoredRow& near : search.nearest(lists.width, n_rows, {})) {
      lists.offer(i, near.row, near.score);
    }
  });
}

NeighbourLists neighbours_of(const VectorIndex& known, const VectorIndex::Incoming& fresh,
                             base::ThreadPool& pool, const base::CancelToken& cancel) {
  constexpr std::size_t kWidth = PassageGraph::kNeighbours;
  if (fresh.cells.size() != 0) {
    return find_nearest_in_cells(fresh.rows, fresh.cells, kWidth, pool, cancel);
  }
  const VectorBlock added{fresh.rows, static_cast<std::uint32_t>(known.size())};
  std::vector<VectorBlock> others;
  if (known.cells().size() == 0) {
    const auto parts = known.parts();
    others.push_back({parts[0], 0});
    others.push_back({parts[1], static_cast<std::uint32_t>(parts[0].size())});
  }
  others.push_back(added);
  auto lists = find_nearest(added, others, known.dim(), kWidth, pool, cancel);
  if (known.cells().size() != 0) offer_from_cells(known, fresh.rows, pool, cancel, lists);
  return lists;
}

}  // namespace

PassageGraph::Rows PassageGraph::link(const VectorIndex& known, const VectorIndex::Incoming& fresh,
                                      base::ThreadPool& pool, const base::CancelToken& cancel) {
  NeighbourLists lists = neighbours_of(known, fresh, pool, cancel);
  std::vector<std::uint8_t> weights(lists.cosines.size());
  for (std::size_t at = 0; at < weights.size(); at += kNeighbours) {
    soften(std::span(lists.cosines).subspan(at, kNeighbours), weights.data() + at);
  }
  return {std::move(lists.slots), std::move(weights)};
}

void PassageGraph::append(Rows rows) {
  slots_.append(std::move(rows.slots));
  weights_.append(std::move(rows.weights));
}

void PassageGraph::save(io::ContainerWriter& writer) const {
  slots_.save(writer, kSlots);
  weights_.save(writer, kWeights);
}

PassageGraph PassageGraph::load(const std::shared_ptr<const io::ContainerReader>& reader,
                                std::size_t n, std::uint32_t version) {
  PassageGraph graph;
  graph.slots_ = GrowingRows<std::uint32_t>::load(reader, kSlots, n, kNeighbours);
  const auto slots = graph.slots_.parts()[0];
  const bool fits = std::all_of(slots.begin(), slots.end(),
                                [n](std::uint32_t slot) { return slot < n || slot == kNoSlot; });
  if (!fits) reader->fail("the graph of passages is inconsistent");
  if (version > 1) {
    graph.weights_ = GrowingRows<std::uint8_t>::load(reader, kWeights, n, kNeighbours);
    return graph;
  }
  const auto shares = reader->array<float>(kWeights, {n, kNeighbours});
  std::vector<std::uint8_t> weights(shares.size());
  std::transform(shares.begin(), shares.end(), weights.begin(), [](float share) {
    const float part = share > 0.0F ? std::min(share, 1.0F) : 0.0F;  // also what is no number
    return static_cast<std::uint8_t>(std::lround(kWholeWeight * part));
  });
  graph.weights_.append(std::move(weights));
  return graph;
}

}  // namespace findling::retrieval
