// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.h"
#include "base/thread_pool.h"
#include "fuzz/scratch_file.h"
#include "fuzz/targets.h"
#include "io/container.h"
#include "model/explain.h"
#include "model/network_file.h"
#include "model/predictor.h"
#include "retrieval/retriever.h"

namespace findling::fuzz {

namespace {

constexpr std::size_t kWidest = 4096;  // wider networks are loaded, not run

void expect(bool holds) {
  if (!holds) std::abort();
}

// Reads every byte, so that the sanitizers see where a section lies.
template <typename T>
void read_section(const io::ContainerReader& reader, const std::string& name) {
  try {
    const auto values = reader.array<T>(name);
    static_cast<void>(std::accumulate(values.begin(), values.end(), T{}));
    reader.array<T>(name, reader.shape(name));
  } catch (const base::FormatError&) {
    // It has another type, or is not there.
  }
}

// One sample: columns 0 of sparse inputs, ones in dense ones.
struct OneSample {
  explicit OneSample(const model::Network& network) {
    data.n = 1;
    for (const std::size_t node : network.inputs()) {
      const model::NodeSpec& spec = network.graph().nodes[node];
      model::InputColumn column{.is_sparse = spec.sparse, .dim = spec.dim, .csr = {}, .values = {}};
      if (spec.sparse) {
        column.csr = {{offsets, ids}, ones};
      } else {
        dense.push_back(std::vector<float>(spec.dim, 1.0F));
        column.values = dense.back();
      }
      data.inputs.push_back(column);
    }
  }

  std::vector<std::uint64_t> offsets{0, 1};
  std::vector<std::uint32_t> ids{0};
  std::vector<float> ones{1.0F};
  std::vector<std::vector<float>> dense;
  model::NetworkData data;
};

bool is_small(const model::GraphSpec& graph) {
  std::size_t sum = 0;
  for (const model::NodeSpec& node : graph.nodes) sum += node.dim;
  return sum <= kWidest;
}

void predict_and_explain(const model::Network& network) {
  OneSample sample(network);
  std::vector<std::vector<float>> values;
  for (const std::size_t node : network.graph().outputs) {
    values.emplace_back(network.graph().nodes[node].dim);
  }
  const std::vector<std::span<float>> out(values.begin(), values.end());
  const std::vector<std::uint64_t> first = {0};
  model::Predictor(network).values(sample.data, first, {}, out);
  const std::vector<std::uint32_t> column = {0};
  const std::vector<model::PathPoint> path = {{0.5F, 0.5F}, {1.0F, 0.5F}};
  for (std::size_t i = 0; i < out.size(); ++i) {
    model::explain(network, sample.data, first,
                   {.output = i, .columns = column, .path = path, .hold_lengths = i % 2 == 1});
  }
}

void go_on_training(model::LoadedNetwork& loaded) {
  model::TrainingConfig config;
  config.losses.resize(loaded.network->graph().outputs.size(), {.kind = train::LossKind::kMse});
  try {
    model::NetworkTrainer trainer(*loaded.network, config);
    trainer.restore(*loaded.reader);
    std::vector<std::vector<float>> targets;
    OneSample sample(*loaded.network);
    for (const std::size_t node : loaded.network->graph().outputs) {
      targets.emplace_back(loaded.network->graph().nodes[node].dim);
      sample.data.targets.push_back({.dim = targets.back().size(),
                                     .is_labels = false,
                                     .labels = {},
                                     .values = targets.back()});
    }
    const std::vector<std::uint64_t> first = {0};
    trainer.train_batch(sample.data, first, 0.01F);
  } catch (const std::invalid_argument&) {
    // Other losses go with these outputs.
  } catch (const base::FormatError&) {
    // It was saved without its training, or with another.
  }
}

}  // namespace

void try_container(Bytes file) {
  const ScratchFile scratch(file);
  try {
    const auto reader = io::ContainerReader::open(scratch.path(), "network", 1);
    expect(reader->version() == 1);
    for (const std::string name : {"graph", "seed", "notes", "table/y/weight", "table/y/bias"}) {
      if (reader->has(name)) expect(!reader->shape(name).empty());
      read_section<std::uint8_t>(*reader, name);
      read_section<std::uint16_t>(*reader, name);
      read_section<std::uint32_t>(*reader, name);
      read_section<std::uint64_t>(*reader, name);
      read_section<float>(*reader, name);
      read_section<double>(*reader, name);
    }
  } catch (const base::FormatError&) {
    // Refused in one sentence.
  }
}

void try_network(Bytes file) {
  const ScratchFile scratch(file);
  try {
    model::LoadedNetwork loaded = model::load_network(scratch.path(), 1);
    const std::string text = loaded.network->graph().to_text();
    expect(model::GraphSpec::parse(text).to_text() == text);
    if (!is_small(loaded.network->graph())) return;
    predict_and_explain(*loaded.network);
    go_on_training(loaded);
  } catch (const base::FormatError&) {
    // Refused in one sentence.
  }
}

void try_retriever(Bytes file) {
  static const auto pool = std::make_shared<base::ThreadPool>(1);
  const ScratchFile scratch(file);
  try {
    const auto loaded = retrieval::Retriever::load(scratch.path(), pool);
    retrieval::Retriever& retriever = *loaded.retriever;
    expect(retriever.n_live() <= retriever.n_slots());
    for (const std::string_view query : {"stone river", "the", "t0w1 t0w2 unheard"}) {
      for (const auto mode : {retrieval::SearchMode::kWords, retrieval::SearchMode::kMeaning,
                              retrieval::SearchMode::kBest}) {
        const auto hits = retriever.search(query, text::Lexicon(), mode, {}, 5);
        for (const auto& hit : hits) expect(hit.slot < retriever.n_slots());
      }
    }
    if (retriever.n_live() > 0) retriever.remove(std::vector<std::uint32_t>{0});
    retriever.save(scratch.path().string() + ".again", loaded.note);
    std::filesystem::remove(scratch.path().string() + ".again");
  } catch (const base::FormatError&) {
    // Refused in one sentence.
  }
}

}  // namespace findling::fuzz
