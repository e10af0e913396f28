// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace findling::lsh {

/// What a sampler must know about its layer.
struct SamplerShape {
  std::size_t n_rows;
  std::size_t dim;
  std::size_t n_wanted;  ///< Active rows that a batch will ask for.
  std::uint64_t seed;
  bool cosine = false;      ///< Whether the layer divides rows by their lengths.
  float hard_share = 0.5F;  ///< Of the proposals besides labels, what an index finds; in [0, 1].
};

}  // namespace findling::lsh
