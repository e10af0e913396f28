// SPDX-License-Identifier: Apache-2.0
#include "text/word_reader.h"

#include <array>

namespace findling::text {

namespace {

// Most text is ASCII: its classes are looked up here, without a call.
constexpr std::array<CharClass, 128> kAscii = [] {
  std::array<CharClass, 128> classes{};
  for (char32_t c = 0; c < 128; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    classes[c] =
        letter ? CharClass::kLetter : (c == '_' ? CharClass::kMark : CharClass::kSeparator);
  }
  return classes;
}();

constexpr char ascii_lower(unsigned char c) noexcept {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool is_unspaced(CharClass c) noexcept {
  return c == CharClass::kIdeograph || c == CharClass::kUnspaced;
}

}  // namespace

bool WordReader::next() {
  if (pair_waits_) {
    give_pair();
    return true;
  }
  while (peek()) {
    if (class_ == CharClass::kLetter) {
      in_run_ = false;
      read_spaced();
      return true;
    }
    if (is_unspaced(class_)) {
      if (read_unspaced()) return true;
    } else {
      in_run_ = false;
      advance();
    }
  }
  return false;
}

bool WordReader::peek() noexcept {
  if (decoded_) return true;
  if (at_ >= text_.size()) return false;
  const auto byte = static_cast<unsigned char>(text_[at_]);
  after_ = at_ + 1;
  char_ = byte;
  if (byte < kAscii.size()) {
    class_ = kAscii[byte];
  } else {
    after_ = at_;
    char_ = decode_utf8(text_, after_);
    class_ = char_class(char_);
  }
  decoded_ = true;
  return true;
}

void WordReader::advance() noexcept {
  at_ = after_;
  ++position_;
  decoded_ = false;
}

void WordReader::append(char32_t c) {
  if (word_.size() + 4 > kMaxBytes) return;
  if (c < kAscii.size()) {
    word_.push_back(ascii_lower(static_cast<unsigned char>(c)));
  } else {
    append_utf8(to_lower(c), word_);
  }
}

void WordReader::read_spaced() {
  word_.clear();
  begin_ = position_;
  while (peek()) {
    const bool inside = class_ == CharClass::kLetter || class_ == CharClass::kMark;
    if (!inside && class_ != CharClass::kJoiner) break;
    if (inside) {
      append(char_);
      end_ = position_ + 1;  // joiners at the end are not part of it
    }
    advance();
  }
}

bool WordReader::read_unspaced() {
  const char32_t first = char_;
  const bool alone = class_ == CharClass::kIdeograph;
  const bool was_in_run = in_run_;
  begin_ = position_;
  advance();
  in_run_ = peek() && is_unspaced(class_);
  if (!alone && !in_run_ && was_in_run) return false;
  word_.clear();
  append(first);
  end_ = begin_ + 1;
  before_ = first;
  if (alone) {
    pair_waits_ = in_run_;
  } else if (in_run_) {
    append(char_);
    end_ = begin_ + 2;
  }
  return true;
}

void WordReader::give_pair() {
  pair_waits_ = false;
  word_.clear();
  append(before_);
  append(char_);
  end_ = begin_ + 2;
}

}  // namespace findling::text
