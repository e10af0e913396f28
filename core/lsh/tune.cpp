// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "lsh/lsh_config.h"
#include "lsh/row_index.h"

namespace findling::lsh {

LshConfig tune(HashKind kind, const SamplerShape& shape) noexcept {
  LshConfig config;
  config.kind = kind;
  const auto n = static_cast<double>(std::max<std::size_t>(shape.n_rows, 2));
  config.bits = static_cast<unsigned>(std::clamp(std::lround(std::log2(n) - 6.0), 2L, 12L));
  config.n_tables = 32;
  config.n_probes = kind == HashKind::kSignedProjections ? 4 : 1;
  return config;
}

std::string_view auto_index(const SamplerShape& /*shape*/) noexcept { return "scan"; }

}  // namespace findling::lsh
