// SPDX-License-Identifier: Apache-2.0
#include "model/inference.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "layers/active_finder.h"
#include "model/predictor.h"

namespace findling::model {

namespace {

constexpr std::size_t kMostTypical = 65536;
constexpr std::size_t kTypicalAtATime = 256;

bool is_wide(const layers::Linear& layer) noexcept { return layer.config().dim > kNarrowOutput; }

std::vector<layers::Linear*> sparse_hidden(const Network& network) {
  std::vector<layers::Linear*> found;
  for (std::size_t i = 0; i < network.graph().nodes.size(); ++i) {
    if (is_sparse_hidden(network, i)) found.push_back(network.linear_of(i));
  }
  return found;
}

void make_finder(Network& network, layers::Linear& layer, std::string_view kind,
                 std::span<const float> queries = {}) {
  layer.make_finder(network.kernels(), kind, queries, network.pool());
}

// What the layer of an output is asked for samples at equal distances.
std::vector<float> typical_queries(const Network& network, const NetworkData& typical,
                                   std::size_t output) {
  Predictor predictor(network);
  std::vector<float> queries;
  const std::size_t n = std::min(typical.n, kMostTypical);
  for (std::size_t begin = 0; begin < n; begin += kTypicalAtATime) {
    std::vector<std::uint64_t> samples(std::min(kTypicalAtATime, n - begin));
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = (begin + i) * typical.n / n;
    const auto some = predictor.queries(typical, samples, output);
    queries.insert(queries.end(), some.begin(), some.end());
  }
  return queries;
}

}  // namespace

void InferenceSparsity::check() const {
  for (const float share : {output, hidden}) {
    if (share >= 0.0F && share <= 1.0F) continue;
    throw std::invalid_argument("[network] expected a sparsity from 0 to 1, got " +
                                std::to_string(share));
  }
}

layers::Linear* open_output(const Network& network, std::size_t output) noexcept {
  const std::size_t node = network.graph().outputs[output];
  return network.graph().n_readers(node) == 0 ? network.linear_of(node) : nullptr;
}

bool is_sparse_hidden(const Network& network, std::size_t i) noexcept {
  const layers::Linear* layer = network.linear_of(i);
  return layer != nullptr && layer->config().n_wanted() < layer->config().dim &&
         network.graph().n_readers(i) > 0;
}

void prepare_inference(Network& network, std::string_view kind, const NetworkData* typical) {
  const std::vector<layers::Linear*> hidden = sparse_hidden(network);
  std::vector<std::size_t> outputs;
  for (std::size_t i = 0; i < network.graph().outputs.size(); ++i) {
    const layers::Linear* layer = open_output(network, i);
    if (layer != nullptr && (kind != "auto" || is_wide(*layer))) outputs.push_back(i);
  }
  if (hidden.empty() && outputs.empty()) {
    throw std::invalid_argument(
        "[network] expected a linear output of more than " + std::to_string(kNarrowOutput) +
        " neurons, or a hidden linear layer with a sparsity below 1, for an index");
  }
  for (layers::Linear* layer : hidden) make_finder(network, *layer, kind);
  for (const std::size_t i : outputs) {
    std::vector<float> queries;
    if (typical != nullptr) queries = typical_queries(network, *typical, i);
    make_finder(network, *open_output(network, i), kind, queries);
  }
}

void prepare_missing(Network& network, std::size_t output) {
  for (layers::Linear* layer : sparse_hidden(network)) {
    if (layer->finder() == nullptr) make_finder(network, *layer, "auto");
  }
  layers::Linear* last = open_output(network, output);
  if (last != nullptr && is_wide(*last) && last->finder() == nullptr) {
    make_finder(network, *last, "auto");
  }
}

bool is_prepared(const Network& network, std::size_t output) noexcept {
  const layers::Linear* last = open_output(network, output);
  if (last != nullptr && is_wide(*last) && last->finder() == nullptr) return false;
  for (std::size_t i = 0; i < network.graph().nodes.size(); ++i) {
    if (is_sparse_hidden(network, i) && network.linear_of(i)->finder() == nullptr) return false;
  }
  return true;
}

bool has_sparse_hidden(const Network& network) noexcept {
  for (std::size_t i = 0; i < network.graph().nodes.size(); ++i) {
    if (is_sparse_hidden(network, i)) return true;
  }
  return false;
}

std::size_t freeze_tables(Network& network) noexcept {
  std::size_t n_frozen = 0;
  for (const Network::LayerEntry& entry : network.layers()) {
    layers::Linear* layer = network.linear_of(entry.nodes[0]);
    if (layer == nullptr || layer->sampler() == nullptr) continue;
    layer->sampler()->freeze();
    n_frozen += layer->config().sampling == "dwta" || layer->config().sampling == "srp" ? 1 : 0;
  }
  return n_frozen;
}

}  // namespace findling::model
