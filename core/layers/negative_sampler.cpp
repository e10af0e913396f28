// SPDX-License-Identifier: Apache-2.0
#include "layers/negative_sampler.h"

namespace findling::layers {

void UniformNegatives::sample(std::span<const float> /*queries*/, base::Rng& rng,
                              CompactIds& active) {
  const std::size_t n = active.limit();
  const bool all = draws_ >= n;
  for (std::size_t i = 0; i < (all ? n : draws_); ++i) {
    active.add(static_cast<std::uint32_t>(all ? i : rng.below(n)));
  }
}

}  // namespace findling::layers
