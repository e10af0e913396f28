// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "lsh/cell_sampler.h"
#include "lsh/lsh_config.h"
#include "lsh/row_index.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kScanned = 4096;
constexpr std::size_t kReadWhole = 131072;
constexpr double kCellsPerRoot = 5.0;

}  // namespace

LshConfig tune(HashKind kind, const SamplerShape& shape) noexcept {
  LshConfig config;
  config.kind = kind;
  const auto n = static_cast<double>(std::max<std::size_t>(shape.n_rows, 2));
  config.bits = static_cast<unsigned>(std::clamp(std::lround(std::log2(n) - 6.0), 2L, 12L));
  config.n_tables = 32;
  config.n_probes = kind == HashKind::kSignedProjections ? 4 : 1;
  return config;
}

CellConfig tune_cells(const SamplerShape& shape) noexcept {
  CellConfig config;
  if (shape.n_rows > kReadWhole) {
    const double root = std::sqrt(static_cast<double>(shape.n_rows));
    config.n_cells = static_cast<std::size_t>(kCellsPerRoot * root);
    config.n_probes = config.n_cells / 16;
    config.n_training_probes = config.n_cells / 64;
    config.n_visited = 512;
  }
  return config;
}

std::string_view auto_index(const SamplerShape& shape) noexcept {
  return shape.n_rows <= kScanned ? "scan" : "cells";
}

}  // namespace findling::lsh
