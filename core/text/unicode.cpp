// SPDX-License-Identifier: Apache-2.0
#include "text/unicode.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

namespace findling::text {

namespace {

struct ClassRange {
  std::uint32_t first;
  std::uint32_t last;
  CharClass value;
};

struct LowerRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t step;
  std::int32_t delta;
};

#include "text/unicode_tables.inc"

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kPlane = 0x10000;  // the basic plane, where nearly all text is

/// The range that holds `c`, or null. Ranges are sorted and do not overlap.
template <typename Range, std::size_t kCount>
const Range* find_range(const Range (&ranges)[kCount], char32_t c) noexcept {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                       [](char32_t x, const Range& r) { return x < r.first; });
  if (after == std::begin(ranges)) return nullptr;
  const Range* range = after - 1;
  return c <= range->last ? range : nullptr;
}

CharClass search_class(char32_t c) noexcept {
  const ClassRange* range = find_range(kClassRanges, c);
  return range == nullptr ? CharClass::kSeparator : range->value;
}

char32_t search_lower(char32_t c) noexcept {
  const LowerRange* range = find_range(kLowerRanges, c);
  if (range == nullptr || (c - range->first) % range->step != 0) return c;
  return static_cast<char32_t>(static_cast<std::int64_t>(c) + range->delta);
}

/// The ranges of the basic plane written out: one look-up a character instead of a search.
struct Plane {
  std::array<CharClass, kPlane> classes;
  std::array<char32_t, kPlane> lower;

  Plane() noexcept {
    for (char32_t c = 0; c < kPlane; ++c) {
      classes[c] = search_class(c);
      lower[c] = search_lower(c);
    }
  }
};

const Plane& plane() {
  static const std::unique_ptr<const Plane> instance = std::make_unique<Plane>();
  return *instance;
}

bool is_continuation(unsigned char byte) noexcept { return (byte & 0xC0U) == 0x80U; }

/// Bytes of the sequence that `lead` begins; 0 when none begins with it.
std::size_t sequence_length(unsigned char lead) noexcept {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_scalar(char32_t c, std::size_t length) noexcept {
  if (length == 3) return c >= 0x800 && (c < 0xD800 || c > 0xDFFF);
  if (length == 4) return c >= 0x10000 && c <= 0x10FFFF;
  return true;
}

}  // namespace

CharClass char_class(char32_t c) noexcept {
  return c < kPlane ? plane().classes[c] : search_class(c);
}

char32_t to_lower(char32_t c) noexcept { return c < kPlane ? plane().lower[c] : search_lower(c); }

char32_t decode_utf8(std::string_view utf8, std::size_t& at) noexcept {
  const auto lead = static_cast<unsigned char>(utf8[at]);
  const std::size_t length = sequence_length(lead);
  ++at;
  if (length == 1) return lead;
  if (length == 0 || at + length - 1 > utf8.size()) return kReplacement;
  char32_t c = lead & (0x7FU >> length);
  for (std::size_t i = 0; i + 1 < length; ++i) {
    const auto byte = static_cast<unsigned char>(utf8[at + i]);
    if (!is_continuation(byte)) return kReplacement;
    c = (c << 6) | (byte & 0x3FU);
  }
  if (!is_scalar(c, length)) return kReplacement;
  at += length - 1;
  return c;
}

void append_utf8(char32_t c, std::string& out) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace findling::text
