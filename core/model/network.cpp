// SPDX-License-Identifier: Apache-2.0
#include "model/network.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/rng.h"
#include "layers/bag.h"
#include "layers/layer_norm.h"
#include "layers/plumbing.h"

namespace findling::model {

namespace {

std::unique_ptr<layers::Layer> make_layer(const NodeSpec& node, std::size_t in_dim,
                                          const layers::Start& start) {
  switch (node.kind) {
    case NodeKind::kEmbedding:
      return std::make_unique<layers::Bag>(
          layers::BagConfig{
              .n_rows = in_dim, .dim = node.dim, .activation = node.activation, .bias = node.bias},
          start);
    case NodeKind::kLinear:
      return std::make_unique<layers::Linear>(layers::LinearConfig{.in_dim = in_dim,
                                                                   .dim = node.dim,
                                                                   .sparsity = node.sparsity,
                                                                   .sampling = node.sampling,
                                                                   .activation = node.activation,
                                                                   .bias = node.bias,
                                                                   .normalise = node.normalise,
                                                                   .scale = node.scale},
                                              start);
    case NodeKind::kLayerNorm:
      return std::make_unique<layers::LayerNorm>(node.dim);
    case NodeKind::kDropout:
      return std::make_unique<layers::Dropout>(node.rate);
    default:
      return std::make_unique<layers::Concat>();
  }
}

// Whether something at or below the node learns.
bool wants_gradient(const GraphSpec& graph, const std::vector<layers::Signal>& signals,
                    std::size_t i) {
  const NodeSpec& node = graph.nodes[i];
  if (node.kind == NodeKind::kInput) return false;
  if (node.kind != NodeKind::kConcat && node.kind != NodeKind::kDropout) return true;
  return std::any_of(node.from.begin(), node.from.end(),
                     [&](std::size_t from) { return signals[from].wants_gradient; });
}

}  // namespace

Network::Network(GraphSpec graph, std::uint64_t seed, int n_threads)
    : Network(std::move(graph), seed, n_threads, false) {}

Network::Network(GraphSpec graph, std::uint64_t seed, int n_threads, bool from_file)
    : graph_(std::move(graph)),
      seed_(seed),
      pool_(std::make_unique<base::ThreadPool>(n_threads)),
      kernels_(kernels::active()) {
  graph_.check();
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) add_node(i, from_file);
}

std::unique_ptr<Network> Network::unmapped(GraphSpec graph, std::uint64_t seed, int n_threads) {
  return std::unique_ptr<Network>(new Network(std::move(graph), seed, n_threads, true));
}

void Network::add_node(std::size_t i, bool from_file) {
  const NodeSpec& node = graph_.nodes[i];
  if (node.kind == NodeKind::kInput) {
    inputs_.push_back(i);
    node_layers_.push_back(nullptr);
    return;
  }
  const auto known = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const LayerEntry& entry) { return entry.name == node.name; });
  if (known != layers_.end()) {
    known->nodes.push_back(i);
    node_layers_.push_back(known->layer.get());
    return;
  }
  const layers::Start start{
      .seed = base::mix64(seed_ ^ (i + 1)), .from_file = from_file, .pool = *pool_};
  layers_.push_back({.name = node.name,
                     .layer = make_layer(node, graph_.nodes[node.from[0]].dim, start),
                     .nodes = {i}});
  node_layers_.push_back(layers_.back().layer.get());
}

layers::Linear* Network::linear_of(std::size_t node) const noexcept {
  if (graph_.nodes[node].kind != NodeKind::kLinear) return nullptr;
  return static_cast<layers::Linear*>(node_layers_[node]);
}

std::vector<std::string> Network::table_names() const {
  std::vector<std::string> names;
  for (const LayerEntry& entry : layers_) {
    for (const layers::Table& table : entry.layer->tables()) {
      names.push_back(entry.name + "/" + table.name());
    }
  }
  return names;
}

