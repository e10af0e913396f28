// SPDX-License-Identifier: Apache-2.0
#include "model/network_file.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "layers/active_finder.h"
#include "model/table_file.h"

namespace findling::model {

namespace {

constexpr const char* kGraphSection = "graph";
constexpr const char* kSeedSection = "seed";
constexpr const char* kNotesSection = "notes";
constexpr const char* kStepSection = "train/step";
constexpr const char* kStorageSection = "weights";  // since version 2
constexpr std::uint32_t kPlainVersion = 1;

std::string sampler_section(const std::string& layer) { return "sampler/" + layer; }

std::string index_section(const std::string& layer) { return "index/" + layer; }

std::string index_kind_section(const std::string& layer) { return "index_kind/" + layer; }

std::string state_section(std::size_t learner, std::size_t table, const char* what) {
  return "train/" + std::to_string(learner) + "." + std::to_string(table) + "/" + what;
}

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

layers::Linear* sampled(const Network& network, const Network::LayerEntry& entry) {
  layers::Linear* linear = network.linear_of(entry.nodes[0]);
  return linear != nullptr && linear->sampler() != nullptr ? linear : nullptr;
}

// Anybody can write a description of a billion neurons: memory in proportion is asked for only once
// the file is known to hold as many weights.
void expect_weights(const io::ContainerReader& reader, const GraphSpec& graph) {
  for (const NodeSpec& node : graph.nodes) {
    io::Shape shape;
    if (node.kind == NodeKind::kEmbedding) shape = {graph.nodes[node.from[0]].dim, node.dim};
    if (node.kind == NodeKind::kLinear) shape = {node.dim, graph.nodes[node.from[0]].dim};
    if (node.kind == NodeKind::kLayerNorm) shape = {1, node.dim};
    if (shape.empty()) continue;
    const bool is_norm = node.kind == NodeKind::kLayerNorm;
    const std::string table = node.name + (is_norm ? "/gain" : "/weight");
    if (reader.shape(table_section(table)) == shape) continue;
    reader.fail("holds a table " + table + " of another shape than its network says");
  }
}

std::unique_ptr<Network> read_graph(const io::ContainerReader& reader, int n_threads) {
  const auto seed = reader.array<std::uint64_t>(kSeedSection, {1});
  try {
    GraphSpec graph = GraphSpec::parse(reader.text(kGraphSection));
    expect_weights(reader, graph);
    return Network::unmapped(std::move(graph), seed[0], n_threads);
  } catch (const std::invalid_argument& error) {
    reader.fail(std::string("its network cannot be used: ") + error.what());
  }
}

layers::Storage read_storage(const io::ContainerReader& reader) {
  if (reader.version() < kNetworkVersion) return layers::Storage::kF32;
  try {
    return layers::storage_of(reader.text(kStorageSection));
  } catch (const std::invalid_argument& error) {
    reader.fail(std::string("its weights cannot be used: ") + error.what());
  }
}

void read_samplers(const io::ContainerReader& reader, Network& network) {
  for (const Network::LayerEntry& entry : network.layers()) {
    layers::Linear* linear = sampled(network, entry);
    if (linear == nullptr) continue;
    linear->show_sampler(network.kernels(), network.pool());
    try {
      linear->sampler()->restore(reader.array<std::uint32_t>(sampler_section(entry.name)));
    } catch (const std::invalid_argument& error) {
      reader.fail("the sampler of " + entry.name + " cannot be used: " + error.what());
    }
  }
}

void write_indexes(io::ContainerWriter& writer, const Network& network) {
  for (const Network::LayerEntry& entry : network.layers()) {
    const layers::Linear* linear = network.linear_of(entry.nodes[0]);
    if (linear == nullptr || linear->finder() == nullptr) continue;
    writer.add_text(index_kind_section(entry.name), linear->finder()->kind());
    writer.add_owned(index_section(entry.name), linear->finder()->state());
  }
}

void read_indexes(const io::ContainerReader& reader, Network& network) {
  for (const Network::LayerEntry& entry : network.layers()) {
    layers::Linear* linear = network.linear_of(entry.nodes[0]);
    if (linear == nullptr || !reader.has(index_kind_section(entry.name))) continue;
    try {
      linear->restore_finder(network.kernels(), reader.text(index_kind_section(entry.name)),
                             reader.array<std::uint32_t>(index_section(entry.name)),
                             network.pool());
    } catch (const std::invalid_argument& error) {
      reader.fail("the index of " + entry.name + " cannot be used: " + error.what());
    }
  }
}

template <typename T>
void read_into(const io::ContainerReader& reader, const std::string& name, std::span<T> out) {
  if (out.empty()) return;
  const auto values = reader.array<T>(name, {out.size()});
  std::copy(values.begin(), values.end(), out.begin());
}

}  // namespace

void save_network(Network& network, NetworkTrainer* trainer, std::string_view notes,
                  const std::filesystem::path& path, layers::Storage storage, bool with_indexes) {
  const bool packed = storage != layers::Storage::kF32;
  if (packed && trainer != nullptr) {
    throw std::invalid_argument("[network] expected weights as fp32 beside a training, got " +
                                std::string(name_of(storage)));
  }
  const bool plain = !packed && !with_indexes;
  io::ContainerWriter writer(kNetworkKind, plain ? kPlainVersion : kNetworkVersion);
  if (!plain) writer.add_text(kStorageSection, name_of(storage));
  writer.add_text(kGraphSection, network.graph().to_text());
  writer.add_owned(kSeedSection, std::vector<std::uint64_t>{network.seed()});
  writer.add_text(kNotesSection, notes);
  write_tables(writer, network, storage);
  for (const Network::LayerEntry& entry : network.layers()) {
    const layers::Linear* linear = sampled(network, entry);
    if (linear != nullptr)
      writer.add_owned(sampler_section(entry.name), linear->sampler()->state());
  }
  if (with_indexes) write_indexes(writer, network);
  if (trainer != nullptr) trainer->save(writer);
  writer.write(path);
}

LoadedNetwork load_network(const std::filesystem::path& path, int n_threads) {
  LoadedNetwork loaded;
  loaded.reader = io::ContainerReader::open(path, kNetworkKind, kNetworkVersion);
  loaded.network = read_graph(*loaded.reader, n_threads);
  loaded.notes = loaded.reader->text(kNotesSection);
  read_tables(loaded.reader, *loaded.network, read_storage(*loaded.reader));
  read_samplers(*loaded.reader, *loaded.network);
  read_indexes(*loaded.reader, *loaded.network);
  return loaded;
}

void NetworkTrainer::save(io::ContainerWriter& writer) {
  writer.add_owned(kStepSection, std::vector<std::uint64_t>{step_});
  for (std::size_t i = 0; i < learners_.size(); ++i) {
    for (std::size_t t = 0; t < learners_[i].tables.size(); ++t) {
      train::RowOptimizer& optimizer = learners_[i].tables[t].optimizer;
      writer.add_owned(state_section(i, t, "step"), std::vector<std::uint32_t>{optimizer.step()});
      const auto add = [&](const char* what, auto values) {
        using Value = decltype(values)::value_type;
        if (!values.empty()) {
          writer.add<Value>(state_section(i, t, what), std::span<const Value>(values));
        }
      };
      add("last_step", optimizer.last_step());
      add("mean", optimizer.mean());
      add("square", optimizer.square());
    }
  }
}

void NetworkTrainer::restore(const io::ContainerReader& reader) {
  step_ = reader.array<std::uint64_t>(kStepSection, {1})[0];
  for (std::size_t i = 0; i < learners_.size(); ++i) {
    for (std::size_t t = 0; t < learners_[i].tables.size(); ++t) {
      train::RowOptimizer& optimizer = learners_[i].tables[t].optimizer;
      const std::uint32_t step = reader.array<std::uint32_t>(state_section(i, t, "step"), {1})[0];
      optimizer.set_step(step);
      read_into(reader, state_section(i, t, "last_step"), optimizer.last_step());
      read_into(reader, state_section(i, t, "mean"), optimizer.mean());
      read_into(reader, state_section(i, t, "square"), optimizer.square());
      const auto asleep = optimizer.last_step();
      if (std::any_of(asleep.begin(), asleep.end(), [&](auto last) { return last > step; }) ||
          !all_finite(optimizer.mean()) || !all_finite(optimizer.square())) {
        reader.fail("the state of its training is damaged");
      }
    }
  }
}

}  // namespace findling::model
