// SPDX-License-Identifier: Apache-2.0
#include "train/softmax_loss.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "layers/fixtures.h"

using namespace findling;

namespace {

double loss_of(const std::vector<float>& scores, std::size_t label, double scale) {
  double sum = 0.0;
  for (const float s : scores) sum += std::exp(scale * static_cast<double>(s));
  return std::log(sum) - scale * static_cast<double>(scores[label]);
}

}  // namespace

TEST_CASE("softmax loss: the value is the cross entropy of the scaled scores") {
  for (const std::size_t n : {1U, 2U, 15U, 16U, 17U, 100U}) {
    std::vector<float> scores = test::random_floats(n, n);
    const double expected = loss_of(scores, n / 2, 20.0);
    const float loss = train::softmax_loss(kernels::active(), scores, n / 2, 20.0F, 1.0F);
    CHECK(static_cast<double>(loss) == doctest::Approx(expected).epsilon(1e-4));
  }
}

TEST_CASE("softmax loss: the gradient agrees with finite differences") {
  std::vector<float> scores = test::random_floats(21, 3);
  std::vector<float> grad = scores;
  train::softmax_loss(kernels::active(), grad, 4, 5.0F, 0.25F);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double slope =
        test::slope(scores[i], [&] { return 0.25 * loss_of(scores, 4, 5.0); }, 1e-3F);
    CHECK(static_cast<double>(grad[i]) == doctest::Approx(slope).epsilon(1e-3));
  }
}

TEST_CASE("softmax loss: scores at the ends of the range stay finite") {
  std::vector<float> scores{-1.0F, 1.0F, -1.0F};
  const float loss = train::softmax_loss(kernels::active(), scores, 0, 1000.0F, 1.0F);
  CHECK(loss == doctest::Approx(2000.0));
  CHECK(scores[0] == doctest::Approx(-1000.0));
  CHECK(scores[1] == doctest::Approx(1000.0));
  CHECK(scores[2] == doctest::Approx(0.0));
}
