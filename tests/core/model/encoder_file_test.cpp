// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "io/container.h"
#include "io/fixtures.h"
#include "model/encoder.h"
#include "model/fixtures.h"

using namespace findling;
using model::Encoder;

namespace {

Encoder write_and_load(const io::ContainerWriter& writer) {
  const test::TemporaryFolder folder;
  writer.write(folder / "encoder.fdl");
  // The file may vanish while it is mapped: the reader keeps its content.
  return Encoder::load(io::ContainerReader::open(folder / "encoder.fdl", "test", 1));
}

Encoder load_arrays(const std::vector<float>& table, const io::Shape& table_shape,
                    const std::vector<float>& weight) {
  io::ContainerWriter writer("test", 1);
  writer.add_owned("encoder/table", table, table_shape);
  writer.add_owned("encoder/weight", weight);
  return write_and_load(writer);
}

}  // namespace

TEST_CASE("encoder file: a loaded encoder is the saved one, bit by bit") {
  const auto passages = test::random_passages(50, 100, 1);
  const Encoder saved = test::train(passages, 100, {.dim = 32, .epochs = 2});
  io::ContainerWriter writer("test", 1);
  saved.save(writer);
  const Encoder loaded = write_and_load(writer);
  CHECK(loaded.dim() == 32);
  CHECK(loaded.n_tokens() == 100);
  CHECK(test::parameters(loaded) == test::parameters(saved));
}

TEST_CASE("encoder file: an encoder without tokens survives") {
  io::ContainerWriter writer("test", 1);
  const Encoder saved = test::train({}, 0, {.dim = 32});
  saved.save(writer);
  const Encoder loaded = write_and_load(writer);
  CHECK(loaded.n_tokens() == 0);
  CHECK(loaded.dim() == 32);
}

TEST_CASE("encoder file: wrong shapes and values are refused") {
  const std::vector<float> table(4 * 16, 0.5F);
  const std::vector<float> weight(4, 1.0F);
  CHECK(load_arrays(table, {4, 16}, weight).n_tokens() == 4);
  CHECK_THROWS_AS(load_arrays(table, {64}, weight), base::FormatError);
  CHECK_THROWS_AS(load_arrays(table, {8, 8}, weight), base::FormatError);
  CHECK_THROWS_AS(load_arrays({}, {4, 0}, weight), base::FormatError);
  for (const float bad : {std::nanf(""), INFINITY}) {
    auto bad_table = table;
    bad_table[17] = bad;
    CHECK_THROWS_AS(load_arrays(bad_table, {4, 16}, weight), base::FormatError);
    auto bad_weight = weight;
    bad_weight[3] = bad;
    CHECK_THROWS_AS(load_arrays(table, {4, 16}, bad_weight), base::FormatError);
  }
  io::ContainerWriter empty("test", 1);
  empty.add_text("other", "section");
  CHECK_THROWS_AS(write_and_load(empty), base::FormatError);
}
