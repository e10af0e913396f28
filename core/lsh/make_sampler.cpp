// SPDX-License-Identifier: Apache-2.0
#include "lsh/make_sampler.h"

#include <stdexcept>
#include <string>

#include "lsh/lsh_config.h"
#include "lsh/lsh_sampler.h"
#include "lsh/uniform_sampler.h"

namespace findling::lsh {

std::unique_ptr<RowSampler> make_sampler(std::string_view name, const SamplerShape& shape) {
  const auto hashed = [&](HashKind kind) {
    return std::make_unique<LshSampler>(shape, tune(kind, shape));
  };
  if (name == "random") return std::make_unique<UniformSampler>(shape.n_rows);
  if (name == "dwta") return hashed(HashKind::kWinnerTakeAll);
  if (name == "srp") return hashed(HashKind::kSignedProjections);
  throw std::invalid_argument("[sampler] expected random, dwta or srp, got " + std::string(name));
}

}  // namespace findling::lsh
