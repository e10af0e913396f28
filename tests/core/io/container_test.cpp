// SPDX-License-Identifier: Apache-2.0
#include "io/container.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/errors.h"
#include "io/fixtures.h"

using findling::base::FormatError;
using findling::base::IoError;
using findling::io::ContainerReader;
using findling::io::ContainerWriter;
using findling::io::Shape;
using findling::test::read_bytes;
using findling::test::TemporaryFolder;
using findling::test::write_bytes;

namespace {

constexpr std::array<float, 6> kTable = {1.5F, -2.0F, 0.0F, 3.0F, 4.0F, 5.0F};
constexpr std::array<std::uint32_t, 3> kIds = {7, 8, 9};

void write_sample(const std::filesystem::path& path) {
  ContainerWriter writer("sample", 2);
  writer.add("table", std::span<const float>(kTable), {2, 3});
  writer.add_text("words", "Grüße\nund mehr");
  writer.add("ids", std::span<const std::uint32_t>(kIds));
  writer.add("none", std::span<const double>{});
  writer.write(path);
}

}  // namespace

TEST_CASE("container: gives back what was put in") {
  const TemporaryFolder folder;
  write_sample(folder / "a.fdl");
  const auto reader = ContainerReader::open(folder / "a.fdl", "sample", 2);
  CHECK(reader->version() == 2);
  const auto table = reader->array<float>("table");
  CHECK(std::equal(table.begin(), table.end(), kTable.begin(), kTable.end()));
  CHECK(reader->shape("table") == Shape{2, 3});
  CHECK(reader->text("words") == "Grüße\nund mehr");
  CHECK(reader->array<std::uint32_t>("ids", {3})[2] == 9);
  CHECK(reader->array<double>("none").empty());
  CHECK((reader->has("ids") && !reader->has("id")));
}

TEST_CASE("container: every type survives, extremes included") {
  const TemporaryFolder folder;
  const auto round_trip = [&]<typename T>(T) {
    const std::vector<T> values = {std::numeric_limits<T>::lowest(), T(0),
                                   std::numeric_limits<T>::max()};
    ContainerWriter writer("types", 1);
    writer.add("x", std::span<const T>(values));
    writer.write(folder / "t.fdl");
    const auto got = ContainerReader::open(folder / "t.fdl", "types", 1)->template array<T>("x");
    return got.size() == 3;
  };
  CHECK(round_trip(std::uint8_t{}));
  CHECK(round_trip(std::int8_t{}));
  CHECK(round_trip(std::uint16_t{}));
  CHECK(round_trip(std::uint32_t{}));
  CHECK(round_trip(std::int32_t{}));
  CHECK(round_trip(std::uint64_t{}));
  CHECK(round_trip(std::int64_t{}));
  CHECK(round_trip(float{}));
  CHECK(round_trip(double{}));
}

TEST_CASE("container: sections start on 64 bytes, in the file and in memory") {
  const TemporaryFolder folder;
  write_sample(folder / "a.fdl");
  const auto reader = ContainerReader::open(folder / "a.fdl", "sample", 2);
  CHECK(reinterpret_cast<std::uintptr_t>(reader->array<float>("table").data()) % 64 == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(reader->array<std::uint32_t>("ids").data()) % 64 == 0);
}

TEST_CASE("container: the same content gives the same bytes") {
  const TemporaryFolder folder;
  write_sample(folder / "a.fdl");
  write_sample(folder / "b.fdl");
  CHECK(read_bytes(folder / "a.fdl") == read_bytes(folder / "b.fdl"));
}

TEST_CASE("container: an owned section outlives the caller's values") {
  const TemporaryFolder folder;
  ContainerWriter writer("sample", 1);
  {
    std::vector<std::int64_t> values = {1, 2, 3, 4};
    writer.add_owned("n", std::move(values), {2, 2});
  }
  writer.write(folder / "a.fdl");
  CHECK(ContainerReader::open(folder / "a.fdl", "sample", 1)->array<std::int64_t>("n")[3] == 4);
}

