// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "lsh/sampler.h"

namespace findling::lsh {

/// What a sampler must know about its layer.
struct SamplerShape {
  std::size_t n_rows;
  std::size_t dim;
  std::size_t n_wanted;  ///< Active rows that a batch will ask for.
  std::uint64_t seed;
};

/// The sampler called `name`: "random", or one of the hash families. Throws `std::invalid_argument`
/// for an unknown name.
std::unique_ptr<RowSampler> make_sampler(std::string_view name, const SamplerShape& shape);

}  // namespace findling::lsh
