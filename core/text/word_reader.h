// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/unicode.h"

namespace findling::text {

/// Reads the words of a text one after the other, lower-cased, with their places.
///
/// A word is a run of letters, digits, marks and underscores that begins with a letter or digit.
/// Scripts without spaces give overlapping pairs of characters instead (and each ideograph alone),
/// so that any part of a sentence can be found. Places are counted in code points, as Python
/// counts.
class WordReader {
 public:
  /// Longest word in bytes; what is beyond is left out of the word, but not of its place.
  static constexpr std::size_t kMaxBytes = 256;

  /// Keeps a view of `utf8`. Bytes that are not UTF-8 separate words.
  explicit WordReader(std::string_view utf8) noexcept : text_(utf8) {}

  /// Moves to the next word; false at the end.
  bool next();

  /// The current word, valid until the next call of `next()`.
  std::string_view word() const noexcept { return word_; }
  /// Its first code point, and the one behind its last.
  std::size_t begin() const noexcept { return begin_; }
  std::size_t end() const noexcept { return end_; }

 private:
  bool peek() noexcept;     // decodes the next character into char_; false at the end
  void advance() noexcept;  // moves past it
  void read_spaced();
  bool read_unspaced();  // false when the character was given with the one before it
  void give_pair();
  void append(char32_t c);

  std::string_view text_;
  std::size_t at_ = 0;        // byte of the next character
  std::size_t position_ = 0;  // its number
  std::size_t after_ = 0;     // byte behind it, when it was decoded
  bool decoded_ = false;
  char32_t char_ = 0;
  CharClass class_ = CharClass::kSeparator;

  bool in_run_ = false;      // the character before was unspaced and gave a pair with this one
  bool pair_waits_ = false;  // the ideograph before was given alone, now comes its pair
  char32_t before_ = 0;
  std::string word_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace findling::text
