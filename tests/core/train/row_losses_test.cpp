// SPDX-License-Identifier: Apache-2.0
#include "train/row_losses.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "layers/fixtures.h"

// Values against plain arithmetic; model/gradient_test.cpp holds the gradients against slopes.

namespace findling {
namespace {

using train::LossRow;

const kernels::KernelTable& k = kernels::active();

double d(float x) { return static_cast<double>(x); }

}  // namespace

TEST_CASE("softmax: the mean over the labels of minus the logarithm of their shares") {
  auto x = test::random_floats(37, 3);
  for (float& value : x) value *= 30.0F;
  double sum = 0.0;
  for (const float value : x) sum += std::exp(d(value));
  const std::vector<std::uint32_t> labels{4, 30};
  const double expected = std::log(sum) - 0.5 * (d(x[4]) + d(x[30]));
  const float loss =
      train::softmax_row(k, {.x = x, .columns = {}, .labels = labels, .values = {}, .share = 1.0F});
  CHECK(d(loss) == doctest::Approx(expected).epsilon(1e-5));
  double total = 0.0;
  for (const float g : x) total += d(g);
  CHECK(total == doctest::Approx(0.0).scale(1.0).epsilon(1e-5));
}

TEST_CASE("softmax: a sample without labels costs nothing and teaches nothing") {
  std::vector<float> x{1.0F, 2.0F};
  CHECK(train::softmax_row(k, {.x = x, .columns = {}, .labels = {}, .values = {}, .share = 1.0F}) ==
        0.0F);
  CHECK(x == std::vector<float>{0.0F, 0.0F});
}

TEST_CASE("labels are found among the active columns") {
  std::vector<float> x{1.0F, 2.0F, 3.0F};
  const std::vector<std::uint32_t> columns{10, 20, 70};
  const std::vector<std::uint32_t> labels{70};
  const float loss = train::softmax_row(
      k, {.x = x, .columns = columns, .labels = labels, .values = {}, .share = 1.0F});
  CHECK(d(loss) == doctest::Approx(std::log(1.0 + std::exp(-1.0) + std::exp(-2.0))));
}

TEST_CASE("binary: large values of either sign stay exact") {
  std::vector<float> x{-60.0F, -1.0F, 0.0F, 2.0F, 60.0F};
  std::vector<float> scratch(5);
  const std::vector<std::uint32_t> labels{0, 3};
  const float loss = train::binary_row(
      k, {.x = x, .columns = {}, .labels = labels, .values = {}, .share = 1.0F}, scratch);
  const double expected =
      60.0 + std::log1p(std::exp(-1.0)) + std::log(2.0) + std::log1p(std::exp(-2.0)) + 60.0;
  CHECK(d(loss) == doctest::Approx(expected).epsilon(1e-6));
  CHECK(x[0] == doctest::Approx(-1.0F));
  CHECK(x[2] == doctest::Approx(0.5F));
  CHECK(x[4] == doctest::Approx(1.0F));
}

TEST_CASE("binary: labels and dense targets of ones are the same") {
  for (const std::size_t n : {1U, 31U, 32U, 33U, 100U}) {
    auto a = test::random_floats(n, 9);
    auto b = a;
    std::vector<float> scratch(n);
    std::vector<float> values(n);
    const std::vector<std::uint32_t> labels{static_cast<std::uint32_t>(n / 2)};
    values[n / 2] = 1.0F;
    const float by_labels = train::binary_row(
        k, {.x = a, .columns = {}, .labels = labels, .values = {}, .share = 0.5F}, scratch);
    const float by_values = train::binary_row(
        k, {.x = b, .columns = {}, .labels = {}, .values = values, .share = 0.5F}, scratch);
    CHECK(by_labels == doctest::Approx(by_values));
    for (std::size_t i = 0; i < n; ++i) CHECK(a[i] == doctest::Approx(b[i]));
  }
}

TEST_CASE("mse and Huber are means over the columns") {
  const std::vector<float> targets{0.0F, 0.0F};
  std::vector<float> x{0.5F, -3.0F};
  CHECK(train::mse_row({.x = x, .columns = {}, .labels = {}, .values = targets, .share = 1.0F}) ==
        doctest::Approx(4.625F));
  x = {0.5F, -3.0F};
  CHECK(train::huber_row({.x = x, .columns = {}, .labels = {}, .values = targets, .share = 1.0F},
                         1.0F) == doctest::Approx((0.125F + 2.5F) / 2.0F));
  CHECK(x[1] == doctest::Approx(-0.5F));
}

TEST_CASE("contrastive: equals are pulled, others pushed up to the margin") {
  const std::vector<float> a{0.0F, 0.0F};
  const std::vector<float> b{0.3F, 0.4F};
  std::vector<float> gradient(2);
  CHECK(train::contrastive_pair(k, a, b, 1.0F, 2.0F, 1.0F, gradient) == doctest::Approx(0.25F));
  CHECK(train::contrastive_pair(k, a, b, 0.0F, 2.0F, 1.0F, gradient) == doctest::Approx(2.25F));
  CHECK(train::contrastive_pair(k, a, b, 0.0F, 0.4F, 1.0F, gradient) == 0.0F);
  CHECK(train::contrastive_pair(k, a, a, 0.0F, 1.0F, 1.0F, gradient) == 1.0F);
  CHECK(gradient == std::vector<float>{0.0F, 0.0F});
}

}  // namespace findling
