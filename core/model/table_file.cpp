// SPDX-License-Identifier: Apache-2.0
#include "model/table_file.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>

namespace findling::model {

namespace {

using layers::Storage;

constexpr std::uint16_t kExponentOfHalf = 0x7F80U;  // all ones: infinity or not a number

std::string scale_section(const std::string& table) { return "scale/" + table; }

bool is_weight(const layers::Table& table) { return table.name() == "weight"; }

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

bool all_finite(std::span<const std::uint16_t> halves) {
  return std::all_of(halves.begin(), halves.end(), [](std::uint16_t half) {
    return (half & kExponentOfHalf) != kExponentOfHalf;
  });
}

void add_packed(io::ContainerWriter& writer, const std::string& name, const io::Shape& shape,
                layers::OwnPackedRows rows) {
  if (!rows.halves.empty()) {
    writer.add_owned(table_section(name), std::move(rows.halves), shape);
    return;
  }
  writer.add_owned(table_section(name), std::move(rows.bytes), shape);
  writer.add_owned(scale_section(name), std::move(rows.scales));
}

void add_as_it_is(io::ContainerWriter& writer, const std::string& name, const io::Shape& shape,
                  const layers::PackedRows& rows) {
  if (rows.storage == Storage::kBf16) return writer.add(table_section(name), rows.halves, shape);
  writer.add(table_section(name), rows.bytes, shape);
  writer.add(scale_section(name), rows.scales);
}

layers::PackedRows read_packed(const io::ContainerReader& reader, const std::string& name,
                               const io::Shape& shape, Storage storage) {
  const std::string no_number = "table " + name + " holds a value that is not a number";
  layers::PackedRows rows{.storage = storage, .halves = {}, .bytes = {}, .scales = {}};
  if (storage == Storage::kBf16) {
    rows.halves = reader.array<std::uint16_t>(table_section(name), shape);
    if (!all_finite(rows.halves)) reader.fail(no_number);
    return rows;
  }
  rows.bytes = reader.array<std::int8_t>(table_section(name), shape);
  rows.scales = reader.array<float>(scale_section(name), {shape[0]});
  if (!all_finite(rows.scales)) reader.fail(no_number);
  return rows;
}

}  // namespace

layers::Storage storage_of(const Network& network) {
  for (const Network::LayerEntry& entry : network.layers()) {
    for (const layers::Table& table : entry.layer->tables()) {
      if (is_weight(table)) return table.storage();
    }
  }
  return Storage::kF32;
}

void write_tables(io::ContainerWriter& writer, Network& network, Storage storage) {
  const Storage kept = storage_of(network);
  if (kept != Storage::kF32 && kept != storage) {
    throw std::invalid_argument("[network] expected to save the weights as " +
                                std::string(name_of(kept)) + ", as they are, got " +
                                std::string(name_of(storage)));
  }
  for (const std::string& name : network.table_names()) {
    const layers::Table& table = network.table(name);
    const io::Shape shape{table.n_rows(), table.dim()};
    if (table.is_packed()) {
      add_as_it_is(writer, name, shape, table.packed());
    } else if (storage != Storage::kF32 && is_weight(table)) {
      add_packed(writer, name, shape,
                 layers::pack_rows(network.kernels(), network.pool(), storage, table.values(),
                                   table.dim()));
    } else {
      writer.add(table_section(name), table.values(), shape);
    }
  }
}

void read_tables(const std::shared_ptr<const io::ContainerReader>& reader, Network& network,
                 Storage storage) {
  for (const std::string& name : network.table_names()) {
    layers::Table& table = network.table(name);
    const io::Shape shape{table.n_rows(), table.dim()};
    if (storage != Storage::kF32 && is_weight(table)) {
      table.map(read_packed(*reader, name, shape, storage), reader);
      continue;
    }
    const auto values = reader->array<float>(table_section(name), shape);
    if (!all_finite(values)) reader->fail("table " + name + " holds a value that is not a number");
    table.map(values, reader);
  }
}

}  // namespace findling::model
