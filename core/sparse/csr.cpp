// SPDX-License-Identifier: Apache-2.0
#include "sparse/csr.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace findling::sparse {

void CsrView::validate(std::uint64_t dim) const {
  rows.validate(dim);
  if (values.size() != rows.values.size()) {
    throw std::invalid_argument("[csr] expected one value for each of " +
                                std::to_string(rows.values.size()) + " ids, got " +
                                std::to_string(values.size()));
  }
  if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
    throw std::invalid_argument("[csr] expected finite values, got infinity or not a number");
  }
}

}  // namespace findling::sparse
