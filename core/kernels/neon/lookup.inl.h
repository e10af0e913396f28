// SPDX-License-Identifier: Apache-2.0

// Sums of table entries: an instruction looks up the sixteen codes of a group at once.

namespace findling::kernels {
namespace {

struct ByteSums {
  uint16x8_t low = vdupq_n_u16(0);
  uint16x8_t high = vdupq_n_u16(0);

  void add(uint8x16_t bytes) noexcept {
    low = vaddw_u8(low, vget_low_u8(bytes));
    high = vaddw_high_u8(high, bytes);
  }
  // The sums of sixteen rows.
  void store(std::uint16_t* out) const noexcept {
    vst1q_u16(out, low);
    vst1q_u16(out + 8, high);
  }
};

void lookup_sums(const std::uint8_t* codes, const std::uint8_t* tables, std::size_t n_groups,
                 std::size_t n_blocks, std::uint16_t* sums) noexcept {
  for (std::size_t block = 0; block < n_blocks; ++block) {
    ByteSums first;
    ByteSums second;
    for (std::size_t group = 0; group < n_groups; ++group) {
      const uint8x16_t code = vld1q_u8(codes);
      const uint8x16_t table = vld1q_u8(tables + group * 16);
      first.add(vqtbl1q_u8(table, vandq_u8(code, vdupq_n_u8(15))));
      second.add(vqtbl1q_u8(table, vshrq_n_u8(code, 4)));
      codes += 16;
    }
    first.store(sums + block * kLookupBlock);
    second.store(sums + block * kLookupBlock + 16);
  }
}

}  // namespace
}  // namespace findling::kernels
