// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "io/container.h"
#include "layers/packed_rows.h"
#include "model/network.h"
#include "model/network_trainer.h"

namespace findling::model {

inline constexpr std::string_view kNetworkKind = "network";
inline constexpr std::uint32_t kNetworkVersion = 2;

/// Writes a network to a `.fdl` file: its graph, its tables, what its samplers know, and with a
/// trainer what is needed to go on training with the same bits. `notes` is the caller's own text.
///
/// Weights that are rounded to less than floats are for predictions only. With `with_indexes`, the
/// indexes of sparse predictions are written too, so that they need not be made again. Either makes
/// a file of version 2; others are of version 1. Throws `base::IoError`, and
/// `std::invalid_argument` for a storage that a trainer, or the way in which the weights are kept,
/// does not allow.
void save_network(Network& network, NetworkTrainer* trainer, std::string_view notes,
                  const std::filesystem::path& path,
                  layers::Storage storage = layers::Storage::kF32, bool with_indexes = false);

/// A network from a file, using the tables where they are mapped.
struct LoadedNetwork {
  std::shared_ptr<const io::ContainerReader> reader;  ///< For `NetworkTrainer::restore`.
  std::unique_ptr<Network> network;
  std::string notes;
};

/// Throws `base::IoError`, or `base::FormatError` when the file is damaged or foreign.
LoadedNetwork load_network(const std::filesystem::path& path, int n_threads = 0);

}  // namespace findling::model
