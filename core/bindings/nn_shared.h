// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "io/container.h"
#include "model/network.h"
#include "model/network_data.h"
#include "model/predictor.h"

// What the bindings of networks have in common.

namespace findling::bindings {

using F32Array = pybind11::array_t<float, pybind11::array::c_style>;

/// Samples and the arrays they lie in.
struct NetworkSamples {
  explicit NetworkSamples(std::size_t n) { data.n = n; }

  model::NetworkData data;
  std::vector<pybind11::array> kept;
};

/// A network that one thread trains while others wait, or many threads run.
struct SharedNetwork {
  explicit SharedNetwork(std::unique_ptr<model::Network> made)
      : network(std::move(made)), predictor(*network) {}

  std::unique_ptr<model::Network> network;
  model::Predictor predictor;
  std::shared_mutex mutex;
  std::shared_ptr<const io::ContainerReader> file;  // until a trainer has been restored from it
};

/// Gives the class of networks its predictions.
void bind_prediction(pybind11::class_<SharedNetwork, std::shared_ptr<SharedNetwork>>& network);

inline F32Array new_matrix(std::size_t n, std::size_t dim) {
  return F32Array({static_cast<pybind11::ssize_t>(n), static_cast<pybind11::ssize_t>(dim)});
}

inline void expect_below(std::span<const std::uint64_t> samples, std::size_t n) {
  for (const std::uint64_t sample : samples) {
    if (sample < n) continue;
    throw std::invalid_argument("[network] expected samples below " + std::to_string(n) + ", got " +
                                std::to_string(sample));
  }
}

}  // namespace findling::bindings
