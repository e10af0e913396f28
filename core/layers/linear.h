// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "layers/activation.h"
#include "layers/initialise.h"
#include "layers/layer.h"
#include "lsh/sampler.h"
#include "lsh/sampler_shape.h"

namespace findling::layers {

class ActiveFinder;

/// How a `Linear` is made.
struct LinearConfig {
  std::size_t in_dim = 0;
  std::size_t dim = 0;
  float sparsity = 1.0F;          ///< Share of the neurons that a batch of training computes.
  std::string sampling = "auto";  ///< Who chooses them; "none": only the labels of the batch.
  Activation activation = Activation::kLinear;
  bool bias = true;
  bool normalise = false;  ///< Whether a value is `scale` times a cosine instead of a product.
  float scale = 1.0F;

  /// How many neurons a batch asks for.
  std::size_t n_wanted() const noexcept;
};

/// The sparsity that pays for a layer of `dim` neurons: all of them up to 2,048, else the share
/// that makes about a thousand, the size at which the products of a batch are still efficient.
float automatic_sparsity(std::size_t dim) noexcept;

/// `activation(W x + b)`, of which a batch may compute and update a part of the neurons only.
///
/// The active neurons of an output are shared by the batch: its labels and what a sampler proposes,
/// so that both directions are matrix products over gathered rows, and every row is touched once a
/// batch. So are those of a hidden layer with a random sampler; with hash tables every sample has
/// its own there (see `PickedNeurons`).
/// Neurons that are not active count as zero for the layers above. A random sampler's neurons are
/// scaled up by dim / active there, as dropout does, so that the sums keep their size.
///
/// Shapes: `N` neurons, `C` active ones, `D` inputs, `B` samples. Tables: weight [N, D] and, with a
/// bias, bias [N, 1].
class Linear final : public Layer {
 public:
  Linear(const LinearConfig& config, const Start& start);
  ~Linear() override;

  const LinearConfig& config() const noexcept { return config_; }

  std::unique_ptr<Scratch> make_scratch() const override;
  void choose(const Context& ctx, Use& use) override;
  void forward(const Context& ctx, Use& use) const override;
  void backward(const Context& ctx, Use& use) const override;
  std::span<Table> tables() noexcept override { return tables_; }
  RowSet touched(std::size_t table, std::span<Use* const> uses) const override;
  void gradient(const kernels::KernelTable& k, std::size_t table, std::span<Use* const> uses,
                std::size_t begin, std::size_t end, float* out) const override;
  void updated(const Context& ctx, std::span<Use* const> uses) override;

  /// The values of some neurons for one input [D], before the activation.
  void score(const kernels::KernelTable& k, std::span<const float> x,
             std::span<const std::uint32_t> neurons, std::span<float> out) const;

  /// The gradient of one neuron's value, before the activation, by its input [D].
  void score_gradient(const Context& ctx, std::span<const float> x, std::uint32_t neuron,
                      std::span<float> out) const;

  /// The sampler, null for a dense layer without one.
  lsh::RowSampler* sampler() noexcept { return sampler_.get(); }
  const lsh::RowSampler* sampler() const noexcept { return sampler_.get(); }

  /// Shows the sampler all rows: before training and after weights were set or loaded. The layer
  /// must have one.
  void show_sampler(const kernels::KernelTable& k, base::ThreadPool& pool);

  /// What a sampler must know about this layer.
  lsh::SamplerShape sampler_shape() const noexcept;

  /// All rows and biases in floats. Packed rows are widened into `widened`.
  lsh::RowsView rows_view(const kernels::KernelTable& k, base::AlignedBuffer<float>& widened) const;

  /// Makes an input [D] what the rows, of unit length with `normalise`, are multiplied with.
  void scale_input(const kernels::KernelTable& k, std::span<float> x) const noexcept;

  // Sparse inference: every sample has active neurons of its own.

  /// What finds them; null until `make_finder`, and again after weights have changed.
  const ActiveFinder* finder() const noexcept { return finder_.get(); }

  /// As the constructor of `ActiveFinder`, and throws as that.
  void make_finder(const kernels::KernelTable& k, std::string_view kind,
                   std::span<const float> queries, base::ThreadPool& pool);

  /// Takes back what `ActiveFinder::state` of the same weights gave. Throws
  /// `std::invalid_argument` for anything else.
  void restore_finder(const kernels::KernelTable& k, std::string_view kind,
                      std::span<const std::uint32_t> state, base::ThreadPool& pool);

  void drop_finder() noexcept;

 private:
  struct LinearScratch;
  static LinearScratch& scratch_of(const Use& use);
  void forward_in_blocks(const Context& ctx, LinearScratch& s, std::size_t n) const;
  void divide_by_lengths(const Context& ctx, const LinearScratch& s, const float* rows,
                         std::size_t begin, std::size_t end, std::size_t n) const;
  void take_inputs(const Context& ctx, const Signal& in, LinearScratch& s) const;
  void take_rows(const Context& ctx, LinearScratch& s) const;
  void finish_values(const Context& ctx, const LinearScratch& s, bool raw, float* y,
                     std::size_t n) const;
  void spread(const Context& ctx, LinearScratch& s, Signal& out) const;
  void take_gradient(const Context& ctx, LinearScratch& s, Signal& out) const;
  void backward_cosine(const Context& ctx, LinearScratch& s, Signal& in) const;
  bool picks_by_sample(const Signal& out) const noexcept;
  void pick(const Context& ctx, const Use& use, LinearScratch& s) const;
  void forward_picked(const Context& ctx, const Use& use, LinearScratch& s) const;
  void backward_picked(const Context& ctx, const Use& use, LinearScratch& s) const;
  static std::span<const std::uint32_t> rows_in_turn(const Context& ctx, LinearScratch& s);
  const float* biases() const noexcept;

  LinearConfig config_;
  std::uint64_t seed_;
  std::vector<Table> tables_;
  std::unique_ptr<lsh::RowSampler> sampler_;
  std::unique_ptr<const ActiveFinder> finder_;
};

}  // namespace findling::layers
