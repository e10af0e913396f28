// SPDX-License-Identifier: Apache-2.0
#include "text/unicode.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using findling::text::append_utf8;
using findling::text::char_class;
using findling::text::CharClass;
using findling::text::decode_utf8;
using findling::text::to_lower;

namespace {

std::vector<char32_t> decode_all(std::string_view utf8) {
  std::vector<char32_t> points;
  for (std::size_t at = 0; at < utf8.size();) points.push_back(decode_utf8(utf8, at));
  return points;
}

}  // namespace

TEST_CASE("characters of many scripts have the class that their use in words asks for") {
  for (const char32_t letter : U"aZ0éßЖωאعनअ٣𝒜") {
    if (letter != 0) CHECK(char_class(letter) == CharClass::kLetter);
  }
  for (const char32_t separator : U" .,-'\"\n\t—…€😀\u00A0") {
    if (separator != 0) CHECK(char_class(separator) == CharClass::kSeparator);
  }
  CHECK(char_class(U'_') == CharClass::kMark);
  CHECK(char_class(U'\u0301') == CharClass::kMark);
  CHECK(char_class(U'\u00AD') == CharClass::kJoiner);
  CHECK(char_class(U'茶') == CharClass::kIdeograph);
  CHECK(char_class(U'𠀀') == CharClass::kIdeograph);
  CHECK(char_class(U'の') == CharClass::kUnspaced);
  CHECK(char_class(U'ไ') == CharClass::kUnspaced);
  CHECK(char_class(U'한') == CharClass::kUnspaced);
  CHECK(char_class(0x10FFFF) == CharClass::kSeparator);
  CHECK(char_class(0xFFFFFFFF) == CharClass::kSeparator);
}

TEST_CASE("letters are lowered in every script that has case, others stay") {
  CHECK(to_lower(U'A') == U'a');
  CHECK(to_lower(U'Ä') == U'ä');
  CHECK(to_lower(U'Ż') == U'ż');
  CHECK(to_lower(U'Ω') == U'ω');
  CHECK(to_lower(U'Ж') == U'ж');
  CHECK(to_lower(U'İ') == U'i');
  CHECK(to_lower(U'𐐀') == U'𐐨');
  for (const char32_t same : U"aéż7茶の_") CHECK(to_lower(same) == same);
}

TEST_CASE("every code point survives being written and read") {
  for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string utf8;
    append_utf8(c, utf8);
    std::size_t at = 0;
    REQUIRE(decode_utf8(utf8, at) == c);
    REQUIRE(at == utf8.size());
  }
}

TEST_CASE("bytes that are not UTF-8 read as one replacement each") {
  constexpr char32_t kBad = 0xFFFD;
  CHECK(decode_all("a\xFFz") == std::vector<char32_t>{U'a', kBad, U'z'});
  CHECK(decode_all("\xC3") == std::vector<char32_t>{kBad});
  CHECK(decode_all("\xE8\x8C") == std::vector<char32_t>{kBad, kBad});
  CHECK(decode_all("\xC0\xAF") == std::vector<char32_t>{kBad, kBad});            // overlong
  CHECK(decode_all("\xED\xA0\x80") == std::vector<char32_t>{kBad, kBad, kBad});  // a surrogate
  CHECK(decode_all("\xF4\x90\x80\x80").size() == 4);                             // above 10FFFF
}
