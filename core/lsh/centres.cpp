// SPDX-License-Identifier: Apache-2.0
#include "lsh/centres.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "lsh/k_means.h"
#include "lsh/row_values.h"

namespace findling::lsh {

namespace {

constexpr int kRounds = 6;
constexpr std::size_t kSamplesPerCentre = 16;
constexpr std::size_t kFewestSamples = 4096;
constexpr std::size_t kUngrouped = 64;   // so few centres are one group
constexpr std::size_t kGroupsSeen = 10;  // by a row; see docs/engine.md

// Unit vectors of the same directions; zeros stay.
std::vector<float> directions(std::span<const float> values, std::size_t dim) {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> unit(values.begin(), values.end());
  for (std::size_t at = 0; at < unit.size(); at += dim) {
    const float squares = k.sum_squares(unit.data() + at, dim);
    if (squares > 0.0F) k.scale(1.0F / std::sqrt(squares), unit.data() + at, dim);
  }
  return unit;
}

// Row numbers at equal distances, the first included.
std::vector<std::uint32_t> pick(std::size_t total, std::size_t n) {
  std::vector<std::uint32_t> picked(n);
  for (std::size_t i = 0; i < n; ++i) picked[i] = static_cast<std::uint32_t>(i * total / n);
  return picked;
}

// Moves each centre to the mean of its rows; a centre without rows stays.
std::vector<float> means(const Int8Rows& rows, std::span<const std::uint32_t> sample,
                         std::span<const std::uint32_t> nearest, std::span<const float> before) {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> sums(before.size());
  std::vector<float> counts(before.size() / rows.dim());
  std::vector<float> row(rows.dim());
  for (std::size_t i = 0; i < sample.size(); ++i) {
    rows.get(sample[i], row);
    k.add(row.data(), sums.data() + nearest[i] * rows.dim(), rows.dim());
    counts[nearest[i]] += 1.0F;
  }
  for (std::size_t c = 0; c < counts.size(); ++c) {
    float* sum = sums.data() + c * rows.dim();
    if (counts[c] > 0.0F) {
      k.scale(1.0F / counts[c], sum, rows.dim());
    } else {
      std::copy_n(before.data() + c * rows.dim(), rows.dim(), sum);
    }
  }
  return sums;
}

}  // namespace

Centres::Centres(std::vector<float> values, std::size_t dim, base::ThreadPool& pool)
    : dim_(dim), values_(std::move(values)), ids_(values_.size() / dim) {
  make_groups(pool);
  const kernels::KernelTable& k = kernels::active();
  centres_ = Int8Rows(size(), dim_);
  half_squares_.resize(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const auto centre = (*this)[ids_[i]];
    centres_.set(k, i, centre, 1.0F, 0.0F);
    half_squares_[i] = 0.5F * k.sum_squares(centre.data(), dim_);
  }
}

void Centres::make_groups(base::ThreadPool& pool) {
  const std::size_t n = size();
  const std::size_t n_groups =
      n <= kUngrouped ? 1 : static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
  const auto unit = directions(values_, dim_);
  const auto leaders = spherical_k_means(
      unit, {.dim = dim_, .n_centres = n_groups, .n_samples = n, .n_rounds = kRounds}, pool, {});
  const auto group = nearest_centres(unit, leaders, dim_, pool, {});
  std::iota(ids_.begin(), ids_.end(), 0U);
  std::sort(ids_.begin(), ids_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return group[a] != group[b] ? group[a] < group[b] : a < b;
  });
  begins_.assign(n_groups + 1, 0);
  for (const std::uint32_t g : group) ++begins_[g + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  leaders_ = Int8Rows(n_groups, dim_);
  for (std::size_t g = 0; g < n_groups; ++g) {
    leaders_.set(kernels::active(), g, std::span(leaders).subspan(g * dim_, dim_), 1.0F, 0.0F);
  }
}

Centres Centres::fit(const Int8Rows& rows, std::size_t n_centres, base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = rows.dim();
  std::vector<float> values(n_centres * dim);
  const auto first = pick(rows.size(), n_centres);
  for (std::size_t c = 0; c < n_centres; ++c) {
    rows.get(first[c], std::span(values).subspan(c * dim, dim));
  }
  const auto sample = pick(
      rows.size(), std::min(rows.size(), std::max(kFewestSamples, kSamplesPerCentre * n_centres)));
  std::vector<std::uint32_t> nearest(sample.size());
  std::vector<Scratch> scratch(pool.n_threads());
  for (int round = 0; round < kRounds; ++round) {
    const Centres centres(values, dim, pool);
    for_rows(pool, sample.size(), [&](std::size_t i, std::size_t worker) {
      nearest[i] = centres.nearest(k, rows.view(sample[i]), scratch[worker]);
    });
    values = means(rows, sample, nearest, values);
  }
  return {std::move(values), dim, pool};
}

Centres Centres::fit_directions(std::span<const float> queries, const Int8Rows& rows,
                                std::size_t n_centres, base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = rows.dim();
  const std::size_t n_queries = queries.size() / dim;
  const auto filling = pick(rows.size(), n_centres - std::min(n_centres, n_queries));
  Int8Rows points(n_queries + filling.size(), dim);
  const std::vector<float> unit = directions(queries, dim);
  for (std::size_t i = 0; i < n_queries; ++i) {
    points.set(k, i, std::span(unit).subspan(i * dim, dim), 1.0F, 0.0F);
  }
  std::vector<float> row(dim);
  for (std::size_t i = 0; i < filling.size(); ++i) {
    rows.get(filling[i], row);
    points.set(k, n_queries + i, directions(row, dim), 1.0F, 0.0F);
  }
  const Centres means = fit(points, n_centres, pool);
  return {directions(means.values(), dim), dim, pool};
}

std::uint32_t Centres::nearest(const kernels::KernelTable& k, const Int8View& row, Scratch& scratch,
                               Reach reach) const {
  scratch.products.resize(size());
  scratch.scores.resize(size());
  const auto leaders = std::span(scratch.scores).first(leaders_.size());
  leaders_.score(k, row, 0, scratch.products, leaders);
  scratch.best.start(reach == Reach::kAll ? leaders_.size() : kGroupsSeen, scratch.groups);
  scratch.best.offer(leaders, [](std::size_t g) { return static_cast<std::uint32_t>(g); });
  scratch.best.finish();
  float best = -std::numeric_limits<float>::infinity();
  std::uint32_t winner = ids_.front();
  for (const ScoredRow& group : scratch.groups) {
    const std::size_t begin = begins_[group.row];
    const auto scores = std::span(scratch.scores).first(begins_[group.row + 1] - begin);
    centres_.score(k, row, begin, scratch.products, scores);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const float nearness = scores[i] - half_squares_[begin + i];
      if (nearness < best || (nearness == best && ids_[begin + i] > winner)) continue;
      best = nearness;
      winner = ids_[begin + i];
    }
  }
  return winner;
}

void Centres::score(const kernels::KernelTable& k, const Int8View& query, Scratch& scratch,
                    std::span<float> out) const {
  scratch.products.resize(size());
  scratch.scores.resize(size());
  centres_.score(k, query, 0, scratch.products, scratch.scores);
  for (std::size_t i = 0; i < size(); ++i) out[ids_[i]] = scratch.scores[i];
}

std::size_t Centres::memory_bytes() const noexcept {
  return (values_.capacity() + half_squares_.capacity()) * sizeof(float) +
         (ids_.capacity() + begins_.capacity()) * sizeof(std::uint32_t) + leaders_.memory_bytes() +
         centres_.memory_bytes();
}

}  // namespace findling::lsh
