// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace findling::sparse {

/// `n` lists of ids in two arrays: list i is `values[offsets[i] .. offsets[i + 1])`.
/// Owns nothing: whoever makes one keeps the arrays alive.
struct RaggedView {
  std::span<const std::uint64_t> offsets;  ///< [n + 1], or empty for no lists.
  std::span<const std::uint32_t> values;   ///< [offsets.back()]

  /// How many lists there are.
  std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }

  /// List `i`; valid for a view that passed `validate()` and i < size().
  std::span<const std::uint32_t> operator[](std::size_t i) const noexcept {
    return values.subspan(static_cast<std::size_t>(offsets[i]),
                          static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }

  /// Throws `std::invalid_argument` unless the offsets start at 0, never fall, and end at
  /// `values.size()`. Cost: one pass over the offsets.
  void validate() const;

  /// The same, and also throws when a value is >= `n_values`.
  void validate(std::uint64_t n_values) const;
};

}  // namespace findling::sparse
