// SPDX-License-Identifier: Apache-2.0
#include "io/container_format.h"

#include <algorithm>
#include <limits>

#include "io/xxh64.h"

namespace findling::io::format {

std::uint64_t value_bytes(std::uint32_t dtype) noexcept {
  switch (static_cast<DType>(dtype)) {
    case DType::kText:
    case DType::kU8:
    case DType::kI8:
      return 1;
    case DType::kU16:
      return 2;
    case DType::kU32:
    case DType::kI32:
    case DType::kF32:
      return 4;
    case DType::kU64:
    case DType::kI64:
    case DType::kF64:
      return 8;
  }
  return 0;
}

std::string_view dtype_name(DType dtype) noexcept {
  constexpr std::array<std::string_view, 11> kNames = {"?",   "text", "u8",  "i8",  "u16", "u32",
                                                       "i32", "u64",  "i64", "f32", "f64"};
  const auto index = static_cast<std::size_t>(dtype);
  return kNames[index < kNames.size() ? index : 0];
}

bool multiply(std::uint64_t& product, std::uint64_t factor) noexcept {
  if (factor != 0 && product > std::numeric_limits<std::uint64_t>::max() / factor) return false;
  product *= factor;
  return true;
}

bool array_bytes(std::span<const std::uint64_t> shape, std::uint32_t dtype,
                 std::uint64_t& n_bytes) noexcept {
  n_bytes = value_bytes(dtype);
  return std::all_of(shape.begin(), shape.end(),
                     [&](std::uint64_t length) { return multiply(n_bytes, length); });
}

bool is_valid_name(std::string_view text, std::size_t capacity) noexcept {
  return !text.empty() && text.size() < capacity &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::uint64_t head_checksum(Header header, std::span<const TocEntry> toc) {
  header.checksum = 0;
  const std::uint64_t of_header = xxh64(std::as_bytes(std::span<const Header>(&header, 1)));
  return xxh64(std::as_bytes(toc), of_header);
}

}  // namespace findling::io::format
