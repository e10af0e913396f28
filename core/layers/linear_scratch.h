// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/aligned_buffer.h"
#include "layers/linear.h"
#include "layers/picked_neurons.h"

namespace findling::layers {

/// What a `Linear` keeps of one batch.
struct Linear::LinearScratch final : Layer::Scratch {
  bool sparse = false;                // whether `active` names the neurons; otherwise all are
  std::vector<std::uint32_t> active;  // [C], ascending
  std::size_t n_active = 0;           // C
  const float* x = nullptr;           // [B, D]: the inputs, or `unit`
  const float* rows = nullptr;        // [C, D]: the weights, or `row_copies`
  float* y = nullptr;                 // [B, C]: the values of the active neurons
  float* gradient = nullptr;          // [B, C]: by them

  base::AlignedBuffer<float> unit;          // inputs of length `scale`
  base::AlignedBuffer<float> x_length;      // [B], lengths of the inputs
  base::AlignedBuffer<float> row_copies;    // active rows, unit length when normalised
  base::AlignedBuffer<float> row_length;    // [C]
  base::AlignedBuffer<float> compact;       // [B, C], where the output is spread over all neurons
  base::AlignedBuffer<float> compact_grad;  // [B, C], the same
  base::AlignedBuffer<float> unit_grad;     // [B, D], by `unit`
  std::unique_ptr<lsh::RowSampler::Scratch> sampling;

  bool picked = false;  // whether every sample has its own neurons: then y and gradient are [B, K]
  std::unique_ptr<PickedNeurons> picks;
  std::vector<std::uint32_t> turn;  // rows that are shown to the sampler

  static void grow(base::AlignedBuffer<float>& buffer, std::size_t n) {
    if (buffer.size() < n) buffer = base::AlignedBuffer<float>(n);
  }
};

}  // namespace findling::layers
