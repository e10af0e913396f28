// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "layers/activation.h"

namespace findling::model {

enum class NodeKind { kInput, kEmbedding, kLinear, kLayerNorm, kConcat, kDropout };

/// One node of a network. What a kind has no use for keeps its default.
struct NodeSpec {
  NodeKind kind = NodeKind::kInput;
  std::string name;               ///< Nodes of one name share their parameters.
  std::vector<std::size_t> from;  ///< The nodes it reads, all before it.
  std::size_t dim = 0;            ///< Columns; inferred for layer norms, concats and dropouts.
  bool sparse = false;            ///< Inputs.
  layers::Activation activation = layers::Activation::kLinear;
  bool bias = false;
  float sparsity = 1.0F;
  std::string sampling = "auto";
  bool normalise = false;
  float scale = 1.0F;
  float rate = 0.0F;  ///< Dropout.

  friend bool operator==(const NodeSpec&, const NodeSpec&) = default;
};

/// A network as a list of nodes, each after what it reads.
///
/// As text it is one line a node, `kind name key=value ...`, and a last line that names the
/// outputs:
///
///     input words dim=100000 sparse=1
///     embedding body from=0 dim=256 activation=relu bias=0
///     linear head from=1 dim=60000 sparsity=0.02 sampling=random activation=softmax bias=1
///     outputs 2
///
/// The text is what a file keeps, so keys are only ever added.
struct GraphSpec {
  std::vector<NodeSpec> nodes;
  std::vector<std::size_t> outputs;

  /// Reads and checks a text. `sparsity=auto` becomes a number. Throws `std::invalid_argument`
  /// with one sentence that names the node.
  static GraphSpec parse(std::string_view text);

  /// The text of a checked network; `parse` of it gives the same network.
  std::string to_text() const;

  /// Infers what is to be inferred and throws `std::invalid_argument` unless the network can run.
  void check();

  /// How many nodes read node `i`.
  std::size_t n_readers(std::size_t i) const noexcept;
};

std::string_view name_of(NodeKind kind) noexcept;

}  // namespace findling::model
