// SPDX-License-Identifier: Apache-2.0
#include "layers/wide_output.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "layers/fixtures.h"

using namespace findling;

namespace {

constexpr std::size_t kNeurons = 9;
constexpr std::size_t kDim = 16;
constexpr std::size_t kQueries = 5;
constexpr std::size_t kStride = 7;  // more than the active neurons
const std::vector<std::uint32_t> kActive{8, 0, 3, 5};

layers::WideOutput make_output() {
  layers::WideOutput output(kNeurons, kDim);
  for (std::size_t i = 0; i < kNeurons; ++i) {
    const auto row = test::random_floats(kDim, i);
    std::copy(row.begin(), row.end(), output.row(i).begin());
  }
  return output;
}

struct Scored {
  Scored(const layers::WideOutput& output, std::span<const float> queries)
      : active(kActive.size(), kDim), scores(kQueries * kStride) {
    const auto& k = kernels::active();
    // In two parts, as two tasks would.
    output.gather(k, std::span(kActive).first(3), 0, active);
    output.gather(k, std::span(kActive).subspan(3), 3, active);
    active.n = kActive.size();
    output.score(k, queries, active, {scores.data(), kStride});
  }
  layers::ActiveRows active;
  std::vector<float> scores;
};

// A number that depends on every score.
double value(const layers::WideOutput& output, std::span<const float> queries,
             const std::vector<float>& towards) {
  const Scored scored(output, queries);
  double sum = 0.0;
  for (std::size_t b = 0; b < kQueries; ++b) {
    for (std::size_t c = 0; c < kActive.size(); ++c) {
      sum += static_cast<double>(scored.scores[b * kStride + c] * towards[b * kStride + c]);
    }
  }
  return sum;
}

}  // namespace

TEST_CASE("wide output: a score is the dot product with the normalised neuron") {
  layers::WideOutput output = make_output();
  const auto queries = test::random_floats(kQueries * kDim, 50);
  const Scored scored(output, queries);
  for (std::size_t b = 0; b < kQueries; ++b) {
    for (std::size_t c = 0; c < kActive.size(); ++c) {
      double dot = 0.0;
      double squares = 0.0;
      for (std::size_t d = 0; d < kDim; ++d) {
        const auto w = static_cast<double>(output.row(kActive[c])[d]);
        dot += w * static_cast<double>(queries[b * kDim + d]);
        squares += w * w;
      }
      CHECK(static_cast<double>(scored.scores[b * kStride + c]) ==
            doctest::Approx(dot / std::sqrt(squares)).epsilon(1e-4));
    }
  }
}

TEST_CASE("wide output: the gradient by the queries agrees with finite differences") {
  const layers::WideOutput output = make_output();
  auto queries = test::random_floats(kQueries * kDim, 50);
  auto towards = test::random_floats(kQueries * kStride, 60);
  const Scored scored(output, queries);
  std::vector<float> grad(kQueries * kDim);
  output.backward_queries(kernels::active(), {towards.data(), kStride}, scored.active, grad);
  for (std::size_t i = 0; i < grad.size(); ++i) {
    const double slope = test::slope(queries[i], [&] { return value(output, queries, towards); });
    CHECK(static_cast<double>(grad[i]) == doctest::Approx(slope).epsilon(1e-3));
  }
}

TEST_CASE("wide output: the gradient by the active neurons agrees with finite differences") {
  layers::WideOutput output = make_output();
  const auto queries = test::random_floats(kQueries * kDim, 50);
  auto towards = test::random_floats(kQueries * kStride, 60);
  const Scored scored(output, queries);
  constexpr std::size_t kBegin = 1;  // a block in the middle, as a task would have
  std::vector<float> grad(2 * kDim);
  output.backward_rows(kernels::active(), {towards.data(), kStride}, queries, scored.active, kBegin,
                       grad);
  for (std::size_t i = 0; i < grad.size(); ++i) {
    float& weight = output.row(kActive[kBegin + i / kDim])[i % kDim];
    const double slope = test::slope(weight, [&] { return value(output, queries, towards); });
    CHECK(static_cast<double>(grad[i]) == doctest::Approx(slope).epsilon(2e-3));
  }
}
