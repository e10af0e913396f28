// SPDX-License-Identifier: Apache-2.0
#include "model/network_file.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/errors.h"
#include "model/network_fixtures.h"

namespace findling {
namespace {

namespace fs = std::filesystem;
using train::LossKind;

const std::string kGraph =
    "input x dim=30 sparse=1\nembedding e from=0 dim=8 activation=relu bias=1\n"
    "layer_norm n from=1\ndropout d from=2 rate=0.2\n"
    "linear o from=3 dim=50 sparsity=0.3 sampling=random normalise=1 scale=5 bias=1\noutputs 4\n";
const test::SampleShape kShape{.sparse_dim = 30, .label_dim = 50};

fs::path fresh(const std::string& name) {
  const fs::path folder = fs::temp_directory_path() / "findling_network_file_test";
  fs::create_directories(folder);
  const fs::path path = folder / name;
  fs::remove(path);
  return path;
}

model::TrainingConfig config() {
  auto made = test::adam(LossKind::kSoftmax);
  made.optimizer.weight_decay = 0.01F;
  made.optimizer.decay_while_asleep = true;
  return made;
}

}  // namespace

TEST_CASE("a network comes back with its bits, its notes and its outputs") {
  const auto samples = test::random_samples(9, kShape, 2);
  model::Network network(model::GraphSpec::parse(kGraph), 5, 2);
  const fs::path path = fresh("model.fdl");
  model::save_network(network, nullptr, "notes of mine", path);
  const auto loaded = model::load_network(path, 1);
  CHECK(loaded.notes == "notes of mine");
  CHECK(loaded.network->graph().to_text() == network.graph().to_text());
  CHECK(test::all_values(*loaded.network) == test::all_values(network));
}

TEST_CASE("training goes on with the same bits after a stop") {
  const auto samples = test::random_samples(40, kShape, 2);
  const auto steps = [&](model::NetworkTrainer& trainer, int n) {
    for (int i = 0; i < n; ++i) trainer.train_batch(samples.view(), samples.all(), 0.01F);
  };
  model::Network straight(model::GraphSpec::parse(kGraph), 5, 2);
  model::NetworkTrainer straight_trainer(straight, config());
  steps(straight_trainer, 3);
  const fs::path path = fresh("checkpoint.fdl");
  model::save_network(straight, &straight_trainer, "", path);
  steps(straight_trainer, 4);

  const auto loaded = model::load_network(path, 3);
  model::NetworkTrainer trainer(*loaded.network, config());
  trainer.restore(*loaded.reader);
  CHECK(trainer.step() == 3);
  steps(trainer, 4);
  CHECK(test::all_values(*loaded.network) == test::all_values(straight));
}

TEST_CASE("a training that the file does not hold is refused") {
  model::Network network(model::GraphSpec::parse(kGraph), 5, 1);
  const fs::path path = fresh("without.fdl");
  model::save_network(network, nullptr, "", path);
  const auto loaded = model::load_network(path, 1);
  model::NetworkTrainer trainer(*loaded.network, config());
  CHECK_THROWS_AS(trainer.restore(*loaded.reader), base::FormatError);
}

TEST_CASE("a network of a version to come asks for a newer program") {
  const fs::path path = fresh("newer.fdl");
  io::ContainerWriter writer(model::kNetworkKind, model::kNetworkVersion + 1);
  writer.add_text("graph", "input x dim=3\nlinear y from=0 dim=2\noutputs 1\n");
  writer.write(path);
  CHECK_THROWS_WITH_AS(model::load_network(path, 1), doctest::Contains("update Findling"),
                       base::FormatError);
}

TEST_CASE("files with other contents than their graph are refused") {
  const fs::path path = fresh("foreign.fdl");
  const auto written = [&](const std::string& graph, std::vector<float> values) {
    io::ContainerWriter writer(model::kNetworkKind, 1);
    writer.add_text("graph", graph);
    writer.add_text("notes", "");
    writer.add_owned("seed", std::vector<std::uint64_t>{1});
    const auto n = values.size();
    writer.add_owned("table/y/weight", std::move(values), {n / 3, 3});
    writer.write(path);
  };
  const std::string graph = "input x dim=3\nlinear y from=0 dim=2\noutputs 1\n";
  written(graph, {1, 2, 3, 4, 5, 6});
  CHECK_NOTHROW(model::load_network(path, 1));
  written(graph, {1, 2, 3});
  CHECK_THROWS_AS(model::load_network(path, 1), base::FormatError);
  written(graph, {1, 2, 3, 4, 5, NAN});
  CHECK_THROWS_AS(model::load_network(path, 1), base::FormatError);
  // Refused before a terabyte of memory is asked for.
  for (const std::string layer : {"linear y from=0 dim=2000000000 sparsity=0.5 sampling=dwta",
                                  "linear y from=0 dim=2000000000 activation=relu"}) {
    written("input x dim=3\n" + layer + "\nlayer_norm z from=1\noutputs 2\n", {1, 2, 3, 4, 5, 6});
    CHECK_THROWS_WITH_AS(model::load_network(path, 1), doctest::Contains("another shape"),
                         base::FormatError);
  }
  written("input x dim=3\n", {1, 2, 3});
  CHECK_THROWS_AS(model::load_network(path, 1), base::FormatError);
  written("input x dim=3\nlinear y from=0 dim=2 sparsity=0.5 sampling=lucky\noutputs 1\n",
          {1, 2, 3, 4, 5, 6});
  CHECK_THROWS_AS(model::load_network(path, 1), base::FormatError);
}

}  // namespace findling
