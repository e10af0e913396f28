// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "model/network.h"

namespace findling::model {

/// Outputs up to this wide are computed in full even when a sparse prediction is asked for, unless
/// an index was made for them by name: finding neurons would cost more than computing them.
inline constexpr std::size_t kNarrowOutput = 2048;

/// How much of a network a prediction computes. 1 is all, and exact.
struct InferenceSparsity {
  /// Share of the neurons of a linear output that are looked at; 0 leaves it to its index.
  float output = 1.0F;
  /// Below 1, hidden linear layers that were trained sparse compute the share that they were
  /// trained with, or this one if it is more.
  float hidden = 1.0F;

  bool is_sparse() const noexcept { return output < 1.0F || hidden < 1.0F; }

  /// Throws `std::invalid_argument` unless both are in [0, 1].
  void check() const;
};

/// Whether node `i` is a hidden linear layer that was trained sparse.
bool is_sparse_hidden(const Network& network, std::size_t i) noexcept;

/// Whether there is any such node.
bool has_sparse_hidden(const Network& network) noexcept;

/// The layer of output `output` where only some of its neurons can be computed, as nothing else
/// reads it; otherwise null.
layers::Linear* open_output(const Network& network, std::size_t output) noexcept;

/// Makes an index of the neurons of every layer that can be predicted sparse: linear outputs, and
/// hidden linear layers that were trained sparse. `kind` as in `layers::ActiveFinder`; with "auto",
/// narrow outputs get none. Cells of outputs are fitted to what the network makes of the samples of
/// `typical`, where there are some: checked data, of which up to 65,536 are taken. Throws
/// `std::invalid_argument` for an unknown kind, and when there is no such layer.
void prepare_inference(Network& network, std::string_view kind,
                       const NetworkData* typical = nullptr);

/// Makes the indexes that a sparse prediction of this output lacks, by "auto".
void prepare_missing(Network& network, std::size_t output);

/// Whether there are none of those.
bool is_prepared(const Network& network, std::size_t output) noexcept;

/// Freezes the hash tables of all layers that choose neurons by them. Neurons keep their buckets
/// from now on, and labels that a query would miss are put where it looks, so that what is learned
/// afterwards makes sparse predictions more accurate. Returns how many layers have tables.
std::size_t freeze_tables(Network& network) noexcept;

}  // namespace findling::model
