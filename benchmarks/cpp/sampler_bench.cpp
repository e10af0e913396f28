// SPDX-License-Identifier: Apache-2.0

// Measures the ways to find the ten best of many rows for one query, on one thread: looking at all
// of them, in floats and in bytes, and the samplers at several settings. One line a setting: JSON,
// or CSV with a line of names.
//
//   sampler_bench [--rows N] [--queries N] [--cosine C] [--spread S] [--file PREFIX] [--csv]
//                 [--only fp32|scan|cells|srp|dwta|random]
//
// What rows and queries are like: sampler_task.h. Recall is the share of the rows with the largest
// products that was found. Times contain the exact scores of the candidates.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/thread_pool.h"
#include "lsh/cell_sampler.h"
#include "lsh/lsh_sampler.h"
#include "lsh/make_sampler.h"
#include "lsh/row_index.h"
#include "lsh/scan_sampler.h"
#include "sampler_task.h"

namespace {

using findling::base::ThreadPool;
using findling::bench::SamplerTask;
using findling::bench::TaskShape;
using namespace findling::lsh;
using Clock = std::chrono::steady_clock;
using Found = std::vector<std::uint32_t>;

constexpr std::size_t kRescored = 4 * SamplerTask::kTop;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Options {
  TaskShape task;
  bool csv = false;
  std::string only;

  bool wants(std::string_view method) const { return only.empty() || only == method; }
};

struct Method {
  std::string name;
  std::string setting;
  double build_seconds = 0.0;
  double megabytes = 0.0;
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), task_(options.task, pool_) {
    if (!options.csv) return;
    std::puts("rows,method,setting,p50_us,p95_us,recall_1,recall_10,build_s,mb");
  }

  void run() {
    const double floats = static_cast<double>(task_.rows().n_rows * SamplerTask::kDim * 4) / 1e6;
    if (options_.wants("fp32")) {
      report({"fp32", "all", 0.0, floats},
             [&](std::span<const float> x) { return task_.exact(x); });
    }
    if (options_.wants("scan")) measure_index("scan", "all", *make_index("scan", shape()), {0});
    if (options_.wants("cells")) measure_cells();
    if (options_.wants("srp")) measure_tables(HashKind::kSignedProjections);
    if (options_.wants("dwta")) measure_tables(HashKind::kWinnerTakeAll);
    if (options_.wants("random")) measure_random();
  }

 private:
  SamplerShape shape() const {
    const std::size_t n = task_.rows().n_rows;
    return {.n_rows = n, .dim = SamplerTask::kDim, .n_wanted = n / 100, .seed = 1};
  }

  // The median time of one query, and the share of the exact best that were found.
  void report(const Method& method, const std::function<Found(std::span<const float>)>& answer) {
    std::vector<double> times;
    double first = 0.0;
    double ten = 0.0;
    const std::size_t n = task_.n_queries();
    for (std::size_t q = 0; q < n; ++q) {
      const auto start = Clock::now();
      const Found found = answer(task_.query(q));
      times.push_back(seconds_since(start) * 1e6);
      const auto has = [&](std::uint32_t row) {
        return std::find(found.begin(), found.end(), row) != found.end() ? 1.0 : 0.0;
      };
      first += has(task_.best(q)[0]);
      for (const std::uint32_t row : task_.best(q)) ten += has(row) / SamplerTask::kTop;
    }
    std::sort(times.begin(), times.end());
    const char* const line =
        options_.csv
            ? "%zu,%s,%s,%.1f,%.1f,%.4f,%.4f,%.2f,%.0f\n"
            : R"({"rows": %zu, "method": "%s", "setting": "%s", "p50_us": %.1f, "p95_us": %.1f, )"
              R"("recall_1": %.4f, "recall_10": %.4f, "build_s": %.2f, "mb": %.0f})"
              "\n";
    std::printf(line, task_.rows().n_rows, method.name.c_str(), method.setting.c_str(),
                times[n / 2], times[n * 95 / 100], first / static_cast<double>(n),
                ten / static_cast<double>(n), method.build_seconds, method.megabytes);
    std::fflush(stdout);
  }

  Method built(const std::string& name, const std::string& setting, RowSampler& sampler) {
    const auto start = Clock::now();
    sampler.rebuild(task_.rows(), pool_);
    const double seconds = seconds_since(start);
    return {name, setting, seconds, static_cast<double>(sampler.memory_bytes()) / 1e6};
  }

