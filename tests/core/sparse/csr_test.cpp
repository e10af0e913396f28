// SPDX-License-Identifier: Apache-2.0
#include "sparse/csr.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace findling::sparse {

TEST_CASE("a matrix needs a value for each id, ids in range, and finite values") {
  const std::vector<std::uint64_t> offsets{0, 1, 3};
  const std::vector<std::uint32_t> ids{4, 0, 4};
  std::vector<float> values{1.0F, 2.0F, 3.0F};
  const CsrView matrix{{offsets, ids}, values};
  CHECK(matrix.size() == 2);
  CHECK_NOTHROW(matrix.validate(5));
  CHECK_THROWS_AS(matrix.validate(4), std::invalid_argument);
  CHECK_THROWS_WITH_AS((CsrView{{offsets, ids}, std::span(values).first(2)}.validate(5)),
                       doctest::Contains("each of 3 ids, got 2"), std::invalid_argument);
  values[1] = std::nanf("");
  CHECK_THROWS_WITH_AS(matrix.validate(5), doctest::Contains("finite"), std::invalid_argument);
}

}  // namespace findling::sparse
