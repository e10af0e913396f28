// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/network.h"
#include "model/network_data.h"

namespace findling::model {

/// Gradients are taken at `at * x` and count with `weight`.
struct PathPoint {
  float at = 1.0F;
  float weight = 1.0F;
};

/// What is to be explained: for each sample the value of one column of an output, from before the
/// output's activation: the logit of a softmax or a sigmoid.
struct ExplainQuestion {
  std::size_t output = 0;
  std::span<const std::uint32_t> columns;  ///< [n]
  std::span<const PathPoint> path;         ///< A single point at 1: gradient times input.
  bool hold_lengths = false;               ///< See `layers::Context`.
};

/// What the values of one input did: each value times its weighted gradient.
struct InputContributions {
  std::vector<std::uint64_t> offsets;  ///< Sparse inputs: where the values of each sample begin...
  std::vector<std::uint32_t> ids;      ///< ... and their columns, as the caller gave them.
  std::vector<float> contributions;    ///< One a value of a sparse input; else [n, D].
};

struct Explained {
  std::vector<float> values;               ///< [n], f(x)
  std::vector<float> baselines;            ///< [n], f(0)
  std::vector<InputContributions> inputs;  ///< One an input of the network.
};

/// Says which inputs drove an output, for these samples of checked data. Runs the part of the
/// network that the output depends on, with all neurons active and in memory of its own, and
/// changes nothing: any number of threads may explain and predict at once, as long as nobody trains
/// the network. Costs a way forward and back for each point of the path, and two ways forward.
///
/// Throws `std::invalid_argument` for an output or a column that does not exist, for another number
/// of columns than of samples, and for a path without points.
Explained explain(const Network& network, const NetworkData& data,
                  std::span<const std::uint64_t> samples, const ExplainQuestion& question);

}  // namespace findling::model
