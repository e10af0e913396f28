// SPDX-License-Identifier: Apache-2.0
#include "layers/embedding_bag.h"

#include <algorithm>
#include <cmath>

#include "base/rng.h"

namespace findling::layers {

namespace {

constexpr std::size_t kRowsPerTask = 256;
constexpr float kSmallestStart = 1e-3F;  // the most frequent token would start at log(1 + 0) = 0

double mean_log_rank(std::size_t n) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += std::log1p(static_cast<double>(i));
  return std::max(sum / static_cast<double>(std::max<std::size_t>(n, 1)), 1e-9);
}

}  // namespace

void weighted_sum(const kernels::KernelTable& k, std::span<const float> table,
                  std::span<const float> weight, std::span<const std::uint32_t> tokens,
                  std::span<float> out) noexcept {
  const std::size_t dim = out.size();
  std::fill(out.begin(), out.end(), 0.0F);
  for (const std::uint32_t token : tokens) {
    if (token >= weight.size()) continue;
    k.axpy(weight[token], table.data() + token * dim, out.data(), dim);
  }
}

EmbeddingBag::EmbeddingBag(std::size_t n_tokens, std::size_t dim)
    : dim_(dim), table_(n_tokens * dim), log_weight_(n_tokens), weight_(n_tokens) {}

void EmbeddingBag::initialise(std::uint64_t seed, base::ThreadPool& pool) {
  // Uniform in [-a, a] with a^2 = 3 / D: variance 1 / D, so a row's length is about 1.
  const float reach = std::sqrt(3.0F / static_cast<float>(dim_));
  const double mean = mean_log_rank(n_tokens());
  const std::size_t n_tasks = (n_tokens() + kRowsPerTask - 1) / kRowsPerTask;
  pool.parallel_for(n_tasks, [&](std::size_t task, std::size_t) {
    const std::size_t end = std::min(n_tokens(), (task + 1) * kRowsPerTask);
    for (std::size_t token = task * kRowsPerTask; token < end; ++token) {
      base::Rng rng(seed, token);
      for (float& x : row(static_cast<std::uint32_t>(token))) {
        x = reach * (2.0F * rng.uniform() - 1.0F);
      }
      const auto start = static_cast<float>(std::log1p(static_cast<double>(token)) / mean);
      log_weight_[token] = std::log(std::max(start, kSmallestStart));
      refresh_weight(static_cast<std::uint32_t>(token));
    }
  });
}

float EmbeddingBag::backward_token(const kernels::KernelTable& k, std::uint32_t token,
                                   std::span<const float> grad_out,
                                   std::span<const std::uint32_t> samples,
                                   std::span<float> grad_row) const noexcept {
  std::fill(grad_row.begin(), grad_row.end(), 0.0F);
  for (const std::uint32_t sample : samples) {
    k.add(grad_out.data() + sample * dim_, grad_row.data(), dim_);
  }
  // d out / d log_weight = weight * row, because the weight is the exponential of its logarithm.
  const float by_weight = k.dot(table_.data() + token * dim_, grad_row.data(), dim_);
  k.scale(weight_[token], grad_row.data(), dim_);
  return weight_[token] * by_weight;
}

void EmbeddingBag::refresh_weight(std::uint32_t token) noexcept {
  weight_[token] = std::exp(log_weight_[token]);
}

}  // namespace findling::layers
