// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/rng.h"
#include "lsh/sampler.h"

namespace findling::test {

inline void to_unit_length(std::span<float> x) {
  double squares = 0.0;
  for (const float value : x) squares += static_cast<double>(value) * static_cast<double>(value);
  for (float& value : x) value = static_cast<float>(value / std::sqrt(squares));
}

inline std::vector<float> random_vector(std::size_t dim, std::uint64_t seed, std::uint64_t stream) {
  base::Rng rng(seed, stream);
  std::vector<float> x(dim);
  for (float& value : x) value = rng.normal();
  return x;
}

/// A unit vector at cosine `cosine` to the unit vector `x`.
inline std::vector<float> at_cosine(std::span<const float> x, double cosine, std::uint64_t stream) {
  std::vector<float> y = random_vector(x.size(), 77, stream);
  double along = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) along += static_cast<double>(x[i] * y[i]);
  for (std::size_t i = 0; i < x.size(); ++i) y[i] -= static_cast<float>(along) * x[i];
  to_unit_length(y);
  const double across = std::sqrt(1.0 - cosine * cosine);
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] =
        static_cast<float>(cosine * static_cast<double>(x[i]) + across * static_cast<double>(y[i]));
  }
  return y;
}

/// Rows like those of a trained output layer: unit vectors at cosine .7 to the centre of one of
/// sqrt(n) topics.
struct ClusteredRows {
  ClusteredRows(std::size_t n, std::size_t width) : dim(width), values(n * width) {
    const auto n_topics = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
    for (std::size_t i = 0; i < n; ++i) {
      auto centre = random_vector(width, 5, i % n_topics);
      to_unit_length(centre);
      const auto row = at_cosine(centre, 0.7, i);
      std::copy(row.begin(), row.end(), values.begin() + static_cast<std::ptrdiff_t>(i * width));
    }
  }

  lsh::RowsView view() const { return {values.data(), values.size() / dim, dim}; }

  /// An input for which row `i` is the answer.
  std::vector<float> query(std::size_t i, double cosine = 0.75) const {
    return at_cosine(view()[i], cosine, 1'000'000 + i);
  }

  /// The `k` rows with the largest products, best first.
  std::vector<std::uint32_t> exact(std::span<const float> query, std::size_t k) const {
    std::vector<std::pair<float, std::uint32_t>> scored;
    for (std::uint32_t i = 0; i < view().n_rows; ++i) {
      float product = 0.0F;
      for (std::size_t j = 0; j < dim; ++j) product += view()[i][j] * query[j];
      scored.emplace_back(-product, i);
    }
    std::partial_sort(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(k),
                      scored.end());
    std::vector<std::uint32_t> best;
    for (std::size_t i = 0; i < k; ++i) best.push_back(scored[i].second);
    return best;
  }

  std::size_t dim;
  std::vector<float> values;
};

inline bool ascending_once(const std::vector<std::uint32_t>& rows) {
  return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end();
}

}  // namespace findling::test
