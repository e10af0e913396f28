// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "lsh/best_rows.h"
#include "lsh/prefetch.h"
#include "lsh/sampler.h"

namespace findling::bench {

/// What rows and queries are made like.
struct TaskShape {
  std::size_t n_rows = 60000;
  std::size_t n_queries = 300;
  float cosine = 0.6F;  ///< Of a query and the row it is meant for.
  float spread = 0.0F;  ///< Of the logarithm of the rows' lengths; 0: unit vectors.
  std::string file;     ///< `file`.rows and `file`.queries, float32, instead of made ones.
};

/// Rows of a wide layer, queries, and the ten rows with the largest products for each.
///
/// Made rows are like those of a trained output layer: unit vectors at cosine .7 to one of
/// sqrt(rows) topics, whose sizes follow a power law.
class SamplerTask {
 public:
  static constexpr std::size_t kDim = 256;
  static constexpr std::size_t kTop = 10;

  SamplerTask(const TaskShape& shape, base::ThreadPool& pool) {
    if (shape.file.empty()) {
      make_rows(shape, pool);
      make_queries(shape, pool);
    } else {
      rows_ = read(shape.file + ".rows");
      queries_ = read(shape.file + ".queries");
      queries_.resize(std::min(queries_.size(), shape.n_queries * kDim));
    }
    best_.resize(queries_.size() / kDim);
    pool.parallel_for(best_.size(),
                      [&](std::size_t q, std::size_t) { best_[q] = exact(query(q)); });
  }

  lsh::RowsView rows() const { return {rows_.data(), rows_.size() / kDim, kDim}; }
  std::size_t n_queries() const { return best_.size(); }
  std::span<const float> query(std::size_t q) const { return {&queries_[q * kDim], kDim}; }
  std::span<const std::uint32_t> best(std::size_t q) const { return best_[q]; }

  /// The ten best of all rows, from products in floats.
  std::vector<std::uint32_t> exact(std::span<const float> query) const {
    std::vector<float> scores(rows().n_rows);
    kernels::active().dot_rows(query.data(), rows_.data(), kDim, scores.size(), kDim,
                               scores.data());
    return best_of(scores, [](std::size_t i) { return static_cast<std::uint32_t>(i); });
  }

  /// The ten best of these rows.
  template <typename Names>
  std::vector<std::uint32_t> exact_of(std::span<const float> query, const Names& names,
                                      std::vector<float>& scores) const {
    scores.resize(names.size());
    for (const auto& name : names) lsh::prefetch(rows()[row_of(name)].data(), 4 * kDim);
    for (std::size_t i = 0; i < names.size(); ++i) {
      scores[i] = kernels::active().dot(query.data(), rows()[row_of(names[i])].data(), kDim);
    }
    return best_of(scores, [&](std::size_t i) { return row_of(names[i]); });
  }

 private:
  static std::uint32_t row_of(std::uint32_t row) { return row; }
  static std::uint32_t row_of(const lsh::ScoredRow& row) { return row.row; }

  template <typename Name>
  static std::vector<std::uint32_t> best_of(std::span<const float> scores, Name&& name) {
    lsh::BestRows best;
    std::vector<lsh::ScoredRow> top;
    best.start(kTop, top);
    for (std::size_t begin = 0; begin < scores.size(); begin += 256) {
      const auto part = scores.subspan(begin, std::min<std::size_t>(256, scores.size() - begin));
      best.offer(part, [&](std::size_t i) { return name(begin + i); });
    }
    best.finish_sorted();
    std::vector<std::uint32_t> rows;
    for (const lsh::ScoredRow& one : top) rows.push_back(one.row);
    return rows;
  }

  static void to_unit_length(float* x) {
    const auto& k = kernels::active();
    k.scale(1.0F / std::sqrt(k.sum_squares(x, kDim)), x, kDim);
  }

  // y = a unit vector near cosine `cosine` to the unit vector x: in 256 dimensions noise is almost
  // at right angles.
  static void near(const float* x, float cosine, base::Rng rng, float* y) {
    const auto& k = kernels::active();
    for (std::size_t i = 0; i < kDim; ++i) y[i] = rng.normal();
    to_unit_length(y);
    k.scale(std::sqrt(1.0F - cosine * cosine), y, kDim);
    k.axpy(cosine, x, y, kDim);
    to_unit_length(y);
  }

  void make_rows(const TaskShape& shape, base::ThreadPool& pool) {
    rows_.resize(shape.n_rows * kDim);
    const auto n_topics = static_cast<std::size_t>(std::sqrt(static_cast<double>(shape.n_rows)));
    const std::vector<float> zeros(kDim);
    base::AlignedBuffer<float> topics(n_topics * kDim);
    for (std::size_t i = 0; i < n_topics; ++i) {
      near(zeros.data(), 0.0F, base::Rng(1, i), &topics[i * kDim]);
    }
    pool.parallel_for(shape.n_rows, [&](std::size_t i, std::size_t) {
      base::Rng rng(2, i);
      // Zipf's law: the chance of a topic falls with its number.
      const double place = std::pow(static_cast<double>(n_topics), double{rng.uniform()});
      const auto topic = std::min(n_topics, static_cast<std::size_t>(place)) - 1;
      float* row = &rows_[i * kDim];
      near(&topics[topic * kDim], 0.7F, base::Rng(3, i), row);
      kernels::active().scale(std::exp(shape.spread * rng.normal()), row, kDim);
    });
  }

  void make_queries(const TaskShape& shape, base::ThreadPool& pool) {
    queries_.resize(shape.n_queries * kDim);
    pool.parallel_for(shape.n_queries, [&](std::size_t q, std::size_t) {
      std::vector<float> row(kDim);
      std::copy_n(&rows_[base::Rng(4, q).below(shape.n_rows) * kDim], kDim, row.begin());
      to_unit_length(row.data());
      near(row.data(), shape.cosine, base::Rng(5, q), &queries_[q * kDim]);
    });
  }

  static base::AlignedBuffer<float> read(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) throw std::invalid_argument("[bench] expected a file, got " + path);
    std::fseek(file, 0, SEEK_END);
    base::AlignedBuffer<float> values(static_cast<std::size_t>(std::ftell(file)) / sizeof(float));
    std::rewind(file);
    const std::size_t n = std::fread(values.data(), sizeof(float), values.size(), file);
    std::fclose(file);
    if (n != values.size()) throw std::invalid_argument("[bench] could not read " + path);
    return values;
  }

  base::AlignedBuffer<float> rows_;
  base::AlignedBuffer<float> queries_;
  std::vector<std::vector<std::uint32_t>> best_;  // [queries][10]
};

}  // namespace findling::bench
