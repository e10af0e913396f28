// SPDX-License-Identifier: Apache-2.0

// Softmax, Adam and 8-bit rows. Included once by every variant unit, behind its vector.inl.h; see
// simd/README.md.

namespace findling::kernels {
namespace {

// The last vector may overlap the one before: a value may take part in a maximum twice.
float max(const float* x, std::size_t n) noexcept {
  if (n < kLanes) {
    float largest = -__builtin_huge_valf();
    for (std::size_t i = 0; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
    return largest;
  }
  Vec largest = load(x + n - kLanes);
  for (std::size_t i = 0; i + kLanes <= n; i += kLanes) largest = max(largest, load(x + i));
  return max_lane(largest);
}

// exp(x) for x <= 88, and 0 below -87. x = n ln 2 + r with |r| <= ln 2 / 2; exp(r) by its series up
// to r^7 / 7! (remainder r^8 / 8! < 6e-9, a tenth of a rounding); times 2^n through the exponent.
// ln 2 is subtracted in two parts, the first with so few bits that n times it is exact.
Vec exp_vec(Vec x) noexcept {
  const Vec floor = set1(-87.0F);
  const Vec bounded = max(min(x, set1(88.0F)), floor);
  const Vec n = round_even(mul(bounded, set1(1.44269504F)));
  const Vec r = fma(n, set1(2.12194440e-4F), fma(n, set1(-0.693359375F), bounded));
  Vec series = set1(1.0F / 5040.0F);
  series = fma(series, r, set1(1.0F / 720.0F));
  series = fma(series, r, set1(1.0F / 120.0F));
  series = fma(series, r, set1(1.0F / 24.0F));
  series = fma(series, r, set1(1.0F / 6.0F));
  series = fma(series, r, set1(0.5F));
  series = fma(series, r, set1(1.0F));
  series = fma(series, r, set1(1.0F));
  return zero_where_less(x, floor, mul(series, pow2(n)));
}

float exp_sum(const float* x, std::size_t n, float max, float scale, float* y) noexcept {
  const Vec shift = set1(max);
  const Vec factor = set1(scale);
  Vec sums = zero();
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const Vec value = exp_vec(mul(factor, sub(load(x + i), shift)));
    store(y + i, value);
    sums = add(sums, value);
  }
  if (i < n) {
    store_part(y + i, exp_vec(mul(factor, sub(load_part(x + i, n - i), shift))), n - i);
    sums = add(sums, load_part(y + i, n - i));
  }
  return sum(sums);
}

struct AdamVecs {
  Vec w;
  Vec m;
  Vec v;
};

AdamVecs adam_vecs(AdamVecs old, Vec g, const AdamStep& step) noexcept {
  AdamVecs out;
  out.m = fma(set1(step.decay1), old.m, mul(set1(step.gain1), g));
  out.v = fma(set1(step.decay2), old.v, mul(set1(step.gain2), mul(g, g)));
  const Vec below = add(sqrt(mul(out.v, set1(step.v_scale))), set1(step.eps));
  out.w = sub(old.w, div(mul(set1(step.step_size), out.m), below));
  return out;
}

void adam_row(float* w, float* m, float* v, const float* g, std::size_t n,
              const AdamStep& step) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const AdamVecs out = adam_vecs({load(w + i), load(m + i), load(v + i)}, load(g + i), step);
    store(w + i, out.w);
    store(m + i, out.m);
    store(v + i, out.v);
  }
  if (i < n) {
    const std::size_t left = n - i;
    const AdamVecs out =
        adam_vecs({load_part(w + i, left), load_part(m + i, left), load_part(v + i, left)},
                  load_part(g + i, left), step);
    store_part(w + i, out.w, left);
    store_part(m + i, out.m, left);
    store_part(v + i, out.v, left);
  }
}

float max_magnitude(const float* x, std::size_t n) noexcept {
  Vec largest = zero();
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) largest = max(largest, abs(load(x + i)));
  if (i < n) largest = max(largest, abs(load_part(x + i, n - i)));
  return max_lane(largest);
}

float quantize_row_i8(const float* x, std::size_t n, std::int8_t* q) noexcept {
  const float largest = max_magnitude(x, n);
  const bool flat = largest < kFlatRow;
  const Vec inverse = set1(flat ? 0.0F : 127.0F / largest);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) store_i8(q + i, mul(load(x + i), inverse));
  if (i < n) {
    std::int8_t rest[kLanes];
    store_i8(rest, mul(load_part(x + i, n - i), inverse));
    for (std::size_t j = 0; i + j < n; ++j) q[i + j] = rest[j];
  }
  return flat ? 0.0F : largest / 127.0F;
}

}  // namespace
}  // namespace findling::kernels
