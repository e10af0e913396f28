// SPDX-License-Identifier: Apache-2.0
#include "text/ngrams.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "base/rng.h"
#include "text/unicode.h"

namespace findling::text {

namespace {

constexpr std::uint64_t kTextBegin = 0x9AE16A3B2F90404FULL;  // the "token" before the first
constexpr std::uint64_t kWordsSeed = 0xC3A5C85C97CB3127ULL;
constexpr std::uint64_t kCharsSeed = 0xB492B66FBE98F273ULL;
constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;  // odd: a step loses nothing

constexpr std::uint64_t step(std::uint64_t hash, std::uint64_t value) noexcept {
  return (hash ^ value) * kStep;
}

// What is neither seen nor heard: white space, controls, zero-width marks, variation selectors.
bool is_blank(char32_t c) noexcept {
  return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

CharClass class_of(char32_t c) noexcept {
  if (c >= 128) return char_class(c);
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter ? CharClass::kLetter : (c == '_' ? CharClass::kMark : CharClass::kSeparator);
}

char32_t lower(char32_t c) noexcept {
  if (c >= 128) return to_lower(c);
  return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

}  // namespace

void NgramConfig::validate() const {
  if (max_words < 1 || max_words > 8) {
    throw std::invalid_argument("[ngrams] expected max_words from 1 to 8, got " +
                                std::to_string(max_words));
  }
  if (max_chars == 0) return;
  if (min_chars < 1 || min_chars > max_chars || max_chars > 16) {
    throw std::invalid_argument("[ngrams] expected 1 <= min_chars <= max_chars <= 16, got " +
                                std::to_string(min_chars) + " and " + std::to_string(max_chars));
  }
}

NgramReader::NgramReader(const NgramConfig& config) : config_(config) { config_.validate(); }

void NgramReader::read(std::string_view utf8) {
  ngrams_.clear();
  split(utf8);
  if (tokens_.empty()) return;
  add_word_ngrams();
  if (config_.max_chars > 0) add_char_ngrams();
}

void NgramReader::split(std::string_view utf8) {
  tokens_.clear();
  token_hashes_.clear();
  chars_.clear();
  char_owner_.clear();
  in_token_ = false;
  std::uint32_t position = 0;
  for (std::size_t at = 0; at < utf8.size(); ++position) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    const char32_t c = byte < 128 ? char32_t{byte} : decode_utf8(utf8, at);
    if (byte < 128) ++at;
    switch (class_of(c)) {
      case CharClass::kLetter:
        add_character(lower(c), position, true);
        break;
      case CharClass::kMark:
        if (in_token_) add_character(lower(c), position, true);
        break;
      case CharClass::kJoiner:
        break;
      case CharClass::kIdeograph:
      case CharClass::kUnspaced:
        add_character(c, position, false);
        break;
      case CharClass::kSeparator:
        if (!is_blank(c)) add_character(c, position, false);
        end_token();
        break;
    }
  }
  end_token();
  for (std::uint64_t& hash : token_hashes_) hash = base::mix64(hash);
  chars_.push_back(U' ');
  char_owner_.push_back(static_cast<std::uint32_t>(tokens_.size()));
}

// `joins`: a letter, which continues a token of letters; others are tokens alone.
void NgramReader::add_character(char32_t c, std::uint32_t position, bool joins) {
  if (!in_token_ || !joins) {
    chars_.push_back(U' ');
    char_owner_.push_back(static_cast<std::uint32_t>(tokens_.size()));
    tokens_.push_back({position, position});
    token_hashes_.push_back(kWordsSeed);
  }
  in_token_ = joins;
  tokens_.back().end = position + 1;
  token_hashes_.back() = step(token_hashes_.back(), c);
  chars_.push_back(c);
  char_owner_.push_back(static_cast<std::uint32_t>(tokens_.size() - 1));
}

void NgramReader::end_token() { in_token_ = false; }

void NgramReader::add_word_ngrams() {
  const auto n = static_cast<std::uint32_t>(tokens_.size());
  for (std::uint32_t i = 0; i < n; ++i) {
    ngrams_.push_back({token_hashes_[i], i, i, NgramKind::kWord});
  }
  // Place 0 is the beginning of the text, place i + 1 token i.
  for (std::uint32_t begin = 0; begin <= n && config_.max_words > 1; ++begin) {
    std::uint64_t hash = step(kWordsSeed, begin == 0 ? kTextBegin : token_hashes_[begin - 1]);
    const std::uint32_t end = std::min(n + 1, begin + config_.max_words);
    for (std::uint32_t last = begin + 1; last < end; ++last) {
      hash = step(base::mix64(hash), token_hashes_[last - 1]);
      ngrams_.push_back(
          {base::mix64(hash), begin == 0 ? 0 : begin - 1, last - 1, NgramKind::kWords});
    }
  }
}

void NgramReader::add_char_ngrams() {
  const std::size_t n = chars_.size();
  for (std::size_t begin = 0; begin < n; ++begin) {
    std::uint64_t hash = kCharsSeed;
    const std::size_t end = std::min(n, begin + config_.max_chars);
    for (std::size_t i = begin; i < end; ++i) {
      hash = step(hash, chars_[i]);
      hash ^= hash >> 32;
      if (i + 1 - begin < config_.min_chars) continue;
      const bool space_last = chars_[i] == U' ';
      const std::uint32_t last = char_owner_[i] - (space_last && char_owner_[i] > 0 ? 1 : 0);
      const std::uint32_t first = std::min(char_owner_[begin], last);
      ngrams_.push_back({base::mix64(hash), first, last, NgramKind::kChars});
    }
  }
}

}  // namespace findling::text
