// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "io/container.h"
#include "layers/packed_rows.h"
#include "model/network.h"

// The tables of a network in its file. A packed weight is a section of bytes or of the upper halves
// of floats instead of one of floats, and "scale/..." has the scales of rows in bytes.

namespace findling::model {

inline std::string table_section(const std::string& table) { return "table/" + table; }

/// How the weights of a network are kept: all in one way.
layers::Storage storage_of(const Network& network);

/// Adds all tables. Weights of embeddings and linear layers are rounded to `storage`, what is small
/// stays in floats. Throws `std::invalid_argument` when the network's weights are packed in another
/// way already.
void write_tables(io::ContainerWriter& writer, Network& network, layers::Storage storage);

/// Maps all tables. Throws `base::FormatError` when they are not there, or hold what is no number.
void read_tables(const std::shared_ptr<const io::ContainerReader>& reader, Network& network,
                 layers::Storage storage);

}  // namespace findling::model
