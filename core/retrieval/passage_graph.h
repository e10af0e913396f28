// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "io/container.h"
#include "retrieval/growing_rows.h"
#include "retrieval/nearest.h"
#include "retrieval/vector_index.h"

namespace findling::retrieval {

/// Each passage's nearest passages by the cosine of their vectors, with weights.
///
/// `weight = softmax(kSharpness * cosine)` over the neighbours of a passage, in parts of
/// kWholeWeight. Reading is safe from many threads while nobody adds.
class PassageGraph {
 public:
  static constexpr std::size_t kNeighbours = 10;
  static constexpr float kSharpness = 10.0F;
  static constexpr float kWholeWeight = 255.0F;

  PassageGraph() : slots_(kNeighbours), weights_(kNeighbours) {}

  std::size_t size() const noexcept { return slots_.size(); }

  /// Neighbours of a passage, best first, kNoSlot where there are fewer; and their weights.
  std::span<const std::uint32_t> neighbours(std::size_t slot) const noexcept {
    return slots_.row(slot);
  }
  std::span<const std::uint8_t> weights(std::size_t slot) const noexcept {
    return weights_.row(slot);
  }

  /// Rows of passages that are to be added behind those of the graph.
  struct Rows {
    std::vector<std::uint32_t> slots;
    std::vector<std::uint8_t> weights;
  };

  /// Links passages that are to be added behind `known` to all of both. Where there are cells, only
  /// passages in near ones are compared. Passages that are in the graph keep their neighbours.
  /// Throws `base::CancelledError`.
  static Rows link(const VectorIndex& known, const VectorIndex::Incoming& fresh,
                   base::ThreadPool& pool, const base::CancelToken& cancel);

  void append(Rows rows);

  /// The weighted mean of `score(slot)` over the neighbours of a passage that are `live`, all of
  /// them when that is empty; 0 when none is.
  template <typename Score>
  float mean_score(std::size_t slot, std::span<const std::uint8_t> live, Score&& score) const {
    const auto near = neighbours(slot);
    const auto weight = weights(slot);
    float sum = 0.0F;
    float total = 0.0F;
    for (std::size_t i = 0; i < near.size() && near[i] != kNoSlot; ++i) {
      if (!live.empty() && live[near[i]] == 0) continue;
      sum += static_cast<float>(weight[i]) * score(near[i]);
      total += static_cast<float>(weight[i]);
    }
    return total > 0.0F ? sum / total : 0.0F;
  }

  /// Writes the sections "graph/...".
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` unless there are `n` passages and all neighbours are among them.
  /// `version` is that of the retriever's file.
  static PassageGraph load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n,
                           std::uint32_t version);

 private:
  GrowingRows<std::uint32_t> slots_;
  GrowingRows<std::uint8_t> weights_;
};

}  // namespace findling::retrieval
