// SPDX-License-Identifier: Apache-2.0

// Sums of table entries: a shuffle looks up sixteen codes of each of four groups at once.

namespace findling::kernels {
namespace {

// Bytes added into 16 bits: `all` sums byte pairs as they are, `high` their upper bytes only, so
// that one shift a step is enough. Wrapping around cancels out at the end.
struct ByteSums {
  __m512i all = _mm512_setzero_si512();
  __m512i high = _mm512_setzero_si512();

  void add(__m512i bytes) noexcept {
    all = _mm512_add_epi16(all, bytes);
    high = _mm512_add_epi16(high, _mm512_srli_epi16(bytes, 8));
  }
  static __m128i over_groups(__m512i x) noexcept {
    const __m256i two =
        _mm256_add_epi16(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
    return _mm_add_epi16(_mm256_castsi256_si128(two), _mm256_extracti128_si256(two, 1));
  }
  // The sums of sixteen rows, over the four groups.
  void store(std::uint16_t* out) const noexcept {
    const __m128i even = over_groups(_mm512_sub_epi16(all, _mm512_slli_epi16(high, 8)));
    const __m128i odd = over_groups(high);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_unpacklo_epi16(even, odd));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 8), _mm_unpackhi_epi16(even, odd));
  }
};

void lookup_sums(const std::uint8_t* codes, const std::uint8_t* tables, std::size_t n_groups,
                 std::size_t n_blocks, std::uint16_t* sums) noexcept {
  const __m512i half = _mm512_set1_epi8(15);
  for (std::size_t block = 0; block < n_blocks; ++block) {
    ByteSums first;
    ByteSums second;
    for (std::size_t group = 0; group < n_groups; group += 4) {
      const __m512i code = _mm512_loadu_si512(codes);
      const __m512i table = _mm512_loadu_si512(tables + group * 16);
      first.add(_mm512_shuffle_epi8(table, _mm512_and_si512(code, half)));
      second.add(_mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(code, 4), half)));
      codes += 64;
    }
    first.store(sums + block * kLookupBlock);
    second.store(sums + block * kLookupBlock + 16);
  }
}

}  // namespace
}  // namespace findling::kernels
