// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

#include "base/rng.h"
#include "retrieval/retriever_fixture.h"

using namespace findling::retrieval;
using findling::base::CancelledError;
using findling::base::CancelToken;
using findling::base::ThreadPool;
using namespace findling;

namespace {

std::vector<Hit> search(const Retriever& retriever, std::string_view query, std::size_t k = 10,
                        SearchMode mode = SearchMode::kBest,
                        std::span<const std::uint8_t> allowed = {}) {
  return retriever.search(query, {}, mode, allowed, k);
}

bool same(const std::vector<Hit>& a, const std::vector<Hit>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Hit& x, const Hit& y) {
    return x.slot == y.slot && x.score == y.score && x.word == y.word && x.meaning == y.meaning &&
           x.neighbours == y.neighbours;
  });
}

}  // namespace

TEST_CASE("without an encoder passages are found by their words at once") {
  Retriever retriever(std::make_shared<ThreadPool>(1));
  CHECK(search(retriever, "anything").empty());
  test::add(retriever, {"red apple", "green pear", "red wine"});
  test::add(retriever, {"apple pie"});
  const auto hits = search(retriever, "apple");
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].slot != hits[1].slot);
  CHECK(hits[0].score == 1.0F);
  CHECK(search(retriever, "plum").empty());
  CHECK(retriever.n_learned() == 0);
}

TEST_CASE("a word of the title counts for more than one of the text") {
  Retriever retriever(std::make_shared<ThreadPool>(1));
  const std::vector<std::string_view> texts{"green pear apple", "green pear"};
  const std::vector<std::string_view> titles{"", "apple"};
  const auto batch = retriever.read(texts, titles, {});
  test::take_words(retriever, batch);
  retriever.add(batch, {});
  const auto hits = search(retriever, "apple");
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].slot == 1);
  CHECK(hits[1].word < 0.9F);
}

TEST_CASE("an encoder finds passages of the topic that do not share a word") {
  const auto retriever = test::learned(test::topic_texts(240), 1);
  CHECK(retriever->n_learned() == 240);
  const auto hits = search(*retriever, "t3w1 t3w2", 25, SearchMode::kMeaning);
  REQUIRE(hits.size() == 25);
  for (const Hit& hit : hits) {
    CHECK(hit.slot % 8 == 3);
    for (const float part : {hit.score, hit.word, hit.meaning, hit.neighbours}) {
      CHECK(part >= 0.0F);
      CHECK(part <= 1.0F);
    }
  }
}

TEST_CASE("learning gives the same index at any number of threads") {
  const auto texts = test::topic_texts(300);
  const auto one = test::learned(texts, 1);
  for (const int n_threads : {2, 3}) {
    const auto other = test::learned(texts, n_threads);
    CHECK(same(search(*one, "t1w1 t2w5", 50), search(*other, "t1w1 t2w5", 50)));
  }
}

TEST_CASE("what is allowed leaves hits out and changes no score") {
  const auto retriever = test::learned(test::topic_texts(120), 1);
  std::vector<std::uint8_t> allowed(120);
  for (std::size_t i = 0; i < 120; i += 3) allowed[i] = 1;
  const auto all = search(*retriever, "t5w1 t6w2", 120);
  std::vector<Hit> expected;
  for (const Hit& hit : all) {
    if (hit.slot % 3 == 0 && expected.size() < 7) expected.push_back(hit);
  }
  CHECK(same(search(*retriever, "t5w1 t6w2", 7, SearchMode::kBest, allowed), expected));
  const std::vector<std::uint8_t> none(1, 0);
  CHECK(search(*retriever, "t5w1", 7, SearchMode::kBest, none).empty());
}

TEST_CASE("removed passages are not found and others move up") {
  const auto retriever = test::learned(test::topic_texts(120), 1);
  const std::uint32_t best = search(*retriever, "t5w1 t5w2")[0].slot;
  CHECK(retriever->remove(std::vector<std::uint32_t>{best, best}) == 1);
  CHECK(retriever->n_live() == 119);
  for (const Hit& hit : search(*retriever, "t5w1 t5w2", 120)) CHECK(hit.slot != best);
  CHECK_THROWS_AS(retriever->remove(std::vector<std::uint32_t>{120}), std::invalid_argument);
}

TEST_CASE("passages added after learning are found by meaning and have neighbours") {
  const auto retriever = test::learned(test::topic_texts(120), 1);
  test::add(*retriever, {"t2w0 t2w1 t2w2 t2w3", "t4w0 unseen"});
  const auto hits = search(*retriever, "t2w5 t2w6", 200, SearchMode::kMeaning);
  const auto added =
      std::find_if(hits.begin(), hits.end(), [](const Hit& hit) { return hit.slot == 120; });
  REQUIRE(added != hits.end());
  CHECK(added->meaning > 0.5F);
  CHECK(added->neighbours > 0.5F);
}

TEST_CASE("mistakes in the order of steps are told") {
  Retriever retriever(std::make_shared<ThreadPool>(1));
  const auto batch = retriever.read(std::vector<std::string_view>{"a b"}, {}, {});
  CHECK_THROWS_AS(retriever.add(batch, {}), std::invalid_argument);
  const auto other = retriever.read(std::vector<std::string_view>{"b c"}, {}, {});
  test::take_words(retriever, other);
  CHECK_THROWS_AS(test::take_words(retriever, batch), std::invalid_argument);
  retriever.add(other, {});
  CHECK_THROWS_AS(retriever.learn(other, 2, {}, {}, {}), std::invalid_argument);
}

TEST_CASE("cancelled learning leaves the index empty") {
  Retriever retriever(std::make_shared<ThreadPool>(1));
  const auto texts = test::topic_texts(50);
  const auto batch = retriever.read(test::views(texts), {}, {});
  const std::size_t n_pieces = test::take_words(retriever, batch);
  CancelToken token;
  const auto cancel_soon = [&](std::string_view, std::uint64_t, std::uint64_t) { token.cancel(); };
  CHECK_THROWS_AS(retriever.learn(batch, n_pieces, {}, cancel_soon, token), CancelledError);
  CHECK(retriever.n_slots() == 0);
  CHECK(retriever.n_learned() == 0);
}

TEST_CASE("searches run while passages come and go, and always see whole passages") {
  const auto retriever = test::learned(test::topic_texts(120), 2);
  std::atomic<bool> stop{false};
  std::atomic<int> n_searches{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        std::set<std::uint32_t> slots;
        for (const Hit& hit : search(*retriever, "t1w1 t2w2", 300)) slots.insert(hit.slot);
        if (slots.size() >= 100) ++n_searches;
      }
    });
  }
  for (std::uint32_t round = 0; round < 20; ++round) {
    test::add(*retriever, test::topic_texts(10));
    retriever->remove(std::vector<std::uint32_t>{round});
  }
  while (n_searches < 4) std::this_thread::yield();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(retriever->n_slots() == 320);
  CHECK(retriever->n_live() == 300);
}
