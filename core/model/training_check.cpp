// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <stdexcept>
#include <string>

#include "model/network_trainer.h"

namespace findling::model {

namespace {

using layers::Activation;
using train::LossKind;

void expect(bool holds, const std::string& what) {
  if (!holds) throw std::invalid_argument("[training] expected " + what);
}

std::string described(const train::LossConfig& loss, const NodeSpec& node) {
  return std::string(name_of(loss.kind)) + " on " + node.name;
}

void check_pair(const train::LossConfig& loss, const NodeSpec& node, bool has_readers) {
  const Activation activation = node.activation;
  const bool linear = activation == Activation::kLinear;
  const std::string what = described(loss, node);
  if (loss.kind == LossKind::kSoftmax) {
    expect(linear || activation == Activation::kSoftmax,
           "activation softmax or linear for " + what + ", got " +
               std::string(layers::name_of(activation)));
  } else if (loss.kind == LossKind::kBinary) {
    expect(linear || activation == Activation::kSigmoid,
           "activation sigmoid or linear for " + what + ", got " +
               std::string(layers::name_of(activation)));
  } else {
    expect(activation != Activation::kSoftmax, "another activation than softmax for " + what);
  }
  expect(linear || !loss.takes_raw() || !has_readers,
         "nothing to read " + node.name + ", because its loss takes the values before " +
             std::string(layers::name_of(activation)));
  expect(node.sampling != "none" || node.sparsity == 1.0F || loss.takes_raw(),
         "another sampling than none for " + what + ", which names no labels");
}

// How many columns of target values a loss wants; 0 for none.
std::size_t target_dim(const train::LossConfig& loss, std::size_t output_dim) {
  if (loss.kind == LossKind::kInBatch) return 0;
  return loss.kind == LossKind::kContrastive ? 1 : output_dim;
}

void check_target(const train::LossConfig& loss, const NodeSpec& node, const TargetColumn& target) {
  const std::string what = described(loss, node);
  const std::size_t dim = target_dim(loss, node.dim);
  expect(target.dim == dim, "targets of " + std::to_string(dim) + " columns for " + what +
                                ", got " + std::to_string(target.dim));
  if (dim == 0) return;
  if (loss.kind == LossKind::kSoftmax) {
    expect(target.is_labels, "lists of labels for " + what + ", got dense values");
  } else if (loss.kind != LossKind::kBinary) {
    expect(!target.is_labels, "dense values for " + what + ", got lists of labels");
  } else if (node.sampling == "none" && node.sparsity < 1.0F) {
    expect(target.is_labels, "lists of labels for " + what + ", because its sampling is none");
  }
}

void check_limit(float limit, const char* name) {
  expect(limit >= 0.0F && std::isfinite(limit),
         std::string(name) + " of 0 or more, got " + std::to_string(limit));
}

}  // namespace

void TrainingConfig::check(const GraphSpec& graph) const {
  optimizer.validate();
  check_limit(clip_value, "clip_value");
  check_limit(clip_norm, "clip_norm");
  std::size_t n_outputs = 0;
  for (const train::LossConfig& loss : losses) {
    loss.validate();
    n_outputs += loss.n_outputs();
  }
  expect(n_outputs == graph.outputs.size(), "losses for " + std::to_string(graph.outputs.size()) +
                                                " output(s), got losses for " +
                                                std::to_string(n_outputs));
  std::size_t next = 0;
  for (const train::LossConfig& loss : losses) {
    const std::size_t first = graph.outputs[next];
    for (std::size_t i = 0; i < loss.n_outputs(); ++i, ++next) {
      const std::size_t node = graph.outputs[next];
      check_pair(loss, graph.nodes[node], graph.n_readers(node) > 0);
      expect(graph.nodes[node].dim == graph.nodes[first].dim,
             "outputs of one width for " + described(loss, graph.nodes[node]));
    }
  }
}

void NetworkTrainer::check(const NetworkData& data) const {
  network_.check_inputs(data);
  expect(data.targets.size() == config_.losses.size(), std::to_string(config_.losses.size()) +
                                                           " target(s), got " +
                                                           std::to_string(data.targets.size()));
  std::size_t next = 0;
  for (std::size_t i = 0; i < config_.losses.size(); ++i) {
    const NodeSpec& node = network_.graph().nodes[network_.graph().outputs[next]];
    check_target(config_.losses[i], node, data.targets[i]);
    next += config_.losses[i].n_outputs();
  }
  data.validate();
}

}  // namespace findling::model
