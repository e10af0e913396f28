// SPDX-License-Identifier: Apache-2.0
#include "base/thread_pool.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace findling::base {

namespace {

constexpr int kMaxThreads = 256;
constexpr std::uint32_t kOpen = 0x80000000U;

// Looks at a flag this many times before sleeping: some 20 to 50 microseconds, the gap between two
// loops of one training step. Yielding instead of spinning keeps a busy machine usable.
constexpr int kLooksBeforeSleep = 100;

thread_local bool inside_loop = false;

class InsideLoop {
 public:
  InsideLoop() noexcept { inside_loop = true; }
  ~InsideLoop() { inside_loop = false; }
  InsideLoop(const InsideLoop&) = delete;
  InsideLoop& operator=(const InsideLoop&) = delete;
};

int threads_from_environment() {
  const char* text = std::getenv("FINDLING_NUM_THREADS");
  if (text == nullptr || *text == '\0') {
    return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, kMaxThreads);
  }
  const std::string_view value(text);
  int n = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
  if (error != std::errc{} || end != value.data() + value.size() || n < 1 || n > kMaxThreads) {
    throw std::invalid_argument(
        "[thread_pool] expected FINDLING_NUM_THREADS to be a whole number from 1 to 256, got '" +
        std::string(value) + "'");
  }
  return n;
}

std::size_t checked_threads(int n_threads) {
  if (n_threads < 0 || n_threads > kMaxThreads) {
    throw std::invalid_argument("[thread_pool] expected 0 to 256 threads, got " +
                                std::to_string(n_threads));
  }
  return static_cast<std::size_t>(n_threads == 0 ? threads_from_environment() : n_threads);
}

}  // namespace

ThreadPool::ThreadPool(int n_threads) : n_threads_(checked_threads(n_threads)) {}

ThreadPool::~ThreadPool() {
  stopping_.store(true);
  wake_workers();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::run(std::size_t n_tasks, TaskFn fn) {
  if (n_tasks == 0) return;
  if (n_tasks > 1 && n_threads_ > 1 && !inside_loop) {
    const std::unique_lock<std::mutex> lock(loop_mutex_, std::try_to_lock);
    if (lock.owns_lock()) return run_shared(n_tasks, fn);
  }
  for (std::size_t task = 0; task < n_tasks; ++task) fn.call(fn.context, task, 0);
}

void ThreadPool::run_shared(std::size_t n_tasks, TaskFn fn) {
  start_workers();
  fn_ = fn;
  n_tasks_ = n_tasks;
  next_task_.store(0, std::memory_order_relaxed);
  failed_.store(false, std::memory_order_relaxed);
  gate_.store(kOpen, std::memory_order_release);
  wake_workers();
  work(0);
  wait_for_workers();
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
}

void ThreadPool::start_workers() {
  workers_.reserve(n_threads_ - 1);
  while (workers_.size() + 1 < n_threads_) {
    workers_.emplace_back(&ThreadPool::worker_loop, this, workers_.size() + 1);
  }
}

// A worker counts itself as sleeping before it looks at `loops_` for the last time, and we count
// the loop before we look at `sleepers_`: in sequentially consistent order one sees the other.
void ThreadPool::wake_workers() {
  loops_.fetch_add(1);
  if (sleepers_.load() == 0) return;
  {
    const std::lock_guard<std::mutex> lock(sleep_mutex_);
  }
  wake_.notify_all();
}

void ThreadPool::worker_loop(std::size_t worker) {
  std::uint64_t seen = 0;
  while (wait_for_loop(seen)) {
    if (!join_loop()) continue;
    work(worker);
    leave_loop();
  }
}

// Shuts the gate: nobody may enter any more, and those inside finish the task they hold.
void ThreadPool::wait_for_workers() {
  gate_.fetch_and(~kOpen);
  for (int look = 0; look < kLooksBeforeSleep && gate_.load() != 0; ++look) {
    std::this_thread::yield();
  }
  if (gate_.load() == 0) return;
  std::unique_lock<std::mutex> lock(sleep_mutex_);
  caller_sleeps_.store(true);
  left_.wait(lock, [&] { return gate_.load() == 0; });
  caller_sleeps_.store(false);
}

// The same order as in wake_workers(): we leave before we look whether the caller sleeps, and it
// says so before it looks at the gate for the last time.
void ThreadPool::leave_loop() {
  if (gate_.fetch_sub(1) != 1 || !caller_sleeps_.load()) return;
  {
    const std::lock_guard<std::mutex> lock(sleep_mutex_);
  }
  left_.notify_one();
}

// False when the pool is closing.
bool ThreadPool::wait_for_loop(std::uint64_t& seen) {
  for (int look = 0; look < kLooksBeforeSleep && loops_.load() == seen; ++look) {
    std::this_thread::yield();
  }
  if (loops_.load() == seen) {
    std::unique_lock<std::mutex> lock(sleep_mutex_);
    sleepers_.fetch_add(1);
    wake_.wait(lock, [&] { return loops_.load() != seen; });
    sleepers_.fetch_sub(1);
  }
  seen = loops_.load();
  return !stopping_.load();
}

// False when the loop is over already.
bool ThreadPool::join_loop() noexcept {
  std::uint32_t gate = gate_.load(std::memory_order_relaxed);
  while ((gate & kOpen) != 0) {
    if (gate_.compare_exchange_weak(gate, gate + 1, std::memory_order_acquire,
                                    std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

void ThreadPool::work(std::size_t worker) noexcept {
  const InsideLoop guard;
  while (!failed_.load(std::memory_order_relaxed)) {
    const std::size_t task = next_task_.fetch_add(1, std::memory_order_relaxed);
    if (task >= n_tasks_) return;
    try {
      fn_.call(fn_.context, task, worker);
    } catch (...) {
      keep_exception(task);
    }
  }
}

void ThreadPool::keep_exception(std::size_t task) noexcept {
  const std::lock_guard<std::mutex> lock(exception_mutex_);
  if (!exception_ || task < exception_task_) {
    exception_ = std::current_exception();
    exception_task_ = task;
  }
  failed_.store(true, std::memory_order_relaxed);
}

}  // namespace findling::base