layers::Table& Network::table(std::string_view name) {
  for (LayerEntry& entry : layers_) {
    for (layers::Table& table : entry.layer->tables()) {
      if (entry.name + "/" + table.name() == name) return table;
    }
  }
  std::string known;
  for (const std::string& each : table_names()) known += (known.empty() ? "" : ", ") + each;
  throw std::invalid_argument("[network] expected one of " + known + "; got " + std::string(name));
}

void Network::set_table(std::string_view name, std::span<const float> values) {
  layers::Table& table = this->table(name);
  const std::size_t n_values = table.n_rows() * table.dim();
  if (values.size() != n_values) {
    throw std::invalid_argument("[network] expected " + std::to_string(n_values) + " values for " +
                                std::string(name) + ", got " + std::to_string(values.size()));
  }
  if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
    throw std::invalid_argument("[network] expected finite values for " + std::string(name) +
                                ", got infinity or not a number");
  }
  table.make_own();
  std::copy(values.begin(), values.end(), table.own().begin());
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    layers::Linear* linear = linear_of(i);
    if (linear == nullptr) continue;
    const auto tables = linear->tables();
    if (std::none_of(tables.begin(), tables.end(), [&](auto& each) { return &each == &table; })) {
      continue;
    }
    linear->drop_finder();
    if (linear->sampler() != nullptr) linear->show_sampler(kernels_, *pool_);
  }
}

std::unique_ptr<Workspace> Network::make_workspace() const {
  auto workspace = std::make_unique<Workspace>();
  const std::size_t n = graph_.nodes.size();
  workspace->signals.resize(n);
  workspace->uses.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const NodeSpec& node = graph_.nodes[i];
    layers::Signal& signal = workspace->signals[i];
    signal.dim = node.dim;
    signal.is_sparse = node.sparse;
    signal.wants_gradient = wants_gradient(graph_, workspace->signals, i);
    layers::Layer::Use& use = workspace->uses[i];
    use.out = &signal;
    use.stream = i;
    for (const std::size_t from : node.from) use.in.push_back(&workspace->signals[from]);
    if (node_layers_[i] != nullptr) use.scratch = node_layers_[i]->make_scratch();
  }
  return workspace;
}

void Network::feed(Workspace& workspace) const {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    layers::Signal& signal = workspace.signals[inputs_[i]];
    if (signal.is_sparse) {
      signal.csr = workspace.batch.csr(i);
      signal.n = signal.csr.size();
    } else {
      const auto values = workspace.batch.values(i);
      signal.reshape(workspace.batch.size(), signal.dim);
      std::copy(values.begin(), values.end(), signal.x());
    }
  }
}

void Network::forward(const layers::Context& ctx, Workspace& workspace) const {
  for (std::size_t i = 0; i < node_layers_.size(); ++i) {
    if (node_layers_[i] == nullptr) continue;
    if (ctx.training) node_layers_[i]->choose(ctx, workspace.uses[i]);
    node_layers_[i]->forward(ctx, workspace.uses[i]);
  }
}

void Network::check_inputs(const NetworkData& data) const {
  if (data.inputs.size() != inputs_.size()) {
    throw std::invalid_argument("[network] expected " + std::to_string(inputs_.size()) +
                                " input(s), got " + std::to_string(data.inputs.size()));
  }
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const NodeSpec& node = graph_.nodes[inputs_[i]];
    const InputColumn& input = data.inputs[i];
    if (node.sparse != input.is_sparse || node.dim != input.dim) {
      const auto text = [](bool sparse, std::size_t dim) {
        return std::string(sparse ? "sparse" : "dense") + " values of " + std::to_string(dim) +
               " columns";
      };
      throw std::invalid_argument("[network] expected " + text(node.sparse, node.dim) +
                                  " for input " + node.name + ", got " +
                                  text(input.is_sparse, input.dim));
    }
  }
}

}  // namespace findling::model
