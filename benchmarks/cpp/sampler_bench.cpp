// SPDX-License-Identifier: Apache-2.0

// Measures the ways to find the best of many rows for one query, on one thread: looking at all of
// them, in floats and in bytes, and the samplers. Prints one JSON object a line.
//
//   sampler_bench [rows] [queries] [cosine]
//
// Rows are 256 wide, made like those of a trained output layer: unit vectors at cosine .7 to one of
// sqrt(rows) topics. A query lies at the given cosine to one row, and recall asks for the rows with
// the largest products, found in floats. Times contain the exact scores of the candidates.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "lsh/lsh_sampler.h"
#include "lsh/scan_sampler.h"

namespace {

using findling::base::AlignedBuffer;
using findling::base::Rng;
using findling::base::ThreadPool;
using findling::lsh::RowSampler;
using findling::lsh::RowsView;
using findling::lsh::SamplerShape;
using findling::lsh::ScoredRow;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kDim = 256;
constexpr std::size_t kTop = 10;
const findling::kernels::KernelTable& kernel = findling::kernels::active();

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void to_unit_length(float* x) {
  kernel.scale(1.0F / std::sqrt(kernel.sum_squares(x, kDim)), x, kDim);
}

// y = a unit vector near cosine `cosine` to the unit vector x: in 256 dimensions noise is almost at
// right angles.
void near(const float* x, float cosine, Rng rng, float* y) {
  for (std::size_t i = 0; i < kDim; ++i) y[i] = rng.normal();
  to_unit_length(y);
  kernel.scale(std::sqrt(1.0F - cosine * cosine), y, kDim);
  kernel.axpy(cosine, x, y, kDim);
  to_unit_length(y);
}

struct Task {
  Task(std::size_t n, std::size_t n_queries, float cosine, ThreadPool& pool)
      : rows(n * kDim), queries(n_queries * kDim), best(n_queries) {
    const auto n_topics = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
    AlignedBuffer<float> topics(n_topics * kDim);
    const std::vector<float> zeros(kDim);
    for (std::size_t i = 0; i < n_topics; ++i)
      near(zeros.data(), 0.0F, Rng(1, i), &topics[i * kDim]);
    pool.parallel_for(n, [&](std::size_t i, std::size_t) {
      const auto topic = static_cast<std::size_t>(Rng(2, i).below(n_topics));
      near(&topics[topic * kDim], 0.7F, Rng(3, i), &rows[i * kDim]);
    });
    pool.parallel_for(n_queries, [&](std::size_t q, std::size_t) {
      near(&rows[Rng(4, q).below(n) * kDim], cosine, Rng(5, q), &queries[q * kDim]);
      best[q] = exact(query(q));
    });
  }

  RowsView view() const { return {rows.data(), rows.size() / kDim, kDim}; }
  std::span<const float> query(std::size_t q) const { return {&queries[q * kDim], kDim}; }

  std::vector<std::uint32_t> exact(std::span<const float> x) const {
    const std::size_t n = rows.size() / kDim;
    std::vector<float> scores(n);
    kernel.dot_rows(x.data(), rows.data(), kDim, n, kDim, scores.data());
    return best_of(scores, {});
  }

  // The rows of the ten best scores; score i belongs to names[i], or to row i without names.
  static std::vector<std::uint32_t> best_of(std::span<const float> scores,
                                            std::span<const std::uint32_t> names) {
    std::vector<ScoredRow> top;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const ScoredRow row{scores[i], names.empty() ? static_cast<std::uint32_t>(i) : names[i]};
      if (top.size() == kTop && !(row < top.front())) continue;
      if (top.size() == kTop) {
        std::pop_heap(top.begin(), top.end());
        top.pop_back();
      }
      top.push_back(row);
      std::push_heap(top.begin(), top.end());
    }
    std::sort(top.begin(), top.end());
    std::vector<std::uint32_t> found;
    for (const ScoredRow& row : top) found.push_back(row.row);
    return found;
  }

  AlignedBuffer<float> rows;
  AlignedBuffer<float> queries;
  std::vector<std::vector<std::uint32_t>> best;  // [queries][10]
};

