// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "lsh/sampler.h"
#include "lsh/sampler_shape.h"

namespace findling::lsh {

/// The sampler called `name`, set up for a layer of this shape: "random"; "dwta" or "srp", hash
/// tables; "cells", inverted lists of sketches; "scan", all rows in bytes. Throws
/// `std::invalid_argument` for an unknown name.
std::unique_ptr<RowSampler> make_sampler(std::string_view name, const SamplerShape& shape);

}  // namespace findling::lsh
