// SPDX-License-Identifier: Apache-2.0
#include "train/row_losses.h"

#include <algorithm>
#include <cmath>

namespace findling::train {

namespace {

// log1p of many small numbers: products of up to this many of (1 + e) with e <= 1 stay far from
// the limits of a float, and one logarithm serves all of them.
constexpr std::size_t kFactors = 32;

double sum_log1p(std::span<const float> e) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < e.size(); i += kFactors) {
    double product = 1.0;
    const std::size_t end = std::min(e.size(), i + kFactors);
    for (std::size_t j = i; j < end; ++j) product *= 1.0 + static_cast<double>(e[j]);
    sum += std::log(product);
  }
  return sum;
}

}  // namespace

std::size_t LossRow::place(std::uint32_t id) const noexcept {
  if (columns.empty()) return id;
  return static_cast<std::size_t>(std::lower_bound(columns.begin(), columns.end(), id) -
                                  columns.begin());
}

float softmax_row(const kernels::KernelTable& k, const LossRow& row) noexcept {
  if (row.labels.empty()) {
    std::fill(row.x.begin(), row.x.end(), 0.0F);
    return 0.0F;
  }
  const float each = 1.0F / static_cast<float>(row.labels.size());
  const float largest = k.max(row.x.data(), row.x.size());
  float at_labels = 0.0F;
  for (const std::uint32_t label : row.labels) at_labels += row.x[row.place(label)] - largest;
  const float sum = k.exp_sum(row.x.data(), row.x.size(), largest, 1.0F, row.x.data());
  k.scale(row.share / sum, row.x.data(), row.x.size());
  for (const std::uint32_t label : row.labels) row.x[row.place(label)] -= row.share * each;
  return std::log(sum) - each * at_labels;
}

// log(1 + exp(x)) - t x, with log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)).
float binary_row(const kernels::KernelTable& k, const LossRow& row,
                 std::span<float> scratch) noexcept {
  const std::size_t n = row.x.size();
  const std::span<float> e = scratch.first(n);
  double loss = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    e[i] = -std::abs(row.x[i]);
    loss += static_cast<double>(std::max(row.x[i], 0.0F));
  }
  for (const std::uint32_t label : row.labels) loss -= static_cast<double>(row.x[row.place(label)]);
  for (std::size_t i = 0; !row.values.empty() && i < n; ++i) {
    loss -= static_cast<double>(row.target(i)) * static_cast<double>(row.x[i]);
  }
  k.exp_sum(e.data(), n, 0.0F, 1.0F, e.data());
  loss += sum_log1p(e);
  for (std::size_t i = 0; i < n; ++i) {
    const float sigmoid = (row.x[i] >= 0.0F ? 1.0F : e[i]) / (1.0F + e[i]);
    row.x[i] = row.share * (row.values.empty() ? sigmoid : sigmoid - row.target(i));
  }
  for (const std::uint32_t label : row.labels) row.x[row.place(label)] -= row.share;
  return static_cast<float>(loss);
}

float mse_row(const LossRow& row) noexcept {
  const auto n = static_cast<double>(row.x.size());
  double loss = 0.0;
  for (std::size_t i = 0; i < row.x.size(); ++i) {
    const float error = row.x[i] - row.target(i);
    loss += static_cast<double>(error) * static_cast<double>(error);
    row.x[i] = 2.0F * row.share * error / static_cast<float>(n);
  }
  return static_cast<float>(loss / n);
}

float huber_row(const LossRow& row, float delta) noexcept {
  const auto n = static_cast<double>(row.x.size());
  double loss = 0.0;
  for (std::size_t i = 0; i < row.x.size(); ++i) {
    const float error = row.x[i] - row.target(i);
    const float size = std::abs(error);
    loss +=
        static_cast<double>(size <= delta ? 0.5F * error * error : delta * (size - 0.5F * delta));
    row.x[i] = row.share * std::clamp(error, -delta, delta) / static_cast<float>(n);
  }
  return static_cast<float>(loss / n);
}

float contrastive_pair(const kernels::KernelTable& k, std::span<const float> a,
                       std::span<const float> b, float same, float margin, float share,
                       std::span<float> gradient) noexcept {
  std::copy(a.begin(), a.end(), gradient.begin());
  k.axpy(-1.0F, b.data(), gradient.data(), b.size());
  const float distance = std::sqrt(k.sum_squares(gradient.data(), gradient.size()));
  const float gap = std::max(0.0F, margin - distance);
  // At distance 0 the push has no direction.
  const float push = distance > 0.0F ? (1.0F - same) * gap / distance : 0.0F;
  k.scale(2.0F * share * (same - push), gradient.data(), gradient.size());
  return same * distance * distance + (1.0F - same) * gap * gap;
}

}  // namespace findling::train
