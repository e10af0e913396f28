// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "model/graph_spec.h"

namespace findling::model {

namespace {

using layers::Activation;

constexpr std::size_t kLongestName = 24;
constexpr std::size_t kMostNodes = 4096;
constexpr std::size_t kWidest = std::numeric_limits<std::uint32_t>::max() / 2;
// Keeps every size in bytes far from overflow: 2^40 floats are 4 TB.
constexpr double kMostParameters = 0x1p40;

constexpr std::array<std::string_view, 5> kSamplings{"auto", "dwta", "srp", "random", "none"};

[[noreturn]] void fail(const NodeSpec& node, const std::string& what) {
  throw std::invalid_argument("[network] " + std::string(name_of(node.kind)) + " " + node.name +
                              ": " + what);
}

void expect(const NodeSpec& node, bool holds, const std::string& what) {
  if (!holds) fail(node, "expected " + what);
}

bool good_name(const std::string& name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), good);
}

std::size_t expected_readings(NodeKind kind) { return kind == NodeKind::kInput ? 0 : 1; }

void check_reads(const GraphSpec& graph, std::size_t i) {
  const NodeSpec& node = graph.nodes[i];
  if (node.kind == NodeKind::kConcat) {
    expect(node, node.from.size() >= 2,
           "two or more nodes to join, got " + std::to_string(node.from.size()));
  } else {
    const std::size_t n = expected_readings(node.kind);
    expect(node, node.from.size() == n,
           "to read " + std::to_string(n) + " node(s), got " + std::to_string(node.from.size()));
  }
  for (const std::size_t from : node.from) {
    expect(node, from < i, "to read nodes before it, got node " + std::to_string(from));
    const NodeSpec& source = graph.nodes[from];
    if (node.kind == NodeKind::kEmbedding) {
      expect(node, source.sparse, "a sparse input, got " + source.name + ", which is dense");
    } else {
      expect(node, !source.sparse,
             "dense values, got " + source.name + ", a sparse input: put an embedding between");
    }
    expect(node, source.activation != Activation::kSoftmax,
           "no softmax below it, as " + source.name + " has: softmax is for outputs");
  }
}

void infer_dim(GraphSpec& graph, NodeSpec& node) {
  if (node.kind == NodeKind::kLayerNorm || node.kind == NodeKind::kDropout) {
    node.dim = graph.nodes[node.from[0]].dim;
  }
  if (node.kind == NodeKind::kConcat) {
    node.dim = 0;
    for (const std::size_t from : node.from) node.dim += graph.nodes[from].dim;
  }
  expect(node, node.dim >= 1 && node.dim <= kWidest,
         "1 to 2^31 columns, got " + std::to_string(node.dim));
}

void check_values(const GraphSpec& graph, const NodeSpec& node) {
  expect(node, good_name(node.name),
         "a name of 1 to 24 letters, digits, '_', '-' or '.', got '" + node.name + "'");
  expect(node, node.sparsity > 0.0F && node.sparsity <= 1.0F,
         "a sparsity above 0 and up to 1, got " + std::to_string(node.sparsity));
  expect(node, node.rate >= 0.0F && node.rate < 1.0F,
         "a rate from 0 to below 1, got " + std::to_string(node.rate));
  expect(node, node.scale > 0.0F && std::isfinite(node.scale),
         "a scale above 0, got " + std::to_string(node.scale));
  expect(node, node.sparse ? node.kind == NodeKind::kInput : true, "only inputs to be sparse");
  expect(node, std::count(kSamplings.begin(), kSamplings.end(), node.sampling) > 0,
         "sampling auto, dwta, srp, random or none, got " + node.sampling);
  if (node.kind != NodeKind::kEmbedding && node.kind != NodeKind::kLinear) return;
  const double n =
      static_cast<double>(node.dim) * static_cast<double>(graph.nodes[node.from[0]].dim);
  expect(node, n <= kMostParameters, "fewer parameters than 2^40");
}

std::size_t in_dim(const GraphSpec& graph, const NodeSpec& node) {
  return node.from.empty() ? 0 : graph.nodes[node.from[0]].dim;
}

// Nodes of one name are one layer, so everything but what they read must be the same.
void check_sharing(const GraphSpec& graph, std::size_t i) {
  const NodeSpec& node = graph.nodes[i];
  for (std::size_t j = 0; j < i; ++j) {
    const NodeSpec& other = graph.nodes[j];
    if (other.name != node.name) continue;
    NodeSpec same = other;
    same.from = node.from;
    const bool learns = node.kind == NodeKind::kEmbedding || node.kind == NodeKind::kLinear ||
                        node.kind == NodeKind::kLayerNorm;
    expect(node, learns && same == node && in_dim(graph, other) == in_dim(graph, node),
           "another name, or the same settings as the first of this name");
    expect(node, node.sparsity == 1.0F, "to be used once, because it is sparse");
  }
}

}  // namespace

std::size_t GraphSpec::n_readers(std::size_t i) const noexcept {
  std::size_t n = 0;
  for (const NodeSpec& node : nodes) {
    n += static_cast<std::size_t>(std::count(node.from.begin(), node.from.end(), i));
  }
  return n;
}

void GraphSpec::check() {
  if (nodes.empty() || nodes.size() > kMostNodes) {
    throw std::invalid_argument("[network] expected 1 to 4096 nodes, got " +
                                std::to_string(nodes.size()));
  }
  if (outputs.empty() || outputs.size() > nodes.size()) {
    throw std::invalid_argument("[network] expected 1 to " + std::to_string(nodes.size()) +
                                " outputs, got " + std::to_string(outputs.size()));
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    check_reads(*this, i);
    infer_dim(*this, nodes[i]);
    check_values(*this, nodes[i]);
    check_sharing(*this, i);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i] >= nodes.size()) {
      throw std::invalid_argument("[network] expected outputs among the nodes, got node " +
                                  std::to_string(outputs[i]));
    }
    const NodeSpec& node = nodes[outputs[i]];
    expect(node, node.kind != NodeKind::kInput, "to be no output, because it is an input");
    expect(node, std::count(outputs.begin(), outputs.end(), outputs[i]) == 1,
           "to be an output once");
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool output = std::count(outputs.begin(), outputs.end(), i) > 0;
    expect(nodes[i], output || n_readers(i) > 0, "to be read by something, or to be an output");
    expect(nodes[i], nodes[i].activation != Activation::kSoftmax || output,
           "to be an output, because of its softmax");
    const bool labels_only = nodes[i].sampling == "none" && nodes[i].sparsity < 1.0F;
    expect(nodes[i], !labels_only || (output && n_readers(i) == 0),
           "to be an output that nothing reads, because its only active neurons are labels");
  }
}

}  // namespace findling::model
