// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "kernels/fixtures.h"

using namespace findling;
using namespace findling::test;

TEST_CASE("kernels: max finds the largest value wherever it is") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, shift, n);
    REQUIRE(k.max(x.data(), n) == oracle().max(x.data(), n));
    for (std::size_t at = 0; at < n; at += 5) {
      const float before = std::exchange(x[at], 100.0F);
      REQUIRE(k.max(x.data(), n) == 100.0F);
      x[at] = before;
    }
  });
}

TEST_CASE("kernels: max of nothing is minus infinity, and of negative numbers negative") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    CHECK(k->max(nullptr, 0) == -std::numeric_limits<float>::infinity());
    const std::vector<float> x(37, -3.0F);
    CHECK(k->max(x.data(), x.size()) == -3.0F);
  }
}

TEST_CASE("kernels: exp is within 2e-7 of the exact value on all of [-87, 88]") {
  std::vector<float> x;
  for (int i = 0; i <= 350000; ++i) {
    x.push_back(std::min(88.0F, -87.0F + static_cast<float>(i) * 0.0005F));
  }
  for (const kernels::KernelTable* k : kernels::supported()) {
    CAPTURE(std::string(k->name));
    std::vector<float> y(x.size());
    k->exp_sum(x.data(), x.size(), 0.0F, 1.0F, y.data());
    double worst = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = std::exp(double{x[i]});
      worst = std::max(worst, std::abs(y[i] - exact) / exact);
    }
    CHECK(worst < 2e-7);
  }
}

TEST_CASE("kernels: exp of far too small arguments is zero, of too large ones finite") {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> x = {-87.001F, -1e30F, -infinity, 89.0F, 1e30F, infinity, 0.0F};
  for (const kernels::KernelTable* k : kernels::supported()) {
    // Long enough for a whole vector, and once more one by one.
    std::vector<float> repeated;
    for (int i = 0; i < 5; ++i) repeated.insert(repeated.end(), x.begin(), x.end());
    std::vector<float> y(repeated.size());
    k->exp_sum(repeated.data(), repeated.size(), 0.0F, 1.0F, y.data());
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double expected = i % 7 < 3 ? 0.0 : (i % 7 < 6 ? std::exp(88.0) : 1.0);
      CHECK(std::abs(y[i] - expected) <= 2e-7 * expected);
    }
  }
}

TEST_CASE("kernels: exp_sum returns the sum of what it wrote, in place too") {
  for_each_case([](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> x = random_floats(n, shift, 1);
    Guarded<float> y(n, 1);
    const float sum = k.exp_sum(x.data(), n, 2.5F, 20.0F, y.data());
    const double exact = std::accumulate(y.values().begin(), y.values().end(), 0.0);
    REQUIRE(std::abs(sum - exact) <= static_cast<double>(n + 1) * kEps * exact);
    REQUIRE(k.exp_sum(x.data(), n, 2.5F, 20.0F, x.data()) == sum);
    REQUIRE(std::equal(x.values().begin(), x.values().end(), y.data()));
    REQUIRE((x.intact() && y.intact()));
  });
}

TEST_CASE("kernels: adam_row agrees with the scalar form and writes nothing else") {
  const kernels::AdamStep step{0.81F, 0.998F, 0.1F, 0.001F, 0.01F, 25.0F, 1e-8F};
  for_each_case([&](const kernels::KernelTable& k, std::size_t n, std::size_t shift) {
    CAPTURE(std::string(k.name));
    CAPTURE(n);
    Guarded<float> g = random_floats(n, 1, 1);
    Guarded<float> w = random_floats(n, shift, 2);
    Guarded<float> m = random_floats(n, 2, 3);
    Guarded<float> v = random_floats(n, 3, 4);
    for (float& value : v.values()) value *= value;
    Guarded<float> old_m = m;
    Guarded<float> expected_w = w;
    Guarded<float> expected_m = m;
    Guarded<float> expected_v = v;
    k.adam_row(w.data(), m.data(), v.data(), g.data(), n, step);
    oracle().adam_row(expected_w.data(), expected_m.data(), expected_v.data(), g.data(), n, step);
    const auto m_tolerance = [&](std::size_t i) {
      return 2.0 * kEps * (std::abs(double{old_m[i]}) + std::abs(double{g[i]}));
    };
    REQUIRE(worst_excess(m.values(), expected_m.values(), m_tolerance) <= 0.0);
    REQUIRE(worst_excess(v.values(), expected_v.values(),
                         [&](std::size_t i) { return 3.0 * kEps * expected_v[i]; }) <= 0.0);
    // The step m / sqrt(v) inherits the error of m, and some roundings of its own.
    REQUIRE(worst_excess(w.values(), expected_w.values(), [&](std::size_t i) {
              const double root = std::sqrt(double{expected_v[i]} * step.v_scale) + step.eps;
              const double move = step.step_size * std::abs(double{expected_m[i]}) / root;
              return step.step_size * m_tolerance(i) / root +
                     kEps * (8.0 * move + std::abs(double{expected_w[i]}));
            }) <= 0.0);
    REQUIRE((w.intact() && m.intact() && v.intact()));
  });
}

TEST_CASE("kernels: adam_row makes the step that the paper's formulas give") {
  constexpr double kBeta1 = 0.9;
  constexpr double kBeta2 = 0.999;
  constexpr double kLr = 0.01;
  for (const kernels::KernelTable* k : kernels::supported()) {
    std::vector<float> w(20, 1.0F);
    std::vector<float> m(20, 0.0F);
    std::vector<float> v(20, 0.0F);
    const std::vector<float> g(20, -0.4F);
    const kernels::AdamStep first{0.9F,
                                  0.999F,
                                  0.1F,
                                  0.001F,
                                  static_cast<float>(kLr / (1.0 - kBeta1)),
                                  static_cast<float>(1.0 / (1.0 - kBeta2)),
                                  1e-8F};
    k->adam_row(w.data(), m.data(), v.data(), g.data(), w.size(), first);
    for (const float value : w) CHECK(value == doctest::Approx(1.0 + kLr).epsilon(1e-6));
  }
}

TEST_CASE("kernels: a row of zero gradients and moments stays as it is") {
  for (const kernels::KernelTable* k : kernels::supported()) {
    std::vector<float> w(19, 0.25F);
    std::vector<float> zeros(19, 0.0F);
    std::vector<float> m = zeros;
    std::vector<float> v = zeros;
    k->adam_row(w.data(), m.data(), v.data(), zeros.data(), w.size(),
                {0.9F, 0.999F, 0.1F, 0.001F, 0.1F, 1000.0F, 1e-8F});
    CHECK(w == std::vector<float>(19, 0.25F));
  }
}
