// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "retrieval/byte_rows.h"
#include "retrieval/vector_index.h"

namespace findling::test {

inline constexpr std::size_t kDim = 16;

/// Unit vectors around a few directions, as passages about a few topics have them.
inline std::vector<float> clustered(std::size_t n, std::size_t n_topics, std::size_t dim = kDim,
                                    std::uint64_t seed = 3) {
  base::Rng topic_rng(3);
  std::vector<float> topics(n_topics * dim);
  for (float& x : topics) x = topic_rng.normal();
  base::Rng rng(seed, 1);
  std::vector<float> rows(n * dim);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t topic = static_cast<std::size_t>(rng.below(n_topics));
    float squares = 0.0F;
    for (std::size_t d = 0; d < dim; ++d) {
      float& x = rows[i * dim + d];
      x = topics[topic * dim + d] + 0.5F * rng.normal();
      squares += x * x;
    }
    for (std::size_t d = 0; d < dim; ++d) rows[i * dim + d] /= std::sqrt(squares);
  }
  return rows;
}

inline double cosine(const std::vector<float>& rows, std::size_t a, std::size_t b,
                     std::size_t dim = kDim) {
  double sum = 0;
  for (std::size_t d = 0; d < dim; ++d) {
    sum += static_cast<double>(rows[a * dim + d]) * static_cast<double>(rows[b * dim + d]);
  }
  return sum;
}

inline retrieval::ByteRows in_bytes(std::span<const float> rows, std::size_t dim = kDim) {
  retrieval::ByteRows bytes(rows.size() / dim, dim);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes.set(i, rows.subspan(i * dim, dim));
  return bytes;
}

inline void add(retrieval::VectorIndex& index, std::span<const float> rows, int n_threads = 1) {
  base::ThreadPool pool(n_threads);
  index.append(index.receive(in_bytes(rows), pool, {}));
}

}  // namespace findling::test
