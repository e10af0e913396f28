// SPDX-License-Identifier: Apache-2.0
#include "lsh/int8_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace findling::lsh {

namespace {

// A network whose training went wrong must not take the index along.
float quantize(const kernels::KernelTable& k, std::span<const float> x, std::int8_t* bytes) {
  if (std::isfinite(k.sum_squares(x.data(), x.size()))) {
    return k.quantize_row_i8(x.data(), x.size(), bytes);
  }
  std::fill_n(bytes, x.size(), std::int8_t{0});
  return 0.0F;
}

}  // namespace

void Int8Query::take(const kernels::KernelTable& k, std::span<const float> x, std::size_t stride) {
  bytes_.resize(stride);
  std::fill(bytes_.begin() + x.size(), bytes_.end(), std::int8_t{0});
  scale_ = quantize(k, x, bytes_.data());
}

Int8Rows::Int8Rows(std::size_t n_rows, std::size_t dim)
    : dim_(dim),
      stride_((dim + base::kAlignment - 1) / base::kAlignment * base::kAlignment),
      bytes_(n_rows * stride_),
      scales_(n_rows),
      biases_(n_rows) {}

void Int8Rows::set(const kernels::KernelTable& k, std::size_t i, std::span<const float> x,
                   float factor, float bias) noexcept {
  scales_[i] = quantize(k, x, bytes_.data() + i * stride_);
  if (scales_[i] > 0.0F) scales_[i] *= factor;
  biases_[i] = bias;
}

void Int8Rows::get(std::size_t i, std::span<float> out) const noexcept {
  const std::int8_t* bytes = bytes_.data() + i * stride_;
  for (std::size_t j = 0; j < dim_; ++j) out[j] = scales_[i] * static_cast<float>(bytes[j]);
}

void Int8Rows::score(const kernels::KernelTable& k, const Int8View& query, std::size_t begin,
                     std::span<std::int32_t> products, std::span<float> out) const noexcept {
  k.dot_rows_i8(query.bytes, bytes_.data() + begin * stride_, stride_, out.size(), stride_,
                products.data());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] =
        static_cast<float>(products[i]) * (query.scale * scales_[begin + i]) + biases_[begin + i];
  }
}

void Int8Rows::save_row(std::size_t i, std::vector<std::uint32_t>& words) const {
  const std::size_t at = words.size();
  words.resize(at + words_per_row());
  std::memcpy(words.data() + at, bytes_.data() + i * stride_, stride_);
  words[words.size() - 2] = std::bit_cast<std::uint32_t>(scales_[i]);
  words[words.size() - 1] = std::bit_cast<std::uint32_t>(biases_[i]);
}

void Int8Rows::load_row(std::size_t i, std::span<const std::uint32_t> words) noexcept {
  std::memcpy(bytes_.data() + i * stride_, words.data(), stride_);
  scales_[i] = std::bit_cast<float>(words[words.size() - 2]);
  biases_[i] = std::bit_cast<float>(words[words.size() - 1]);
}

std::size_t Int8Rows::memory_bytes() const noexcept {
  return bytes_.size() + (scales_.capacity() + biases_.capacity()) * sizeof(float);
}

}  // namespace findling::lsh
