// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"

namespace findling::lsh {

/// How directions are grouped.
struct KMeansShape {
  std::size_t dim;        ///< D
  std::size_t n_centres;  ///< At most the number of rows.
  std::size_t n_samples;  ///< Rows that the centres are fitted to; at most all.
  int n_rounds;
};

/// Fits centres [n_centres, D], unit vectors, to `rows` [n, D], unit vectors, by spherical k-means
/// (Dhillon and Modha 2001) on a sample of them. Depends on the rows only, not on the number of
/// threads. Throws `base::CancelledError`.
std::vector<float> spherical_k_means(std::span<const float> rows, const KMeansShape& shape,
                                     base::ThreadPool& pool, const base::CancelToken& cancel);

/// The centre with the largest product for each of `rows` [n, D]; of equals the first. Throws
/// `base::CancelledError`.
std::vector<std::uint32_t> nearest_centres(std::span<const float> rows,
                                           std::span<const float> centres, std::size_t dim,
                                           base::ThreadPool& pool, const base::CancelToken& cancel);

}  // namespace findling::lsh
