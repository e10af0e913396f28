// SPDX-License-Identifier: Apache-2.0

// Vector forms of the kernels over one or two rows. Included once by every variant unit, behind its
// vector.inl.h; see simd/README.md.

namespace findling::kernels {
namespace {

// Four sums hide the latency of the multiply-adds; they are joined in a fixed order.
float dot(const float* x, const float* y, std::size_t n) noexcept {
  Vec sum0 = zero();
  Vec sum1 = zero();
  Vec sum2 = zero();
  Vec sum3 = zero();
  std::size_t i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    sum0 = fma(load(x + i), load(y + i), sum0);
    sum1 = fma(load(x + i + kLanes), load(y + i + kLanes), sum1);
    sum2 = fma(load(x + i + 2 * kLanes), load(y + i + 2 * kLanes), sum2);
    sum3 = fma(load(x + i + 3 * kLanes), load(y + i + 3 * kLanes), sum3);
  }
  for (; i + kLanes <= n; i += kLanes) sum0 = fma(load(x + i), load(y + i), sum0);
  if (i < n) sum1 = fma(load_part(x + i, n - i), load_part(y + i, n - i), sum1);
  return sum(add(add(sum0, sum1), add(sum2, sum3)));
}

float sum_squares(const float* x, std::size_t n) noexcept { return dot(x, x, n); }

void axpy(float a, const float* x, float* y, std::size_t n) noexcept {
  const Vec factor = set1(a);
  std::size_t i = 0;
  for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
    const Vec first = fma(factor, load(x + i), load(y + i));
    const Vec second = fma(factor, load(x + i + kLanes), load(y + i + kLanes));
    store(y + i, first);
    store(y + i + kLanes, second);
  }
  for (; i + kLanes <= n; i += kLanes) store(y + i, fma(factor, load(x + i), load(y + i)));
  if (i < n) {
    store_part(y + i, fma(factor, load_part(x + i, n - i), load_part(y + i, n - i)), n - i);
  }
}

void scale(float a, float* x, std::size_t n) noexcept {
  const Vec factor = set1(a);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(x + i, mul(factor, load(x + i)));
  if (i < n) store_part(x + i, mul(factor, load_part(x + i, n - i)), n - i);
}

void add(const float* x, float* y, std::size_t n) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store(y + i, add(load(x + i), load(y + i)));
  if (i < n) store_part(y + i, add(load_part(x + i, n - i), load_part(y + i, n - i)), n - i);
}

// One row after the other: a table of rows comes from memory, and memory is the limit.
void dot_rows(const float* x, const float* rows, std::size_t stride, std::size_t n_rows,
              std::size_t dim, float* out) noexcept {
  for (std::size_t i = 0; i < n_rows; ++i) out[i] = dot(x, rows + i * stride, dim);
}

float gather_dot(const float* values, const std::uint32_t* ids, std::size_t n,
                 const float* dense) noexcept {
  Vec sums = zero();
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    sums = fma(load(values + i), gather(dense, ids + i), sums);
  }
  float rest = 0.0F;
  for (; i < n; ++i) rest += values[i] * dense[ids[i]];
  return sum(sums) + rest;
}

// One by one, because an id may occur twice.
void scatter_axpy(float a, const float* values, const std::uint32_t* ids, std::size_t n,
                  float* dense) noexcept {
  for (std::size_t i = 0; i < n; ++i) dense[ids[i]] += a * values[i];
}

}  // namespace
}  // namespace findling::kernels
