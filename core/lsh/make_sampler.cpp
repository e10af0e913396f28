// SPDX-License-Identifier: Apache-2.0
#include "lsh/make_sampler.h"

#include <stdexcept>
#include <string>
#include <utility>

#include "lsh/cell_sampler.h"
#include "lsh/lsh_config.h"
#include "lsh/lsh_sampler.h"
#include "lsh/row_index.h"
#include "lsh/scan_sampler.h"
#include "lsh/uniform_sampler.h"

namespace findling::lsh {

std::unique_ptr<RowSampler> make_sampler(std::string_view name, const SamplerShape& shape) {
  const auto hashed = [&](HashKind kind) {
    return std::make_unique<LshSampler>(shape, tune(kind, shape));
  };
  if (name == "random") return std::make_unique<UniformSampler>(shape.n_rows);
  if (name == "dwta") return hashed(HashKind::kWinnerTakeAll);
  if (name == "srp") return hashed(HashKind::kSignedProjections);
  if (name == "cells") return std::make_unique<CellSampler>(shape, tune_cells(shape));
  if (name == "scan") return std::make_unique<ScanSampler>(shape);
  throw std::invalid_argument("[sampler] expected random, dwta, srp, cells or scan, got " +
                              std::string(name));
}

std::unique_ptr<RowSampler> make_index(std::string_view name, const SamplerShape& shape) {
  const std::string_view kind = name == "auto" ? auto_index(shape) : name;
  if (kind == "scan" || kind == "cells") return make_sampler(kind, shape);
  throw std::invalid_argument("[sampler] expected auto, cells or scan, got " + std::string(name));
}

std::unique_ptr<RowSampler> make_fitted_cells(const SamplerShape& shape, const RowsView& rows,
                                              std::span<const float> queries,
                                              base::ThreadPool& pool) {
  auto cells = std::make_unique<CellSampler>(shape, tune_cells(shape));
  cells->fit(rows, queries, pool);
  return cells;
}

std::unique_ptr<RowSampler> restore_index(std::string_view name, const SamplerShape& shape,
                                          const RowsView& rows,
                                          std::span<const std::uint32_t> state,
                                          base::ThreadPool& pool) {
  std::unique_ptr<RowSampler> index;
  if (name == "cells") {
    auto cells = std::make_unique<CellSampler>(shape, tune_cells(shape));
    cells->take_values(rows, pool);
    index = std::move(cells);
  } else {
    index = make_index(name, shape);
    index->rebuild(rows, pool);
  }
  index->restore(state);
  return index;
}

}  // namespace findling::lsh
