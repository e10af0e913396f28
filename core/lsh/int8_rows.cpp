// SPDX-License-Identifier: Apache-2.0
#include "lsh/int8_rows.h"

#include <algorithm>

namespace findling::lsh {

namespace {

constexpr std::size_t kRowsPerTask = 1024;
constexpr std::size_t kRowsPerScan = 256;

}  // namespace

void Int8Query::take(const kernels::KernelTable& k, std::span<const float> x, std::size_t stride) {
  bytes.resize(stride);
  std::fill(bytes.begin() + x.size(), bytes.end(), std::int8_t{0});
  scale = k.quantize_row_i8(x.data(), x.size(), bytes.data());
}

Int8Rows::Int8Rows(std::size_t n_rows, std::size_t dim)
    : dim_(dim),
      stride_((dim + base::kAlignment - 1) / base::kAlignment * base::kAlignment),
      bytes_(n_rows * stride_),
      scales_(n_rows) {}

void Int8Rows::set(const kernels::KernelTable& k, std::size_t i,
                   std::span<const float> x) noexcept {
  scales_[i] = k.quantize_row_i8(x.data(), dim_, bytes_.data() + i * stride_);
}

void Int8Rows::set_all(const RowsView& rows, base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  pool.parallel_for((size() + kRowsPerTask - 1) / kRowsPerTask, [&](std::size_t task, std::size_t) {
    const std::size_t end = std::min(size(), (task + 1) * kRowsPerTask);
    for (std::size_t i = task * kRowsPerTask; i < end; ++i) set(k, i, rows[i]);
  });
}

void Int8Rows::copy(std::size_t i, const Int8Rows& other, std::size_t from) noexcept {
  std::copy_n(other.bytes_.data() + from * stride_, stride_, bytes_.data() + i * stride_);
  scales_[i] = other.scales_[from];
}

void Int8Rows::score(const kernels::KernelTable& k, const Int8Query& query, std::size_t begin,
                     std::span<std::int32_t> products, std::span<float> out) const noexcept {
  k.dot_rows_i8(query.bytes.data(), bytes_.data() + begin * stride_, stride_, out.size(), stride_,
                products.data());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<float>(products[i]) * (query.scale * scales_[begin + i]);
  }
}

std::size_t Int8Rows::memory_bytes() const noexcept {
  return bytes_.size() + scales_.capacity() * sizeof(float);
}

// A block whose best score cannot enter is passed over by one look at its maximum.
void Int8Scan::top(std::span<const float> query, std::size_t k, std::vector<ScoredRow>& best) {
  const kernels::KernelTable& table = kernels::active();
  query_.take(table, query, rows_.stride());
  products_.resize(kRowsPerScan);
  scores_.resize(kRowsPerScan);
  best.clear();
  k = std::min(k, rows_.size());
  if (k == 0) return;
  for (std::size_t begin = 0; begin < rows_.size(); begin += kRowsPerScan) {
    const std::size_t n = std::min(kRowsPerScan, rows_.size() - begin);
    rows_.score(table, query_, begin, products_, std::span(scores_).first(n));
    if (best.size() == k && table.max(scores_.data(), n) <= best.front().score) continue;
    for (std::size_t i = 0; i < n; ++i) {
      const ScoredRow row{scores_[i], static_cast<std::uint32_t>(begin + i)};
      if (best.size() == k) {
        if (!(row < best.front())) continue;
        std::pop_heap(best.begin(), best.end());
        best.pop_back();
      }
      best.push_back(row);
      std::push_heap(best.begin(), best.end());
    }
  }
  std::sort(best.begin(), best.end());
}

}  // namespace findling::lsh
