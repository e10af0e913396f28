// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/rng.h"
#include "layers/compact_ids.h"

namespace findling::layers {

/// Chooses which neurons of a wide output a batch is compared with, beside its own labels.
class NegativeSampler {
 public:
  virtual ~NegativeSampler() = default;

  /// Adds neurons to `active`, which holds the batch's labels already; `queries` [B, D] are the
  /// unit vectors of the batch, for samplers that look for neurons near them. Runs on one thread.
  virtual void sample(std::span<const float> queries, base::Rng& rng, CompactIds& active) = 0;
};

/// Draws neurons evenly, with repeats dropped. With as many draws as there are neurons or more, all
/// of them are active.
class UniformNegatives final : public NegativeSampler {
 public:
  explicit UniformNegatives(std::size_t draws) noexcept : draws_(draws) {}
  void sample(std::span<const float> queries, base::Rng& rng, CompactIds& active) override;

 private:
  std::size_t draws_;
};

}  // namespace findling::layers