using Answer = std::function<std::vector<std::uint32_t>(std::span<const float>)>;

struct Extra {
  double build_seconds = 0.0;
  double megabytes = 0.0;
};

// The median time of one query, and the share of the exact best that were found.
void measure(const Task& task, const std::string& name, const Answer& answer, const Extra& extra) {
  std::vector<double> times;
  double first = 0.0;
  double ten = 0.0;
  const std::size_t n = task.best.size();
  for (std::size_t q = 0; q < n; ++q) {
    const auto start = Clock::now();
    const auto found = answer(task.query(q));
    times.push_back(seconds_since(start));
    const auto has = [&](std::uint32_t row) {
      return std::find(found.begin(), found.end(), row) != found.end() ? 1.0 : 0.0;
    };
    first += has(task.best[q][0]);
    for (const std::uint32_t row : task.best[q]) ten += has(row) / kTop;
  }
  std::sort(times.begin(), times.end());
  std::printf(R"({"rows": %zu, "method": "%s", "p50_us": %.1f, "p95_us": %.1f, )"
              R"("recall_1": %.3f, "recall_10": %.3f, "build_s": %.2f, "mb": %.0f})"
              "\n",
              task.view().n_rows, name.c_str(), times[n / 2] * 1e6, times[n * 95 / 100] * 1e6,
              first / static_cast<double>(n), ten / static_cast<double>(n), extra.build_seconds,
              extra.megabytes);
  std::fflush(stdout);
}

void measure_sampler(const Task& task, const std::string& name, RowSampler& sampler,
                     std::size_t n_wanted, ThreadPool& pool, double megabytes) {
  const auto start = Clock::now();
  sampler.rebuild(task.view(), pool);
  const double build = seconds_since(start);
  const auto scratch = sampler.make_scratch();
  std::vector<std::uint32_t> rows;
  std::vector<float> scores;
  const auto answer = [&](std::span<const float> x) {
    sampler.candidates(x, n_wanted, *scratch, rows);
    scores.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      scores[i] = kernel.dot(x.data(), task.view()[rows[i]].data(), kDim);
    }
    return Task::best_of(scores, rows);
  };
  measure(task, name + ", " + std::to_string(n_wanted) + " candidates", answer, {build, megabytes});
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, double otherwise) {
    return argc > i ? std::atof(argv[i]) : otherwise;
  };
  const auto n = static_cast<std::size_t>(argument(1, 60000));
  const auto n_queries = static_cast<std::size_t>(argument(2, 300));
  ThreadPool pool;
  const Task task(n, n_queries, static_cast<float>(argument(3, 0.75)), pool);
  const SamplerShape shape{n, kDim, n / 100, 1};

  measure(task, "fp32 scan", [&](std::span<const float> x) { return task.exact(x); },
          {0.0, static_cast<double>(n * kDim * 4) / 1e6});
  {
    findling::lsh::ScanSampler scan(shape);
    const auto start = Clock::now();
    scan.rebuild(task.view(), pool);
    const double build = seconds_since(start);
    const auto scratch = scan.make_scratch();
    std::vector<ScoredRow> best;
    const auto answer = [&](std::span<const float> x) {
      scan.top(x, kTop, 0, *scratch, best);
      std::vector<std::uint32_t> found;
      for (const ScoredRow& row : best) found.push_back(row.row);
      return found;
    };
    measure(task, "int8 scan", answer, {build, static_cast<double>(scan.memory_bytes()) / 1e6});
  }
  using namespace findling::lsh;
  for (int i = 4; i + 4 < argc; i += 5) {
    LshConfig c{argv[i][0] == 's' ? HashKind::kSignedProjections : HashKind::kWinnerTakeAll,
                (unsigned)atoi(argv[i + 1]), (size_t)atoi(argv[i + 2]), (size_t)atoi(argv[i + 3]),
                0};
    LshSampler s(shape, c);
    measure_sampler(
        task, std::string(argv[i]) + " K" + argv[i + 1] + " L" + argv[i + 2] + " P" + argv[i + 3],
        s, (size_t)atoi(argv[i + 4]), pool, (double)s.memory_bytes() / 1e6);
  }
}
