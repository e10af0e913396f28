// SPDX-License-Identifier: Apache-2.0
#include "model/table_file.h"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/errors.h"
#include "io/fixtures.h"
#include "layers/active_finder.h"
#include "model/inference.h"
#include "model/network_file.h"
#include "model/network_fixtures.h"
#include "model/predictor.h"

namespace findling {
namespace {

using layers::Storage;

const std::string kGraph =
    "input words dim=60 sparse=1\nembedding body from=0 dim=16 activation=tanh bias=1\n"
    "layer_norm norm from=1\n"
    "linear head from=2 dim=90 normalise=1 scale=8 sparsity=0.2 sampling=srp\noutputs 3\n";

std::vector<float> values(model::Network& network, const test::Samples& samples) {
  std::vector<float> out(samples.n * 90);
  const std::span<float> span(out);
  model::Predictor(network).values(samples.view(), samples.all(), {}, {&span, 1});
  return out;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, static_cast<double>(std::abs(a[i] - b[i])));
  }
  return largest;
}

/// A container that has everything but honest values.
void write_foreign(const std::filesystem::path& path, const std::string& storage, float scale,
                   std::uint16_t half) {
  io::ContainerWriter writer(model::kNetworkKind, model::kNetworkVersion);
  writer.add_text("graph", "input x dim=2\nlinear o from=0 dim=3\noutputs 1\n");
  writer.add_owned("seed", std::vector<std::uint64_t>{1});
  writer.add_text("notes", "");
  writer.add_text("weights", storage);
  if (storage == "bf16") {
    writer.add_owned("table/o/weight", std::vector<std::uint16_t>(6, half), {3, 2});
  } else {
    writer.add_owned("table/o/weight", std::vector<std::int8_t>(6, 5), {3, 2});
    writer.add_owned("scale/o/weight", std::vector<float>(3, scale));
  }
  writer.write(path);
}

}  // namespace

TEST_CASE("rounded weights predict nearly the same from smaller files") {
  const test::TemporaryFolder folder;
  model::Network network(model::GraphSpec::parse(kGraph), 3, 2);
  const auto samples = test::random_samples(12, {.sparse_dim = 60}, 4);
  const auto exact = values(network, samples);
  model::save_network(network, nullptr, "", folder / "fp32.fdl");
  auto smallest = std::filesystem::file_size(folder / "fp32.fdl");
  // Values are up to 8; a half has 8 bits of them, a byte 7.
  for (const auto& [storage, tolerance] :
       std::vector<std::pair<Storage, double>>{{Storage::kBf16, 0.06}, {Storage::kInt8, 0.25}}) {
    CAPTURE(name_of(storage));
    const auto path = folder / "packed.fdl";
    model::save_network(network, nullptr, "", path, storage);
    CHECK(std::filesystem::file_size(path) < smallest);
    smallest = std::filesystem::file_size(path);
    const auto loaded = model::load_network(path, 2);
    CHECK(model::storage_of(*loaded.network) == storage);
    const auto found = values(*loaded.network, samples);
    const double off = largest_difference(found, exact);
    CHECK(off > 0.0);
    CHECK(off < tolerance);
    // The same again from a file of the packed network.
    model::save_network(*loaded.network, nullptr, "", folder / "again.fdl", storage);
    CHECK(values(*model::load_network(folder / "again.fdl", 1).network, samples) == found);
  }
}

TEST_CASE("a packed network predicts sparse what it predicts in full") {
  const test::TemporaryFolder folder;
  model::Network network(model::GraphSpec::parse(kGraph), 3, 2);
  const auto path = folder / "packed.fdl";
  model::save_network(network, nullptr, "", path, Storage::kInt8);
  const auto loaded = model::load_network(path, 2);
  model::prepare_inference(*loaded.network, "scan");
  const auto samples = test::random_samples(12, {.sparse_dim = 60}, 4);
  const auto all = values(*loaded.network, samples);
  std::vector<std::uint32_t> ids(12);
  std::vector<float> scores(12);
  model::Predictor(*loaded.network)
      .top(samples.view(), samples.all(), 0, {.output = 0.5F, .hidden = 1.0F},
           {.ids = ids, .scores = scores, .k = 1});
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(scores[i] == doctest::Approx(all[i * 90 + ids[i]]));
    CHECK(scores[i] == doctest::Approx(*std::max_element(&all[i * 90], &all[i * 90] + 90)));
  }
}

