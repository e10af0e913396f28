// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"

namespace findling::layers {

/// Copies of the neurons that take part in one batch, made unit length and laid side by side.
struct ActiveRows {
  /// Room for `capacity` neurons of `dim` values.
  ActiveRows(std::size_t capacity, std::size_t dim) : unit(capacity * dim), length(capacity) {}

  base::AlignedBuffer<float> unit;    // [capacity, D]
  base::AlignedBuffer<float> length;  // [capacity], before normalising
  std::size_t n = 0;                  // how many are in use
};

/// A block of the matrix of scores [B, C] between a batch and its active neurons.
struct ScoreBlock {
  float* data;
  std::size_t stride;  ///< Floats from one sample's scores to the next sample's; >= C.
};

/// A layer with one neuron per class, of which a batch computes and updates only the active ones.
/// A score is the cosine of a query and a neuron.
///
/// Shapes: `N` neurons, `C` active ones, `D` dim, `B` queries. Owns parameters only.
class WideOutput {
 public:
  WideOutput(std::size_t n_neurons, std::size_t dim)
      : dim_(dim), n_neurons_(n_neurons), rows_(n_neurons * dim) {}

  std::size_t dim() const noexcept { return dim_; }
  std::size_t n_neurons() const noexcept { return n_neurons_; }

  std::span<float> row(std::size_t neuron) noexcept {
    return rows_.span().subspan(neuron * dim_, dim_);
  }

  std::span<const float> row(std::size_t neuron) const noexcept {
    return rows_.span().subspan(neuron * dim_, dim_);
  }

  /// Fills the places [begin, begin + ids.size()) of `active` with these neurons.
  void gather(const kernels::KernelTable& k, std::span<const std::uint32_t> ids, std::size_t begin,
              ActiveRows& active) const noexcept;

  /// The cosines of `queries` [b, D], unit vectors, with all active neurons.
  void score(const kernels::KernelTable& k, std::span<const float> queries,
             const ActiveRows& active, ScoreBlock scores) const noexcept;

  /// The gradient by `queries` [b, D] from the gradient by their scores.
  void backward_queries(const kernels::KernelTable& k, ScoreBlock grad_scores,
                        const ActiveRows& active, std::span<float> grad_queries) const noexcept;

  /// The gradient by the parameters of the active neurons in the places [begin, begin + r), into
  /// `grad_rows` [r, D], from the whole batch: `queries` is [B, D], `grad_scores` has B rows.
  void backward_rows(const kernels::KernelTable& k, ScoreBlock grad_scores,
                     std::span<const float> queries, const ActiveRows& active, std::size_t begin,
                     std::span<float> grad_rows) const noexcept;

 private:
  std::size_t dim_;
  std::size_t n_neurons_;
  base::AlignedBuffer<float> rows_;  // [N, D]
};

}  // namespace findling::layers