TEST_CASE("container: a file without sections is a file") {
  const TemporaryFolder folder;
  ContainerWriter("empty", 1).write(folder / "e.fdl");
  CHECK_FALSE(ContainerReader::open(folder / "e.fdl", "empty", 1)->has("x"));
}

TEST_CASE("container: writing replaces the old file and leaves no other behind") {
  const TemporaryFolder folder;
  write_bytes(folder / "a.fdl", {'o', 'l', 'd'});
  write_sample(folder / "a.fdl");
  CHECK(ContainerReader::open(folder / "a.fdl", "sample", 2)->has("table"));
  CHECK(folder.names() == std::vector<std::string>{"a.fdl"});
}

#if !defined(_WIN32)  // see ContainerReader
TEST_CASE("container: an open reader keeps the old content when the file is replaced") {
  const TemporaryFolder folder;
  write_sample(folder / "a.fdl");
  const auto reader = ContainerReader::open(folder / "a.fdl", "sample", 2);
  ContainerWriter("other", 1).write(folder / "a.fdl");
  CHECK(reader->array<float>("table")[0] == 1.5F);
}
#endif

TEST_CASE("container: a write that fails says where, and keeps the old file") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(write_sample(folder / "no such folder/a.fdl"),
                       doctest::Contains("no such folder"), IoError);
  std::filesystem::create_directory(folder / "taken.fdl");
  CHECK_THROWS_AS(write_sample(folder / "taken.fdl"), IoError);
  CHECK(folder.names() == std::vector<std::string>{"taken.fdl"});
}

TEST_CASE("container: names with letters of any language work as paths") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / std::filesystem::path(u8"Überblick 文書.fdl");
  write_sample(path);
  CHECK(ContainerReader::open(path, "sample", 2)->has("ids"));
}

TEST_CASE("container: asking for what is not there names the file and the section") {
  const TemporaryFolder folder;
  write_sample(folder / "a.fdl");
  const auto reader = ContainerReader::open(folder / "a.fdl", "sample", 2);
  CHECK_THROWS_WITH_AS(reader->array<float>("tables"),
                       doctest::Contains("a.fdl' lacks the section 'tables'; delete it"),
                       FormatError);
  CHECK_THROWS_WITH_AS(reader->array<double>("table"),
                       doctest::Contains("holds f32 instead of f64"), FormatError);
  CHECK_THROWS_AS(reader->text("ids"), FormatError);
  CHECK_THROWS_AS(reader->array<float>("table", {3, 2}), FormatError);
  CHECK_THROWS_AS(reader->shape("tables"), FormatError);
}

TEST_CASE("container: the writer refuses names and shapes that no reader would accept") {
  ContainerWriter writer("sample", 1);
  const std::span<const float> table(kTable);
  writer.add("table", table);
  CHECK_THROWS_AS(writer.add("table", table), std::invalid_argument);
  CHECK_THROWS_AS(writer.add("", table), std::invalid_argument);
  CHECK_THROWS_AS(writer.add("two words", table), std::invalid_argument);
  CHECK_THROWS_AS(writer.add(std::string(64, 'x'), table), std::invalid_argument);
  CHECK_THROWS_AS(writer.add("a", table, {2, 2}), std::invalid_argument);
  CHECK_THROWS_AS(writer.add("b", table, {1, 1, 1, 2, 3}), std::invalid_argument);
  CHECK_THROWS_AS(writer.add("c", table, {1ULL << 63, 2, 6}), std::invalid_argument);
  CHECK_NOTHROW(writer.add(std::string(63, 'x'), table));
  CHECK_THROWS_AS(ContainerWriter("", 1), std::invalid_argument);
  CHECK_THROWS_AS(ContainerWriter("sample", 0), std::invalid_argument);
  CHECK_THROWS_AS(ContainerWriter(std::string(32, 'x'), 1), std::invalid_argument);
}
