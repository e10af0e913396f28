// SPDX-License-Identifier: Apache-2.0
#include "retrieval/byte_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kernels/kernels.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kRowsPerBlock = 256;

}  // namespace

void ByteRows::set(std::size_t i, std::span<const float> x) noexcept {
  const kernels::KernelTable& k = kernels::active();
  std::int8_t* row = bytes.data() + i * x.size();
  if (std::isfinite(k.sum_squares(x.data(), x.size()))) {
    scales[i] = k.quantize_row_i8(x.data(), x.size(), row);
    return;
  }
  std::fill_n(row, x.size(), std::int8_t{0});
  scales[i] = 0.0F;
}

ByteView ByteView::part(std::size_t begin, std::size_t n) const noexcept {
  return {bytes.subspan(begin * dim(), n * dim()), scales.subspan(begin, n)};
}

void ByteView::widen(std::span<float> out) const noexcept {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t width = dim();
  for (std::size_t i = 0; i < size(); ++i) {
    k.widen_i8(bytes.data() + i * width, scales[i], width, out.data() + i * width);
  }
}

bool are_sound(const ByteView& rows) noexcept {
  std::int8_t lowest = 0;  // a loop without a way out runs at the speed of memory
  for (const std::int8_t byte : rows.bytes) lowest = std::min(lowest, byte);
  return lowest > std::numeric_limits<std::int8_t>::min() &&
         std::all_of(rows.scales.begin(), rows.scales.end(),
                     [](float scale) { return scale >= 0.0F && scale <= 1.0F; });
}

ByteQuery::ByteQuery(std::span<const float> x) : row_(1, x.size()) { row_.set(0, x); }

void ByteQuery::score(const ByteView& rows, std::span<float> out) const noexcept {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = row_.bytes.size();
  std::array<std::int32_t, kRowsPerBlock> products;
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsPerBlock) {
    const std::size_t n = std::min(kRowsPerBlock, rows.size() - begin);
    k.dot_rows_i8(row_.bytes.data(), rows.bytes.data() + begin * dim, dim, n, dim, products.data());
    for (std::size_t i = 0; i < n; ++i) {
      out[begin + i] = static_cast<float>(products[i]) * (row_.scales[0] * rows.scales[begin + i]);
    }
  }
}

float ByteQuery::score(const std::int8_t* bytes, float scale) const noexcept {
  const auto product = kernels::active().dot_i8(row_.bytes.data(), bytes, row_.bytes.size());
  return static_cast<float>(product) * (row_.scales[0] * scale);
}

}  // namespace findling::retrieval
