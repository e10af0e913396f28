// SPDX-License-Identifier: Apache-2.0
#include "model/encoder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include "kernels/kernels.h"
#include "model/fixtures.h"

using namespace findling;
using model::Encoder;
using model::EncoderConfig;

namespace {

constexpr EncoderConfig kSmall{.dim = 32, .epochs = 2, .batch_size = 64, .negatives = 32};

float cosine(std::span<const float> x, std::span<const float> y) {
  return kernels::active().dot(x.data(), y.data(), x.size());
}

std::size_t nearest(std::span<const float> query, const std::vector<float>& passages) {
  const std::size_t n = passages.size() / query.size();
  std::vector<float> scores(n);
  for (std::size_t i = 0; i < n; ++i) {
    scores[i] = cosine(query, std::span(passages).subspan(i * query.size(), query.size()));
  }
  return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

bool is_unit(std::span<const float> x) { return std::fabs(cosine(x, x) - 1.0F) < 1e-4F; }

}  // namespace

TEST_CASE("encoder: a span finds the passage it was cut from") {
  constexpr std::size_t kPassages = 400;
  constexpr std::size_t kTokens = 1000;
  const auto passages = test::random_passages(kPassages, kTokens, 1);
  const Encoder encoder = test::train(passages, kTokens, {.dim = 64, .batch_size = 128});
  base::ThreadPool pool(1);
  std::vector<float> vectors(kPassages * 64);
  encoder.encode_batch(passages.view(), vectors, pool);
  base::Rng rng(9);
  std::size_t found = 0;
  std::vector<float> query(64);
  for (std::size_t i = 0; i < kPassages; ++i) {
    const auto tokens = passages.view()[i];
    encoder.encode(tokens.subspan(rng.below(tokens.size() - 12 + 1), 12), query);
    found += nearest(query, vectors) == i ? 1 : 0;
  }
  CHECK(static_cast<double>(found) / kPassages >= 0.95);
}

TEST_CASE("encoder: the same bits at any thread count") {
  const auto passages = test::random_passages(150, 300, 2);
  const auto expected = test::parameters(test::train(passages, 300, kSmall, 1));
  for (const int n_threads : {2, 3, 5}) {
    CHECK(test::parameters(test::train(passages, 300, kSmall, n_threads)) == expected);
  }
}

TEST_CASE("encoder: another seed gives another encoder") {
  const auto passages = test::random_passages(50, 100, 3);
  EncoderConfig other = kSmall;
  other.seed = 1;
  CHECK(test::parameters(test::train(passages, 100, kSmall)) !=
        test::parameters(test::train(passages, 100, other)));
}

TEST_CASE("encoder: vectors are unit vectors, and zeros without a known token") {
  const auto passages = test::random_passages(50, 100, 3);
  const Encoder encoder = test::train(passages, 100, kSmall);
  std::vector<float> out(32, 9.0F);
  encoder.encode(std::vector<std::uint32_t>{4, 99}, out);
  CHECK(is_unit(out));
  std::vector<float> same(32);
  encoder.encode(std::vector<std::uint32_t>{4, 100, 99, 4000000000U}, same);
  CHECK(same == out);
  encoder.encode({}, out);
  CHECK(out == std::vector<float>(32, 0.0F));
  encoder.encode(std::vector<std::uint32_t>{100}, out);
  CHECK(out == std::vector<float>(32, 0.0F));
}

TEST_CASE("encoder: a batch is encoded like its lists one by one") {
  const auto passages = test::random_passages(200, 100, 4);
  const Encoder encoder = test::train(passages, 100, kSmall);
  base::ThreadPool pool(3);
  std::vector<float> all(200 * 32);
  encoder.encode_batch(passages.view(), all, pool);
  std::vector<float> one(32);
  for (std::size_t i = 0; i < 200; ++i) {
    encoder.encode(passages.view()[i], one);
    CHECK(std::equal(one.begin(), one.end(), all.begin() + static_cast<std::ptrdiff_t>(i * 32)));
  }
}

TEST_CASE("encoder: degenerate passages train and encode") {
  const std::vector<test::Lists> corpora{
      {},                                    // none
      {{}},                                  // one, empty
      {{}, {}, {}},                          // all empty
      {{1, 2, 3}},                           // too short to learn from
      {{1, 2, 3, 4, 5}},                     // one, nothing to tell it from
      {{1, 2, 3, 4}, {}, {5, 6, 7, 8, 9}},   // fewer than the negatives
      {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}  // the same token only
  };
  base::ThreadPool pool(2);
  for (const auto& passages : corpora) {
    const Encoder encoder = test::train(passages, 10, kSmall);
    std::vector<float> out(passages.view().size() * 32);
    encoder.encode_batch(passages.view(), out, pool);
    for (std::size_t i = 0; i < passages.view().size(); ++i) {
      const auto vector = std::span(out).subspan(i * 32, 32);
      CHECK(is_unit(vector) == !passages.view()[i].empty());
    }
  }
}

TEST_CASE("encoder: a vocabulary of no token gives zeros") {
  const Encoder encoder = test::train({{}, {}}, 0, kSmall);
  CHECK(encoder.n_tokens() == 0);
  std::vector<float> out(32, 9.0F);
  encoder.encode(std::vector<std::uint32_t>{0, 1}, out);
  CHECK(out == std::vector<float>(32, 0.0F));
}

TEST_CASE("encoder: progress counts all spans, in order, under one name") {
  const auto passages = test::random_passages(100, 100, 5);
  base::ThreadPool pool(2);
  const base::CancelToken cancel;
  std::vector<std::uint64_t> seen;
  Encoder::train(
      passages.view(), 100, kSmall, pool,
      [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
        CHECK(stage == "learning");
        CHECK(total == 100 * 2 * 2);
        seen.push_back(done);
      },
      cancel);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
  CHECK(seen.back() == 400);
}

TEST_CASE("encoder: stops soon after a cancel, from within or from another thread") {
  const auto passages = test::random_passages(2000, 2000, 6);
  const EncoderConfig endless{.epochs = 10000};
  base::ThreadPool pool(2);
  base::CancelToken cancel;
  std::chrono::steady_clock::time_point asked;
  std::thread other;
  const auto progress = [&](std::string_view, std::uint64_t, std::uint64_t) {
    if (other.joinable()) return;
    other = std::thread([&] {
      asked = std::chrono::steady_clock::now();
      cancel.cancel();
    });
  };
  CHECK_THROWS_AS(Encoder::train(passages.view(), 2000, endless, pool, progress, cancel),
                  base::CancelledError);
  const auto stopped = std::chrono::steady_clock::now();
  other.join();
  // 100 ms is the promise on a quiet machine; the rest is for sanitizers and busy ones.
  CHECK(stopped - asked < std::chrono::seconds(2));
  CHECK_THROWS_AS(Encoder::train(passages.view(), 2000, endless, pool, {}, cancel),
                  base::CancelledError);
}

TEST_CASE("encoder: refuses what it cannot use, in one sentence") {
  const test::Lists passages{{1, 2, 3, 10}};
  CHECK_THROWS_WITH_AS(test::train(passages, 10, kSmall),
                       "[ragged] expected values below 10, got 10 at position 3",
                       std::invalid_argument);
  EncoderConfig config = kSmall;
  config.dim = 20;
  CHECK_THROWS_WITH_AS(test::train(passages, 11, config),
                       "[encoder] expected dim to be a multiple of 16 from 16 to 4096, got 20",
                       std::invalid_argument);
  const Encoder encoder = test::train(passages, 11, kSmall);
  std::vector<float> wrong(31);
  CHECK_THROWS_AS(encoder.encode({}, wrong), std::invalid_argument);
}

TEST_CASE("encoder: every setting has a range") {
  const auto refused = [](auto change) {
    EncoderConfig config;
    change(config);
    CHECK_THROWS_AS(config.validate(), std::invalid_argument);
  };
  EncoderConfig{}.validate();
  refused([](EncoderConfig& c) { c.dim = 0; });
  refused([](EncoderConfig& c) { c.epochs = -1; });
  refused([](EncoderConfig& c) { c.spans_per_passage = 0; });
  refused([](EncoderConfig& c) { c.min_span = 0; });
  refused([](EncoderConfig& c) { c.max_span = c.min_span - 1; });
  refused([](EncoderConfig& c) { c.batch_size = 0; });
  refused([](EncoderConfig& c) { c.negatives = 1000000; });
  refused([](EncoderConfig& c) { c.scale = 0.0F; });
  refused([](EncoderConfig& c) { c.lr_output = std::nanf(""); });
  refused([](EncoderConfig& c) { c.lr_embedding = -1.0F; });
  refused([](EncoderConfig& c) { c.lr_token = INFINITY; });
  refused([](EncoderConfig& c) { c.start_rounds = -1; });
  refused([](EncoderConfig& c) { c.start_share = 1.5F; });
}
