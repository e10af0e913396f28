// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/thread_pool.h"
#include "layers/layer.h"
#include "layers/linear.h"
#include "model/graph_spec.h"
#include "model/network_data.h"

namespace findling::model {

/// The values of every node for one batch, and what the layers keep between forward and backward.
/// One thread uses one at a time.
struct Workspace {
  std::vector<layers::Signal> signals;   ///< [nodes]
  std::vector<layers::Layer::Use> uses;  ///< [nodes]; those of inputs are empty.
  GatheredBatch batch;
};

/// A directed graph of layers with parameters, compiled from its description.
///
/// The network owns parameters and a pool of threads; batches live in workspaces, so that any
/// number of threads may run one that nobody trains. See `NetworkTrainer` for training, `Predictor`
/// for outputs.
class Network {
 public:
  /// Random parameters from `seed`. `n_threads` as in `base::ThreadPool`. Throws
  /// `std::invalid_argument` for a description that cannot run.
  Network(GraphSpec graph, std::uint64_t seed, int n_threads = 0);

  /// The same with tables that have no values yet: they must all be mapped before anything else.
  static std::unique_ptr<Network> unmapped(GraphSpec graph, std::uint64_t seed, int n_threads);

  const GraphSpec& graph() const noexcept { return graph_; }
  std::uint64_t seed() const noexcept { return seed_; }
  base::ThreadPool& pool() const noexcept { return *pool_; }
  const kernels::KernelTable& kernels() const noexcept { return kernels_; }

  /// A layer and all nodes that use it.
  struct LayerEntry {
    std::string name;
    std::unique_ptr<layers::Layer> layer;
    std::vector<std::size_t> nodes;
  };
  std::span<LayerEntry> layers() noexcept { return layers_; }
  std::span<const LayerEntry> layers() const noexcept { return layers_; }

  /// The layer of a node; null for inputs.
  layers::Layer* layer_of(std::size_t node) const noexcept { return node_layers_[node]; }
  /// The same where it is a `Linear`, else null.
  layers::Linear* linear_of(std::size_t node) const noexcept;

  /// The table called `layer/table`. Throws `std::invalid_argument` when there is none.
  layers::Table& table(std::string_view name);
  /// All names of tables, in the order of the nodes.
  std::vector<std::string> table_names() const;
  /// Replaces a table's values, shape [n_rows, dim]; finite ones only. Samplers look anew.
  void set_table(std::string_view name, std::span<const float> values);

  /// A workspace with the flags of inference: every output goes through its activation.
  std::unique_ptr<Workspace> make_workspace() const;

  /// Puts the batch of the workspace in its inputs.
  void feed(Workspace& workspace) const;

  /// Runs the nodes [begin, end) forward, and in training lets layers choose their neurons first.
  void forward(const layers::Context& ctx, Workspace& workspace) const;

  /// Throws `std::invalid_argument` unless `data` has the inputs of this network.
  void check_inputs(const NetworkData& data) const;

  /// The nodes that are inputs, in the order in which `NetworkData` gives them.
  std::span<const std::size_t> inputs() const noexcept { return inputs_; }

 private:
  Network(GraphSpec graph, std::uint64_t seed, int n_threads, bool from_file);
  void add_node(std::size_t i, bool from_file);

  GraphSpec graph_;
  std::uint64_t seed_;
  std::unique_ptr<base::ThreadPool> pool_;
  const kernels::KernelTable& kernels_;
  std::vector<LayerEntry> layers_;
  std::vector<layers::Layer*> node_layers_;
  std::vector<std::size_t> inputs_;
};

}  // namespace findling::model
