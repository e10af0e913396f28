// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sparse/ragged.h"

namespace findling::sparse {

/// A sparse matrix [n, D] by rows: row i has `values[j]` in column `rows.values[j]` for the places
/// j of list i of `rows`. A column may come twice in a row; its values add up. Owns nothing.
struct CsrView {
  RaggedView rows;
  std::span<const float> values;  ///< As many as `rows.values`.

  std::size_t size() const noexcept { return rows.size(); }

  /// Throws `std::invalid_argument` unless `rows` is valid with columns below `dim`, and there is
  /// one finite value a column.
  void validate(std::uint64_t dim) const;
};

}  // namespace findling::sparse
