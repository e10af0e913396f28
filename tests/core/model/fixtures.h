// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/cancel.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "layers/fixtures.h"
#include "model/encoder.h"

namespace findling::test {

/// `n` passages of 20 to 80 tokens below `n_tokens`, small ids far more often than large ones, and
/// for each passage a liking for a few tokens of its own, as texts have.
inline Lists random_passages(std::size_t n, std::size_t n_tokens, std::uint64_t seed) {
  Lists passages;
  for (std::size_t i = 0; i < n; ++i) {
    base::Rng rng(seed, i);
    std::vector<std::uint32_t> own(8);
    for (auto& token : own) token = static_cast<std::uint32_t>(rng.below(n_tokens));
    std::vector<std::uint32_t> list(20 + rng.below(61));
    for (auto& token : list) {
      const float u = rng.uniform();
      const auto common = static_cast<std::uint32_t>(u * u * u * static_cast<float>(n_tokens));
      token = rng.below(3) == 0 ? own[rng.below(own.size())] : common;
    }
    passages.add(list);
  }
  return passages;
}

inline model::Encoder train(const Lists& passages, std::size_t n_tokens,
                            const model::EncoderConfig& config, int n_threads = 1) {
  base::ThreadPool pool(n_threads);
  const base::CancelToken cancel;
  return model::Encoder::train(passages.view(), n_tokens, config, pool, {}, cancel);
}

/// The parameters of an encoder, to compare bit by bit.
inline std::vector<float> parameters(const model::Encoder& encoder) {
  std::vector<float> all(encoder.table().begin(), encoder.table().end());
  all.insert(all.end(), encoder.weight().begin(), encoder.weight().end());
  return all;
}

}  // namespace findling::test