TEST_CASE("a packed network does not learn, in one sentence") {
  const test::TemporaryFolder folder;
  model::Network network(model::GraphSpec::parse(kGraph), 3, 1);
  const auto config = test::adam(train::LossKind::kSoftmax);
  const auto path = folder / "packed.fdl";
  model::NetworkTrainer trainer(network, config);
  CHECK_THROWS_WITH_AS(model::save_network(network, &trainer, "", path, Storage::kInt8),
                       doctest::Contains("fp32 beside a training"), std::invalid_argument);
  model::save_network(network, nullptr, "", path, Storage::kInt8);
  auto loaded = model::load_network(path, 1);
  CHECK_THROWS_WITH_AS(model::NetworkTrainer(*loaded.network, config),
                       doctest::Contains("fp32 for training, got int8"), std::invalid_argument);
  CHECK_THROWS_WITH_AS(loaded.network->set_table("body/weight", std::vector<float>(60 * 16, 1.0F)),
                       doctest::Contains("got int8"), std::invalid_argument);
  CHECK_THROWS_WITH_AS(model::save_network(*loaded.network, nullptr, "", path, Storage::kF32),
                       doctest::Contains("int8, as they are"), std::invalid_argument);
}

TEST_CASE("indexes come back with a file and find the same") {
  const test::TemporaryFolder folder;
  const auto path = folder / "indexed.fdl";
  const auto samples = test::random_samples(12, {.sparse_dim = 60}, 4);
  const auto found = [&](const model::Network& network) {
    std::vector<std::uint32_t> ids(12 * 3);
    std::vector<float> scores(ids.size());
    model::Predictor(network).top(samples.view(), samples.all(), 0,
                                  {.output = 0.3F, .hidden = 1.0F},
                                  {.ids = ids, .scores = scores, .k = 3});
    return ids;
  };
  for (const std::string kind : {"scan", "cells", "dwta", "srp", "tables"}) {
    CAPTURE(kind);
    model::Network network(model::GraphSpec::parse(kGraph), 3, 2);
    model::prepare_inference(network, kind);
    model::save_network(network, nullptr, "", path, Storage::kF32, true);
    const auto loaded = model::load_network(path, 1);
    REQUIRE(loaded.network->linear_of(3)->finder() != nullptr);
    CHECK(loaded.network->linear_of(3)->finder()->kind() == kind);
    CHECK(found(*loaded.network) == found(network));
  }
}

TEST_CASE("hostile indexes are refused") {
  const test::TemporaryFolder folder;
  const auto path = folder / "foreign.fdl";
  const auto write = [&](const std::string& kind, std::vector<std::uint32_t> state) {
    io::ContainerWriter writer(model::kNetworkKind, model::kNetworkVersion);
    writer.add_text("graph", "input x dim=2\nlinear o from=0 dim=3\noutputs 1\n");
    writer.add_owned("seed", std::vector<std::uint64_t>{1});
    writer.add_text("notes", "");
    writer.add_text("weights", "fp32");
    writer.add_owned("table/o/weight", std::vector<float>(6, 0.5F), {3, 2});
    writer.add_text("index_kind/o", kind);
    writer.add_owned("index/o", std::move(state));
    writer.write(path);
  };
  for (const auto& [kind, state] : std::vector<std::pair<std::string, std::vector<std::uint32_t>>>{
           {"tree", {0, 0, 0}},
           {"tables", {}},
           {"cells", {0, 0, 0}},
           {"cells", {0, 0, 0, 0x7FC00000U, 0, 0, 0, 0}},
           {"cells", {0, 0, 0, 0, 0, 0, 0, 9}},
           {"scan", {0, 1, 0, 7}},
           {"srp", {5}}}) {
    CAPTURE(kind);
    write(kind, state);
    CHECK_THROWS_WITH_AS(model::load_network(path, 1), doctest::Contains("index of o"),
                         base::FormatError);
  }
}

TEST_CASE("hostile packed tables are refused") {
  const test::TemporaryFolder folder;
  const auto path = folder / "foreign.fdl";
  const auto expect = [&](const char* what) {
    CHECK_THROWS_WITH_AS(model::load_network(path, 1), doctest::Contains(what), base::FormatError);
  };
  write_foreign(path, "int8", 0.1F, 0);
  CHECK(model::load_network(path, 1).network != nullptr);
  write_foreign(path, "int8", std::numeric_limits<float>::infinity(), 0);
  expect("not a number");
  write_foreign(path, "bf16", 0.0F, 0x7FC0);
  expect("not a number");
  write_foreign(path, "int4", 0.1F, 0);
  expect("int4");
  write_foreign(path, "fp32", 0.1F, 0);
  expect("table/o/weight");
}

}  // namespace findling
