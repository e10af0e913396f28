// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "lsh/sampler_shape.h"

namespace findling::lsh {

enum class HashKind { kWinnerTakeAll, kSignedProjections };

/// How rows are hashed.
struct LshConfig {
  HashKind kind = HashKind::kSignedProjections;
  unsigned bits = 8;             ///< K: a table has 2^K buckets.
  std::size_t n_tables = 16;     ///< L
  std::size_t n_probes = 1;      ///< Buckets that a query looks into, per table; 1 for winners.
  std::size_t bucket_limit = 0;  ///< Rows that a bucket holds at most; 0 for no limit.
};

/// The configuration that pays for a layer of this shape; see docs/engine.md for its measurements.
LshConfig tune(HashKind kind, const SamplerShape& shape) noexcept;

}  // namespace findling::lsh
