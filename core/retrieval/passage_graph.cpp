// SPDX-License-Identifier: Apache-2.0
#include "retrieval/passage_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "retrieval/nearest.h"

namespace findling::retrieval {

namespace {

constexpr const char* kSlots = "graph/neighbours";
constexpr const char* kWeights = "graph/weights";

/// Turns cosines, best first, into weights. Places without a neighbour have minus infinity.
void soften(std::span<float> row) noexcept {
  if (!std::isfinite(row.front())) {
    std::fill(row.begin(), row.end(), 0.0F);
    return;
  }
  const float best = row.front();
  float sum = 0.0F;
  for (float& value : row) {
    value = std::exp(PassageGraph::kSharpness * (value - best));
    sum += value;
  }
  for (float& value : row) value /= sum;
}

}  // namespace

PassageGraph::Rows PassageGraph::link(const VectorIndex& known, std::span<const float> fresh,
                                      base::ThreadPool& pool, const base::CancelToken& cancel) {
  const std::size_t dim = known.dim();
  const VectorBlock added{fresh, static_cast<std::uint32_t>(known.size())};
  const auto parts = known.rows().parts();
  const std::array<VectorBlock, 3> all{
      VectorBlock{parts[0], 0},
      VectorBlock{parts[1], static_cast<std::uint32_t>(parts[0].size() / dim)}, added};
  const bool in_cells = known.size() == 0 && fresh.size() / dim > kExactUpTo;
  NeighbourLists lists = in_cells ? find_nearest_in_cells(added, dim, kNeighbours, pool, cancel)
                                  : find_nearest(added, all, dim, kNeighbours, pool, cancel);
  for (std::size_t at = 0; at < lists.cosines.size(); at += kNeighbours) {
    soften(std::span(lists.cosines).subspan(at, kNeighbours));
  }
  return {std::move(lists.slots), std::move(lists.cosines)};
}

void PassageGraph::append(Rows rows) {
  slots_.append(std::move(rows.slots));
  weights_.append(std::move(rows.weights));
}

float PassageGraph::mean_score(std::size_t slot, std::span<const float> scores,
                               std::span<const std::uint8_t> live) const noexcept {
  const auto near = neighbours(slot);
  const auto weight = weights(slot);
  float sum = 0.0F;
  float total = 0.0F;
  for (std::size_t i = 0; i < near.size() && near[i] != kNoSlot; ++i) {
    if (live[near[i]] == 0) continue;
    sum += weight[i] * scores[near[i]];
    total += weight[i];
  }
  return total > 0.0F ? sum / total : 0.0F;
}

void PassageGraph::save(io::ContainerWriter& writer) const {
  slots_.save(writer, kSlots);
  weights_.save(writer, kWeights);
}

PassageGraph PassageGraph::load(const std::shared_ptr<const io::ContainerReader>& reader,
                                std::size_t n) {
  PassageGraph graph;
  graph.slots_ = GrowingRows<std::uint32_t>::load(reader, kSlots, n, kNeighbours);
  graph.weights_ = GrowingRows<float>::load(reader, kWeights, n, kNeighbours);
  const auto slots = graph.slots_.parts()[0];
  const auto weights = graph.weights_.parts()[0];
  const bool fits =
      std::all_of(slots.begin(), slots.end(),
                  [n](std::uint32_t slot) { return slot < n || slot == kNoSlot; }) &&
      std::all_of(weights.begin(), weights.end(), [](float w) { return w >= 0.0F && w <= 1.0F; });
  if (!fits) reader->fail("the graph of passages is inconsistent");
  return graph;
}

}  // namespace findling::retrieval
