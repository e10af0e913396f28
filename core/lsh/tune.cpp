// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "lsh/cell_sampler.h"
#include "lsh/lsh_config.h"
#include "lsh/row_index.h"

namespace findling::lsh {

namespace {

// All measured with benchmarks/cpp/sampler_bench, rows of 256 columns.

// Up to here a scan in bytes takes less time than sketches and the rows that they leave.
constexpr std::size_t kScanned = 16384;
// Up to here all sketches are read: 4 MB, in the cache of most processors. Leaving out half of the
// cells would save less than half of the time, and cost recall in layers without clear topics.
constexpr std::size_t kReadWhole = 131072;
// Lists of about 160 rows: finer ones are found no better, and their centres cost as much as they
// save.
constexpr double kCellsPerRoot = 5.0;
// A sixteenth of the cells has the best of 670,000 rows 98 times of 100.
constexpr std::size_t kProbedShare = 16;
constexpr std::size_t kTrainingShare = 64;

// Buckets of about 64 rows.
constexpr double kRowsPerBucketBits = 6.0;

}  // namespace

LshConfig tune(HashKind kind, const SamplerShape& shape) noexcept {
  LshConfig config;
  config.kind = kind;
  const double bits = std::log2(static_cast<double>(std::max<std::size_t>(shape.n_rows, 2)));
  config.bits = static_cast<unsigned>(std::clamp(std::lround(bits - kRowsPerBucketBits), 2L, 12L));
  config.n_tables = 32;
  config.n_probes = kind == HashKind::kSignedProjections ? 4 : 1;
  return config;
}

CellConfig tune_cells(const SamplerShape& shape) noexcept {
  CellConfig config;
  if (shape.n_rows <= kReadWhole) return config;
  const double root = std::sqrt(static_cast<double>(shape.n_rows));
  config.n_cells = static_cast<std::size_t>(kCellsPerRoot * root);
  config.n_probes = config.n_cells / kProbedShare;
  config.n_training_probes = config.n_cells / kTrainingShare;
  return config;
}

std::string_view auto_index(const SamplerShape& shape) noexcept {
  return shape.n_rows <= kScanned ? "scan" : "cells";
}

}  // namespace findling::lsh
