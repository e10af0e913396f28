// SPDX-License-Identifier: Apache-2.0

// Measures the kernels of every variant that this processor runs, on one thread, and a parallel
// loop of the thread pool. Prints one JSON object a line. benchmarks/kernels.py puts numpy beside
// it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

#include "base/aligned_buffer.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"

namespace {

using findling::base::AlignedBuffer;
using findling::base::Rng;
using findling::kernels::Gemm;
using findling::kernels::KernelTable;
using Clock = std::chrono::steady_clock;

// The best of many runs: other work on the machine only ever adds time.
double best_seconds(const std::function<void()>& run) {
  double best = 1e9;
  double total = 0.0;
  for (int repeat = 0; repeat < 2000 && (repeat < 5 || total < 0.4); ++repeat) {
    const auto start = Clock::now();
    run();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::min(best, seconds);
    total += seconds;
  }
  return best;
}

void report(const char* isa, const std::string& measure, double seconds, double operations) {
  std::printf(R"({"isa": "%s", "measure": "%s", "microseconds": %.3f, "gops": %.2f})"
              "\n",
              isa, measure.c_str(), seconds * 1e6, operations / seconds * 1e-9);
  std::fflush(stdout);
}

AlignedBuffer<float> random_floats(std::size_t n, std::uint64_t stream) {
  AlignedBuffer<float> values(n);
  Rng rng(1, stream);
  for (float& value : values) value = rng.normal();
  return values;
}

// Short kernels run many times between two looks at the clock.
void bench_rows(const KernelTable& k, std::size_t n) {
  constexpr int kRuns = 1000;
  // At the same place of their pages, as the rows of large tables are: a load that lies one line
  // behind a fresh store, modulo 4096 bytes, would wait for it.
  AlignedBuffer<float> rows = random_floats(4 * n, 1);
  float* const x = rows.data();
  float* const y = x + n;
  float* const m = y + n;
  float* const v = m + n;
  std::fill(m, v + n, 0.0F);
  AlignedBuffer<std::int8_t> q(n);
  volatile float sink = 0.0F;
  const auto measure = [&](const char* name, double operations, const std::function<void()>& run) {
    const double seconds = best_seconds([&] {
      for (int i = 0; i < kRuns; ++i) run();
    });
    report(k.name, std::string(name) + " n=" + std::to_string(n), seconds / kRuns,
           operations * static_cast<double>(n));
  };
  measure("dot", 2, [&] { sink = k.dot(x, y, n); });
  measure("axpy", 2, [&] { k.axpy(1e-6F, x, y, n); });
  measure("exp_sum", 1, [&] { sink = k.exp_sum(x, n, 5.0F, 20.0F, m); });
  measure("adam_row", 1,
          [&] { k.adam_row(y, m, v, x, n, {0.9F, 0.999F, 0.1F, 1e-3F, 1e-6F, 1.0F, 1e-8F}); });
  measure("quantize_row_i8", 1, [&] { sink = k.quantize_row_i8(x, n, q.data()); });
  measure("dot_i8", 2, [&] { sink = static_cast<float>(k.dot_i8(q.data(), q.data(), n)); });
}

void bench_table_scan(const KernelTable& k, std::size_t n_rows, std::size_t dim) {
  const AlignedBuffer<float> x = random_floats(dim, 1);
  const AlignedBuffer<float> rows = random_floats(n_rows * dim, 2);
  AlignedBuffer<float> out(n_rows);
  const double seconds =
      best_seconds([&] { k.dot_rows(x.data(), rows.data(), dim, n_rows, dim, out.data()); });
  const std::string shape = std::to_string(n_rows) + "x" + std::to_string(dim);
  report(k.name, "dot_rows " + shape, seconds, 2.0 * static_cast<double>(n_rows * dim));
}

void bench_gemm(const KernelTable& k, std::size_t m, std::size_t n, std::size_t depth) {
  const AlignedBuffer<float> a = random_floats(m * depth, 1);
  const AlignedBuffer<float> b = random_floats(n * depth, 2);
  AlignedBuffer<float> c(m * n);
  const auto measure = [&](const char* name, void (*gemm)(const Gemm&) noexcept, std::size_t lda,
                           std::size_t ldb) {
    const Gemm g{m, n, depth, a.data(), lda, b.data(), ldb, c.data(), n, false};
    const double seconds = best_seconds([&] { gemm(g); });
    const std::string shape =
        std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(depth);
    report(k.name, std::string(name) + " " + shape, seconds,
           2.0 * static_cast<double>(m * n * depth));
  };
  measure("gemm_nt", k.gemm_nt, depth, depth);
  measure("gemm_nn", k.gemm_nn, depth, n);
  measure("gemm_tn", k.gemm_tn, m, n);
}

// What a loop of the pool costs beside its tasks, and what sharing out small tasks gains. The mean,
// because the best case is a loop that its caller finished before a worker woke up.
void bench_pool() {
  constexpr int kLoops = 20000;
  constexpr std::size_t kTasks = 8;
  constexpr std::size_t kDim = 4096;
  const KernelTable& k = findling::kernels::active();
  const AlignedBuffer<float> x = random_floats(kDim, 1);
  std::array<float, kTasks * 16> out{};  // one cache line a task
  const auto measure = [&](int n_threads, std::size_t repeats, const std::string& name) {
    findling::base::ThreadPool pool(n_threads);
    const auto start = Clock::now();
    for (int loop = 0; loop < kLoops; ++loop) {
      pool.parallel_for(kTasks, [&](std::size_t task, std::size_t) {
        for (std::size_t i = 0; i < repeats; ++i) out[task * 16] += k.dot(x.data(), x.data(), kDim);
      });
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count() / kLoops;
    report(k.name, name + ", threads=" + std::to_string(n_threads), seconds, kTasks);
  };
  for (const int n_threads : {1, 2}) {
    measure(n_threads, 0, "parallel_for 8 empty tasks");
    measure(n_threads, 32, "parallel_for 8 tasks of 5 us");
  }
}

}  // namespace

int main() {
  for (const KernelTable* table : findling::kernels::supported()) {
    bench_rows(*table, 384);
    bench_rows(*table, 4096);
    bench_table_scan(*table, 20000, 256);
    bench_table_scan(*table, 4096, 384);
    bench_table_scan(*table, 1000, 4096);
    bench_gemm(*table, 512, 768, 256);  // scores of a training batch
    bench_gemm(*table, 512, 256, 768);  // ... and the gradient of its encodings
    bench_gemm(*table, 768, 256, 512);  // ... and of the output neurons
    bench_gemm(*table, 64, 768, 256);   // one task of the first
  }
  bench_pool();
}