  // Scored by the index, and the last few again in floats.
  void measure_index(const std::string& name, const std::string& setting, RowSampler& sampler,
                     std::span<const std::size_t> visited) {
    Method method = built(name, setting, sampler);
    const auto scratch = sampler.make_scratch();
    std::vector<ScoredRow> best;
    std::vector<float> scores;
    for (const std::size_t n : visited) {
      method.setting = setting + (n > 0 ? " visited=" + std::to_string(n) : "");
      report(method, [&](std::span<const float> x) {
        sampler.index()->top(x, kRescored, n, *scratch, best);
        return task_.exact_of(x, best, scores);
      });
    }
  }
  void measure_index(const std::string& name, const std::string& setting, RowSampler& sampler,
                     std::initializer_list<std::size_t> visited) {
    measure_index(name, setting, sampler, std::span(visited.begin(), visited.size()));
  }

  void measure_cells() {
    CellConfig config = tune_cells(shape());
    const std::size_t tuned = config.n_probes;
    for (const std::size_t share : {32U, 16U, 8U, 4U, 2U}) {
      config.n_probes = std::max<std::size_t>(1, config.n_cells / share);
      CellSampler cells(shape(), config);
      const std::string setting =
          "cells=" + std::to_string(config.n_cells) + " probes=" + std::to_string(config.n_probes);
      const bool full = config.n_probes == tuned;
      if (full) measure_index("cells", setting, cells, {64, 128, 256, 512, 1024});
      if (!full) measure_index("cells", setting, cells, {0});
      if (config.n_cells == 1) return;
    }
  }

  void measure_tables(HashKind kind) {
    const std::string name = kind == HashKind::kSignedProjections ? "srp" : "dwta";
    const LshConfig tuned = tune(kind, shape());
    for (const std::size_t n_tables : {tuned.n_tables / 2, tuned.n_tables, 2 * tuned.n_tables}) {
      LshConfig config = tuned;
      config.n_tables = n_tables;
      LshSampler tables(shape(), config);
      const std::string setting = "bits=" + std::to_string(config.bits) +
                                  " tables=" + std::to_string(n_tables) +
                                  " probes=" + std::to_string(config.n_probes);
      measure_candidates(built(name, setting, tables), tables, {0.001, 0.01, 0.05});
    }
  }

  void measure_candidates(Method method, RowSampler& sampler,
                          std::initializer_list<double> shares) {
    const std::string setting = method.setting;
    const auto scratch = sampler.make_scratch();
    Found rows;
    std::vector<float> scores;
    for (const double share : shares) {
      const auto n = static_cast<std::size_t>(share * static_cast<double>(task_.rows().n_rows));
      method.setting = setting + " candidates=" + std::to_string(n);
      report(method, [&](std::span<const float> x) {
        sampler.candidates(x, n, *scratch, rows);
        return task_.exact_of(x, rows, scores);
      });
    }
  }

  // What chance finds: the rows that a batch of training draws.
  void measure_random() {
    const auto sampler = make_sampler("random", shape());
    const auto scratch = sampler->make_scratch();
    const std::size_t n = task_.rows().n_rows / 100;
    findling::base::Rng rng(7);
    Found rows;
    std::vector<float> scores;
    report({"random", "candidates=" + std::to_string(n)}, [&](std::span<const float> x) {
      sampler->propose({}, n, rng, pool_, *scratch, rows);
      return task_.exact_of(x, rows, scores);
    });
  }

  Options options_;
  ThreadPool pool_;
  SamplerTask task_;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--csv") {
      options.csv = true;
      continue;
    }
    if (i + 1 == argc)
      throw std::invalid_argument("[bench] expected a value behind " + std::string(name));
    const char* value = argv[++i];
    if (name == "--rows")
      options.task.n_rows = std::strtoull(value, nullptr, 10);
    else if (name == "--queries")
      options.task.n_queries = std::strtoull(value, nullptr, 10);
    else if (name == "--cosine")
      options.task.cosine = std::strtof(value, nullptr);
    else if (name == "--spread")
      options.task.spread = std::strtof(value, nullptr);
    else if (name == "--file")
      options.task.file = value;
    else if (name == "--only")
      options.only = value;
    else
      throw std::invalid_argument("[bench] unknown option " + std::string(name));
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Bench(read_options(argc, argv)).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
