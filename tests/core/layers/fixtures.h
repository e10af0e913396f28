// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/rng.h"
#include "sparse/ragged.h"

namespace findling::test {

/// Lists of ids that own their arrays.
struct Lists {
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> values;

  Lists() = default;
  Lists(std::initializer_list<std::vector<std::uint32_t>> lists) {
    for (const auto& list : lists) add(list);
  }
  void add(std::span<const std::uint32_t> list) {
    values.insert(values.end(), list.begin(), list.end());
    offsets.push_back(values.size());
  }
  sparse::RaggedView view() const { return {offsets, values}; }
};

/// `n` numbers, even in [-1, 1].
inline std::vector<float> random_floats(std::size_t n, std::uint64_t seed) {
  base::Rng rng(seed);
  std::vector<float> values(n);
  for (float& x : values) x = 2.0F * rng.uniform() - 1.0F;
  return values;
}

/// The slope of `f` by `x`, which is put back afterwards. The central difference of a function
/// with third derivative M is off by M step^2 / 6 plus the rounding of f / step.
inline double slope(float& x, const std::function<double()>& f, float step = 1e-2F) {
  const float at = x;
  x = at + step;
  const double above = f();
  x = at - step;
  const double below = f();
  x = at;
  return (above - below) / (2.0 * static_cast<double>(step));
}

}  // namespace findling::test
