// SPDX-License-Identifier: Apache-2.0
#include "lsh/make_sampler.h"

#include <stdexcept>
#include <string>

#include "lsh/uniform_sampler.h"

namespace findling::lsh {

std::unique_ptr<RowSampler> make_sampler(std::string_view name, const SamplerShape& shape) {
  if (name == "random") return std::make_unique<UniformSampler>(shape.n_rows);
  throw std::invalid_argument("[sampler] expected random, got " + std::string(name));
}

}  // namespace findling::lsh
