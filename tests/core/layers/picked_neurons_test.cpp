// SPDX-License-Identifier: Apache-2.0
#include "layers/picked_neurons.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "layers/fixtures.h"
#include "layers/linear.h"

namespace findling {
namespace {

constexpr std::size_t kIn = 24;
constexpr std::size_t kNeurons = 300;
constexpr std::size_t kSamples = 19;

struct Fixture {
  explicit Fixture(int n_threads, const std::string& sampling = "srp")
      : pool(n_threads),
        layer({.in_dim = kIn, .dim = kNeurons, .sparsity = 0.1F, .sampling = sampling},
              {.seed = 5, .from_file = false, .pool = pool}),
        picks(kNeurons, 30),
        x(test::random_floats(kSamples * kIn, 8)) {
    picks.pick(context(), layer, x);
  }
  layers::Context context() { return {.k = kernels::active(), .pool = pool, .training = true}; }
  std::vector<float> active_rows() {
    std::vector<float> rows;
    for (const std::uint32_t id : picks.active()) {
      const float* row = layer.tables()[0].row(id);
      rows.insert(rows.end(), row, row + kIn);
    }
    return rows;
  }

  base::ThreadPool pool;
  layers::Linear layer;
  layers::PickedNeurons picks;
  std::vector<float> x;
};

// The exact values of all neurons for each sample.
std::vector<float> all_values(Fixture& f) {
  std::vector<std::uint32_t> ids(kNeurons);
  std::iota(ids.begin(), ids.end(), 0U);
  std::vector<float> y(kSamples * kNeurons);
  for (std::size_t i = 0; i < kSamples; ++i) {
    f.layer.score(kernels::active(), std::span(f.x).subspan(i * kIn, kIn), ids,
                  std::span(y).subspan(i * kNeurons, kNeurons));
  }
  return y;
}

}  // namespace

TEST_CASE("samples pick neurons of their own, mostly large ones") {
  for (const char* sampling : {"srp", "dwta"}) {
    CAPTURE(sampling);
    Fixture f(2, sampling);
    std::vector<float> y(f.picks.n_picks());
    f.picks.multiply(f.context(), f.x.data(), f.active_rows().data(), nullptr, kIn, y.data());
    layers::Signal full;
    full.reshape(kSamples, kNeurons);
    f.picks.spread(f.context(), y.data(), full);
    const auto exact = all_values(f);
    double picked = 0.0;
    double best = 0.0;
    for (std::size_t i = 0; i < kSamples; ++i) {
      std::vector<float> row(exact.begin() + static_cast<std::ptrdiff_t>(i * kNeurons),
                             exact.begin() + static_cast<std::ptrdiff_t>((i + 1) * kNeurons));
      std::size_t n_picked = 0;
      for (std::size_t j = 0; j < kNeurons; ++j) {
        if (full.row(i)[j] == 0.0F) continue;
        CHECK(full.row(i)[j] == doctest::Approx(row[j]).epsilon(1e-5));
        picked += static_cast<double>(row[j]);
        ++n_picked;
      }
      CHECK(n_picked == 30);
      std::sort(row.rbegin(), row.rend());
      best += static_cast<double>(std::accumulate(row.begin(), row.begin() + 30, 0.0F));
    }
    // Neurons at random would reach about nothing: their values are as often negative.
    CHECK(picked > 0.7 * best);
  }
}

TEST_CASE("what is picked and computed does not depend on the number of threads") {
  Fixture one(1);
  Fixture three(3);
  CHECK(one.picks.active() == three.picks.active());
  std::vector<float> a(one.picks.n_picks());
  std::vector<float> b(a.size());
  one.picks.multiply(one.context(), one.x.data(), one.active_rows().data(), nullptr, kIn, a.data());
  three.picks.multiply(three.context(), one.x.data(), three.active_rows().data(), nullptr, kIn,
                       b.data());
  CHECK(a == b);
}

TEST_CASE("gradients of rows, biases and inputs are the sums over the picks") {
  Fixture f(2);
  layers::Signal full;
  full.reshape(kSamples, kNeurons);
  full.make_gradient();
  const auto slopes = test::random_floats(kSamples * kNeurons, 3);
  std::copy(slopes.begin(), slopes.end(), full.gradient());
  std::vector<float> g(f.picks.n_picks());
  f.picks.gather(f.context(), full, g.data());
  f.picks.spread(f.context(), g.data(), full);  // the gradient, and zero where nobody picked

  const std::size_t n_rows = f.picks.active().size();
  std::vector<float> by_row(n_rows * kIn);
  std::vector<float> by_bias(n_rows);
  f.picks.row_gradient(kernels::active(), g.data(), f.x.data(), kIn, 0, n_rows, by_row.data());
  f.picks.bias_gradient(g.data(), 0, n_rows, by_bias.data());
  const auto rows = f.active_rows();
  std::vector<float> by_input(kSamples * kIn, 1.0F);
  f.picks.input_gradient(f.context(), g.data(), rows.data(), kIn, true, by_input.data());

  std::vector<double> inputs(kSamples * kIn, 1.0);
  for (std::size_t c = 0; c < n_rows; ++c) {
    std::vector<double> row(kIn, 0.0);
    double bias = 0.0;
    for (std::size_t i = 0; i < kSamples; ++i) {
      const auto slope = static_cast<double>(full.row(i)[f.picks.active()[c]]);
      bias += slope;
      for (std::size_t d = 0; d < kIn; ++d) {
        row[d] += slope * static_cast<double>(f.x[i * kIn + d]);
        inputs[i * kIn + d] += slope * static_cast<double>(rows[c * kIn + d]);
      }
    }
    CHECK(static_cast<double>(by_bias[c]) == doctest::Approx(bias).epsilon(1e-5).scale(1.0));
    for (std::size_t d = 0; d < kIn; ++d) {
      CHECK(static_cast<double>(by_row[c * kIn + d]) ==
            doctest::Approx(row[d]).epsilon(1e-5).scale(1.0));
    }
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    CHECK(static_cast<double>(by_input[i]) == doctest::Approx(inputs[i]).epsilon(1e-5).scale(1.0));
  }
}

}  // namespace findling
