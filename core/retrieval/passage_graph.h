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
#include "retrieval/vector_index.h"

namespace findling::retrieval {

/// Each passage's nearest passages by the cosine of their vectors, as weights that sum to one.
///
/// `weight = softmax(kSharpness * cosine)` over the neighbours of a passage. Reading is safe from
/// many threads while nobody adds.
class PassageGraph {
 public:
  static constexpr std::size_t kNeighbours = 10;
  static constexpr float kSharpness = 10.0F;
  /// Up to so many passages all are compared with all; beyond, with those of near cells.
  static constexpr std::size_t kExactUpTo = 30'000;

  PassageGraph() : slots_(kNeighbours), weights_(kNeighbours) {}

  std::size_t size() const noexcept { return slots_.size(); }

  /// Neighbours of a passage, best first, kNoSlot where there are fewer; and their weights.
  std::span<const std::uint32_t> neighbours(std::size_t slot) const noexcept {
    return slots_.row(slot);
  }
  std::span<const float> weights(std::size_t slot) const noexcept { return weights_.row(slot); }

  /// Rows of passages that are to be added behind those of the graph.
  struct Rows {
    std::vector<std::uint32_t> slots;
    std::vector<float> weights;
  };

  /// Links the passages of `fresh` [n, D], whose slots follow those of `known`, to all of both.
  /// Passages that are in the graph keep their neighbours. Throws `base::CancelledError`.
  static Rows link(const VectorIndex& known, std::span<const float> fresh, base::ThreadPool& pool,
                   const base::CancelToken& cancel);

  void append(Rows rows);

  /// The weighted mean of `scores` [size()] over the neighbours of a passage that are `live`; 0
  /// when none is.
  float mean_score(std::size_t slot, std::span<const float> scores,
                   std::span<const std::uint8_t> live) const noexcept;

  /// Writes the sections "graph/...".
  void save(io::ContainerWriter& writer) const;

  /// Throws `base::FormatError` unless there are `n` passages and all neighbours are among them.
  static PassageGraph load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n);

 private:
  GrowingRows<std::uint32_t> slots_;
  GrowingRows<float> weights_;
};

}  // namespace findling::retrieval
