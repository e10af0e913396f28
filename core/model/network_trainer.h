// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/aligned_buffer.h"
#include "io/container.h"
#include "layers/layer.h"
#include "model/network.h"
#include "train/losses.h"
#include "train/row_optimizer.h"

namespace findling::model {

/// How a network learns.
struct TrainingConfig {
  std::vector<train::LossConfig> losses;  ///< They take the network's outputs in order.
  train::OptimizerConfig optimizer;
  float clip_value = 0.0F;  ///< Gradients are cut to [-this, this]; 0 leaves them.
  float clip_norm = 0.0F;   ///< The gradient of a batch is shortened to this length; 0 leaves it.

  /// Throws `std::invalid_argument` unless every output has its loss and the two go together.
  void check(const GraphSpec& graph) const;
};

/// Teaches a network, one batch at a time.
///
/// A step goes forward, backward, and then through the touched rows of every table, block by block:
/// a task computes the gradient of its rows and updates them at once, so that weights and optimizer
/// state are read and written once a batch, by one thread, in one order. The result depends on the
/// network, the configuration and the batches, never on the number of threads.
///
/// `clip_norm` needs the length of the whole gradient before the first update: the gradients of a
/// batch are kept until then, up to 64 MB a table, and computed once more above that.
class NetworkTrainer {
 public:
  /// Keeps a reference to the network, whose parameters it copies out of a mapped file.
  NetworkTrainer(Network& network, TrainingConfig config);

  /// Learns from these samples of checked data with this step size. Returns the weighted sum of the
  /// losses, each a mean over the samples.
  double train_batch(const NetworkData& data, std::span<const std::uint64_t> samples, float lr);

  /// The loss of these samples without learning, with all neurons active.
  double evaluate_batch(const NetworkData& data, std::span<const std::uint64_t> samples);

  /// Throws `std::invalid_argument` unless `data` is valid and fits the network and the losses.
  void check(const NetworkData& data) const;

  std::uint64_t step() const noexcept { return step_; }

  /// Writes what is needed to go on with the same bits, beside the network's own sections.
  void save(io::ContainerWriter& writer);
  /// Takes it back. Throws `base::FormatError` when it does not belong to this training.
  void restore(const io::ContainerReader& reader);

 private:
  struct TableState {
    train::RowOptimizer optimizer;
    std::size_t rows_per_task;
    base::AlignedBuffer<float> kept;  // gradients of this batch, where `clip_norm` keeps them
    bool keeps = false;
  };
  struct Learner {  // one layer with parameters
    layers::Layer* layer;
    std::vector<layers::Layer::Use*> uses;
    std::vector<TableState> tables;
  };

  void add_learner(const Network::LayerEntry& entry);
  void mark_outputs();
  layers::Context context(bool training) const;
  double run_losses(const layers::Context& ctx, bool with_gradient);
  void load(const NetworkData& data, std::span<const std::uint64_t> samples);
  void backward(const layers::Context& ctx);
  double squared_norm();
  void update(float lr, float factor);
  void compute_gradient(const Learner& learner, std::size_t table, std::size_t begin,
                        std::size_t end, std::span<float> out) const;
  void keep_gradients(Learner& learner, std::size_t table);
  template <typename Fn>
  void for_gradients(Learner& learner, std::size_t table, Fn&& fn);

  Network& network_;
  TrainingConfig config_;
  std::vector<train::Loss> losses_;
  std::vector<std::vector<layers::Signal*>> loss_signals_;
  std::unique_ptr<Workspace> workspace_;
  std::vector<Learner> learners_;
  base::AlignedBuffer<float> scratch_;  // one block of gradients a worker
  std::size_t scratch_stride_ = 0;
  std::uint64_t step_ = 0;
};

}  // namespace findling::model
