// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace findling::base {

/// Threads that share out the tasks of a loop.
///
/// The caller decides what a task is, never the pool, so results can be the same at any thread
/// count: let a task own its output rows. Threads start with the first parallel loop.
///
/// Several threads may use one pool: while one loop runs, other callers run theirs serially, and so
/// do loops inside a task. A pool does not survive `fork()`: start child processes by spawning.
class ThreadPool {
 public:
  /// `n_threads` counts the calling thread too. 0 means FINDLING_NUM_THREADS or, when that is not
  /// set, one per processor. Throws `std::invalid_argument` outside [0, 256] or for a bad variable.
  explicit ThreadPool(int n_threads = 0);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  std::size_t n_threads() const noexcept { return n_threads_; }

  /// Calls `fn(task, worker)` once for every task in [0, n_tasks), in any order, and returns when
  /// all are done. `worker` is in [0, n_threads()) and no two tasks with the same worker run at the
  /// same time within one call: index scratch memory by it.
  ///
  /// When tasks throw, the remaining ones are skipped and the exception of the lowest task that
  /// threw reaches the caller. A loop costs a few microseconds beside its tasks.
  template <typename Fn>
  void parallel_for(std::size_t n_tasks, Fn&& fn) {
    using Plain = std::remove_reference_t<Fn>;
    run(n_tasks, {[](const void* context, std::size_t task, std::size_t worker) {
                    (*static_cast<Plain*>(const_cast<void*>(context)))(task, worker);
                  },
                  &fn});
  }

 private:
  // A reference to the caller's function, without std::function's allocation.
  struct TaskFn {
    void (*call)(const void* context, std::size_t task, std::size_t worker);
    const void* context;
  };

  void run(std::size_t n_tasks, TaskFn fn);
  void run_shared(std::size_t n_tasks, TaskFn fn);
  void start_workers();
  void wake_workers();
  void wait_for_workers();
  void worker_loop(std::size_t worker);
  bool wait_for_loop(std::uint64_t& seen);
  bool join_loop() noexcept;
  void leave_loop();
  void work(std::size_t worker) noexcept;
  void keep_exception(std::size_t task) noexcept;

  std::size_t n_threads_;
  std::mutex loop_mutex_;  // held by the caller whose loop the workers serve

  // The current loop. Written only while the gate is shut and no worker is inside.
  TaskFn fn_{nullptr, nullptr};
  std::size_t n_tasks_ = 0;
  std::atomic<std::size_t> next_task_{0};
  std::atomic<bool> failed_{false};
  std::mutex exception_mutex_;
  std::exception_ptr exception_;
  std::size_t exception_task_ = 0;

  std::atomic<std::uint32_t> gate_{0};  // top bit: open; the rest: workers inside
  std::atomic<std::uint64_t> loops_{0};
  std::atomic<std::size_t> sleepers_{0};
  std::atomic<bool> caller_sleeps_{false};
  std::atomic<bool> stopping_{false};
  std::mutex sleep_mutex_;
  std::condition_variable wake_;  // a loop began
  std::condition_variable left_;  // the last worker left a loop
  std::vector<std::thread> workers_;
};

}  // namespace findling::base
