// SPDX-License-Identifier: Apache-2.0
#include "sparse/ragged.h"

#include <stdexcept>
#include <string>

namespace findling::sparse {

void RaggedView::validate() const {
  if (offsets.empty()) {
    if (values.empty()) return;
    throw std::invalid_argument("[ragged] expected offsets for " + std::to_string(values.size()) +
                                " values, got none");
  }
  if (offsets.front() != 0) {
    throw std::invalid_argument("[ragged] expected the first offset to be 0, got " +
                                std::to_string(offsets.front()));
  }
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    if (offsets[i] < offsets[i - 1]) {
      throw std::invalid_argument("[ragged] expected offsets that never fall, got " +
                                  std::to_string(offsets[i]) + " at position " + std::to_string(i) +
                                  " after " + std::to_string(offsets[i - 1]));
    }
  }
  if (offsets.back() != values.size()) {
    throw std::invalid_argument("[ragged] expected the last offset to be the number of values " +
                                std::to_string(values.size()) + ", got " +
                                std::to_string(offsets.back()));
  }
}

void RaggedView::validate(std::uint64_t n_values) const {
  validate();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= n_values) {
      throw std::invalid_argument("[ragged] expected values below " + std::to_string(n_values) +
                                  ", got " + std::to_string(values[i]) + " at position " +
                                  std::to_string(i));
    }
  }
}

}  // namespace findling::sparse
