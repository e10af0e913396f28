// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "io/container.h"
#include "model/network.h"
#include "model/network_trainer.h"

namespace findling::model {

inline constexpr std::string_view kNetworkKind = "network";
inline constexpr std::uint32_t kNetworkVersion = 1;

/// Writes a network to a `.fdl` file: its graph, its tables, what its samplers know, and with a
/// trainer what is needed to go on training with the same bits. `notes` is the caller's own text.
/// Throws `base::IoError`.
void save_network(Network& network, NetworkTrainer* trainer, std::string_view notes,
                  const std::filesystem::path& path);

/// A network from a file, using the tables where they are mapped.
struct LoadedNetwork {
  std::shared_ptr<const io::ContainerReader> reader;  ///< For `NetworkTrainer::restore`.
  std::unique_ptr<Network> network;
  std::string notes;
};

/// Throws `base::IoError`, or `base::FormatError` when the file is damaged or foreign.
LoadedNetwork load_network(const std::filesystem::path& path, int n_threads = 0);

}  // namespace findling::model
