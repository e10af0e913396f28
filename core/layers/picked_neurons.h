// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "layers/compact_ids.h"
#include "layers/layer.h"
#include "lsh/sampler.h"

namespace findling::layers {

class Linear;

/// The arithmetic of a layer in which every sample of a batch has active neurons of its own.
///
/// A hidden layer whose neurons answer to few inputs wants this: what is active for one sample
/// tells nothing about the next. A batch goes in two phases: each sample names its neurons; then
/// they are turned around, so that on the way back every row is read and written once, by one
/// thread, in the order of the samples (Chen et al. 2020, "SLIDE", without its races).
///
/// Shapes: `N` neurons, `D` inputs, `B` samples, `K` picks of each sample, `C` neurons that
/// anybody has picked, `P` = B * K. Costs are proportional to P * D.
class PickedNeurons {
 public:
  PickedNeurons(std::size_t n_neurons, std::size_t n_each);

  /// Picks neurons for the inputs [B, D]: the layer's sampler finds twice as many as are wanted,
  /// and the half with the larger values stays.
  void pick(const Context& ctx, const Linear& layer, std::span<const float> inputs);

  /// [C], ascending: what anybody has picked.
  const std::vector<std::uint32_t>& active() const noexcept { return active_; }
  std::size_t n_each() const noexcept { return n_each_; }       ///< K
  std::size_t n_picks() const noexcept { return ids_.size(); }  ///< P

  /// y [P] = the products of samples `x` [B, D] with what they picked of `rows` [C, D], plus
  /// `bias` [N] unless null.
  void multiply(const Context& ctx, const float* x, const float* rows, const float* bias,
                std::size_t dim, float* y) const;

  /// Writes y [P] to the columns of `full` [B, N]; zero where nothing was picked.
  void spread(const Context& ctx, const float* y, Signal& full) const;

  /// g [P] = the gradient of `full` at what was picked.
  void gather(const Context& ctx, const Signal& full, float* g) const;

  /// out [B, D] = (or, with `add`, +=) g [P] times `rows` [C, D].
  void input_gradient(const Context& ctx, const float* g, const float* rows, std::size_t dim,
                      bool add, float* out) const;

  /// out [end - begin, D] = the gradient of the active rows [begin, end), for inputs `x` [B, D].
  void row_gradient(const kernels::KernelTable& k, const float* g, const float* x, std::size_t dim,
                    std::size_t begin, std::size_t end, float* out) const noexcept;

  /// The same of the biases, [end - begin].
  void bias_gradient(const float* g, std::size_t begin, std::size_t end, float* out) const noexcept;

 private:
  struct Finder {  // of one worker
    std::unique_ptr<lsh::RowSampler::Scratch> search;
    std::vector<std::uint32_t> found;
    std::vector<float> values;
    std::vector<std::uint32_t> order;
  };
  void pick_one(const kernels::KernelTable& k, const Linear& layer, std::span<const float> input,
                Finder& finder, std::uint32_t* picks) const;
  void turn_around();

  std::size_t n_each_;
  std::vector<Finder> finders_;
  std::vector<std::uint32_t> ids_;     // [B, K], ascending for each sample
  std::vector<std::uint32_t> places_;  // [B, K], where in `active_` they are
  CompactIds seen_;
  std::vector<std::uint32_t> place_of_;  // [N], of the active ones
  std::vector<std::uint32_t> active_;    // [C]
  std::vector<std::size_t> begins_;      // [C + 1], where in `users_` a neuron's picks are
  std::vector<std::uint32_t> users_;     // [P], picks grouped by neuron, then by sample
};

}  // namespace findling::layers
