// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using findling::base::ThreadPool;

TEST_CASE("thread pool: every task runs exactly once, at any thread count") {
  for (const int n_threads : {1, 2, 3, 8}) {
    ThreadPool pool(n_threads);
    for (const std::size_t n_tasks : {0U, 1U, 2U, 7U, 1000U}) {
      std::vector<std::atomic<int>> runs(n_tasks);
      pool.parallel_for(n_tasks, [&](std::size_t task, std::size_t) { ++runs[task]; });
      CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& count) { return count == 1; }));
    }
  }
}

TEST_CASE("thread pool: tasks with one worker number never run at the same time") {
  ThreadPool pool(4);
  std::vector<std::atomic<int>> busy(pool.n_threads());
  std::atomic<int> clashes{0};
  for (int loop = 0; loop < 200; ++loop) {
    pool.parallel_for(50, [&](std::size_t, std::size_t worker) {
      clashes += busy.at(worker).fetch_add(1) == 0 ? 0 : 1;
      std::this_thread::yield();
      busy.at(worker).fetch_sub(1);
    });
  }
  CHECK(clashes == 0);
}

TEST_CASE("thread pool: what tasks wrote is visible after the loop, thousands of loops on end") {
  ThreadPool pool(3);
  std::vector<int> values(64, 0);
  for (int loop = 0; loop < 5000; ++loop) {
    pool.parallel_for(values.size(), [&](std::size_t task, std::size_t) { ++values[task]; });
  }
  CHECK(values == std::vector<int>(64, 5000));
}

TEST_CASE("thread pool: the threads really run side by side") {
  ThreadPool pool(2);
  std::atomic<int> arrived{0};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  pool.parallel_for(2, [&](std::size_t, std::size_t) {
    ++arrived;
    while (arrived < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  });
  CHECK(std::chrono::steady_clock::now() < deadline);
}

TEST_CASE("thread pool: an exception reaches the caller, and the pool goes on working") {
  ThreadPool pool(3);
  const auto fail_at_ten = [](std::size_t task, std::size_t) {
    if (task == 10) throw std::runtime_error("task ten");
  };
  for (int loop = 0; loop < 50; ++loop) {
    CHECK_THROWS_WITH_AS(pool.parallel_for(100, fail_at_ten), "task ten", std::runtime_error);
    std::atomic<int> runs{0};
    pool.parallel_for(100, [&](std::size_t, std::size_t) { ++runs; });
    CHECK(runs == 100);
  }
}

TEST_CASE("thread pool: of several exceptions the one of the lowest task is reported") {
  ThreadPool pool(2);
  std::atomic<int> started{0};
  const auto fail_together = [&](std::size_t task, std::size_t) {
    // Both tasks wait for each other, so that both throw.
    ++started;
    while (started < 2) std::this_thread::yield();
    throw std::runtime_error(std::to_string(task));
  };
  CHECK_THROWS_WITH_AS(pool.parallel_for(2, fail_together), "0", std::runtime_error);
}

TEST_CASE("thread pool: a loop inside a task runs serially, with worker 0") {
  ThreadPool pool(4);
  std::atomic<int> sum{0};
  std::atomic<int> other_workers{0};
  pool.parallel_for(8, [&](std::size_t, std::size_t) {
    pool.parallel_for(10, [&](std::size_t task, std::size_t worker) {
      sum += static_cast<int>(task);
      other_workers += worker == 0 ? 0 : 1;
    });
  });
  CHECK(sum == 8 * 45);
  CHECK(other_workers == 0);
}

TEST_CASE("thread pool: several callers may share one pool") {
  ThreadPool pool(3);
  std::vector<std::thread> callers;
  std::atomic<int> sum{0};
  callers.reserve(4);
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int loop = 0; loop < 100; ++loop) {
        pool.parallel_for(20, [&](std::size_t, std::size_t) { ++sum; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(sum == 4 * 100 * 20);
}

TEST_CASE("thread pool: workers that fell asleep wake up again, or miss nothing") {
  ThreadPool pool(3);
  std::atomic<int> sum{0};
  for (int loop = 0; loop < 20; ++loop) {
    pool.parallel_for(10, [&](std::size_t, std::size_t) { ++sum; });
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  CHECK(sum == 200);
}

TEST_CASE("thread pool: a caller that fell asleep beside a long task wakes up when it is done") {
  ThreadPool pool(2);
  for (int loop = 0; loop < 20; ++loop) {
    std::atomic<int> finished{0};
    pool.parallel_for(2, [&](std::size_t, std::size_t worker) {
      if (worker != 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
      ++finished;
    });
    CHECK(finished == 2);
  }
}

TEST_CASE("thread pool: a pool that never ran, and one that just ran, close at once") {
  for (int i = 0; i < 50; ++i) {
    ThreadPool unused(4);
    ThreadPool used(4);
    used.parallel_for(4, [](std::size_t, std::size_t) {});
  }
}

TEST_CASE("thread pool: a number of threads out of range is refused") {
  CHECK_THROWS_WITH_AS(ThreadPool(-1), "[thread_pool] expected 0 to 256 threads, got -1",
                       std::invalid_argument);
  CHECK_THROWS_AS(ThreadPool(257), std::invalid_argument);
  CHECK(ThreadPool(0).n_threads() >= 1);
}
