// SPDX-License-Identifier: Apache-2.0
#include "layers/embedding_bag.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "layers/fixtures.h"
#include "layers/touched_rows.h"

using namespace findling;
using layers::EmbeddingBag;

namespace {

constexpr std::size_t kTokens = 12;
constexpr std::size_t kDim = 16;

EmbeddingBag make_bag(std::uint64_t seed = 1, int n_threads = 1) {
  base::ThreadPool pool(n_threads);
  EmbeddingBag bag(kTokens, kDim);
  bag.initialise(seed, pool);
  return bag;
}

}  // namespace

TEST_CASE("embedding bag: the output is the weighted sum of the rows, with repeats") {
  EmbeddingBag bag = make_bag();
  std::vector<float> out(kDim, 99.0F);
  const std::vector<std::uint32_t> tokens{3, 11, 3};
  bag.forward(kernels::active(), tokens, out);
  for (std::size_t d = 0; d < kDim; ++d) {
    const float expected =
        2.0F * bag.weight()[3] * bag.row(3)[d] + bag.weight()[11] * bag.row(11)[d];
    CHECK(out[d] == doctest::Approx(expected).epsilon(1e-4));
  }
}

TEST_CASE("embedding bag: no token, or only unknown ones, give zeros") {
  const EmbeddingBag bag = make_bag();
  std::vector<float> out(kDim, 99.0F);
  bag.forward(kernels::active(), std::vector<std::uint32_t>{12, 4000000000U}, out);
  CHECK(out == std::vector<float>(kDim, 0.0F));
}

TEST_CASE("embedding bag: rarer tokens start with more weight, all with length about one") {
  EmbeddingBag bag = make_bag();
  for (std::uint32_t t = 0; t + 1 < kTokens; ++t) CHECK(bag.weight()[t] < bag.weight()[t + 1]);
  CHECK(bag.weight()[0] == doctest::Approx(1e-3));
  double squares = 0.0;
  for (const float x : bag.table()) squares += static_cast<double>(x * x);
  CHECK(squares / kTokens == doctest::Approx(1.0).epsilon(0.15));
}

TEST_CASE("embedding bag: the start depends on the seed, not on the threads") {
  const EmbeddingBag one = make_bag(5, 1);
  const EmbeddingBag three = make_bag(5, 3);
  const EmbeddingBag other = make_bag(6, 1);
  CHECK(std::equal(one.table().begin(), one.table().end(), three.table().begin()));
  CHECK_FALSE(std::equal(one.table().begin(), one.table().end(), other.table().begin()));
}

TEST_CASE("embedding bag: the gradients agree with finite differences") {
  const auto& k = kernels::active();
  EmbeddingBag bag = make_bag();
  const test::Lists batch{{3, 11, 3}, {5}, {11, 0, 5}};
  const std::vector<float> towards = test::random_floats(3 * kDim, 2);
  const auto value = [&] {
    double sum = 0.0;
    std::vector<float> out(kDim);
    for (std::size_t i = 0; i < batch.view().size(); ++i) {
      bag.forward(k, batch.view()[i], out);
      sum += static_cast<double>(k.dot(out.data(), towards.data() + i * kDim, kDim));
    }
    return sum;
  };

  layers::TouchedRows touched(kTokens);
  touched.collect(batch.view());
  std::vector<float> grad(kDim);
  for (std::size_t i = 0; i < touched.rows().size(); ++i) {
    const std::uint32_t token = touched.rows()[i];
    const float by_weight = bag.backward_token(k, token, towards, touched.samples_of(i), grad);
    for (std::size_t d = 0; d < kDim; ++d) {
      CHECK(static_cast<double>(grad[d]) ==
            doctest::Approx(test::slope(bag.row(token)[d], value)).epsilon(1e-3));
    }
    const auto refreshed = [&] {
      bag.refresh_weight(token);
      return value();
    };
    CHECK(static_cast<double>(by_weight) ==
          doctest::Approx(test::slope(bag.log_weight()[token], refreshed)).epsilon(2e-3));
    bag.refresh_weight(token);
  }
}
