// SPDX-License-Identifier: Apache-2.0

// Sums of table entries: a shuffle looks up sixteen codes of each of two groups at once.

namespace findling::kernels {
namespace {

// Bytes added into 16 bits: `all` sums byte pairs as they are, `high` their upper bytes only, so
// that one shift a step is enough. Wrapping around cancels out at the end.
struct ByteSums {
  __m256i all = _mm256_setzero_si256();
  __m256i high = _mm256_setzero_si256();

  void add(__m256i bytes) noexcept {
    all = _mm256_add_epi16(all, bytes);
    high = _mm256_add_epi16(high, _mm256_srli_epi16(bytes, 8));
  }
  // The sums of sixteen rows, over both groups.
  void store(std::uint16_t* out) const noexcept {
    const __m256i low = _mm256_sub_epi16(all, _mm256_slli_epi16(high, 8));
    const __m128i even =
        _mm_add_epi16(_mm256_castsi256_si128(low), _mm256_extracti128_si256(low, 1));
    const __m128i odd =
        _mm_add_epi16(_mm256_castsi256_si128(high), _mm256_extracti128_si256(high, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_unpacklo_epi16(even, odd));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 8), _mm_unpackhi_epi16(even, odd));
  }
};

void lookup_sums(const std::uint8_t* codes, const std::uint8_t* tables, std::size_t n_groups,
                 std::size_t n_blocks, std::uint16_t* sums) noexcept {
  const __m256i half = _mm256_set1_epi8(15);
  for (std::size_t block = 0; block < n_blocks; ++block) {
    ByteSums first;
    ByteSums second;
    for (std::size_t group = 0; group < n_groups; group += 2) {
      const __m256i code = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes));
      const __m256i table =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(tables + group * 16));
      first.add(_mm256_shuffle_epi8(table, _mm256_and_si256(code, half)));
      second.add(_mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(code, 4), half)));
      codes += 32;
    }
    first.store(sums + block * kLookupBlock);
    second.store(sums + block * kLookupBlock + 16);
  }
}

}  // namespace
}  // namespace findling::kernels
