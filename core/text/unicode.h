// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace findling::text {

/// What a character does to the words around it.
enum class CharClass : std::uint8_t {
  kSeparator,  ///< Ends a word.
  kLetter,     ///< A letter or digit: begins a word or continues it.
  kMark,       ///< A combining mark or underscore: continues a word, never begins one.
  kJoiner,  ///< Invisible (soft hyphen, zero-width joiner): neither ends a word nor is part of it.
  kIdeograph,  ///< A word alone, and half of one with its neighbour.
  kUnspaced,   ///< A letter of a script without spaces: half of a word with its neighbour.
};

CharClass char_class(char32_t c) noexcept;

/// The lower-case form of a code point; itself when it has none.
char32_t to_lower(char32_t c) noexcept;

/// Reads the code point at `at` and moves past it. Every byte that is not part of valid UTF-8 reads
/// as one U+FFFD. `at` must be below the size.
char32_t decode_utf8(std::string_view utf8, std::size_t& at) noexcept;

/// Appends a code point as UTF-8.
void append_utf8(char32_t c, std::string& out);

}  // namespace findling::text
