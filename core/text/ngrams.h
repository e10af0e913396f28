// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace findling::text {

/// What an n-gram is made of. Each kind is weighted by itself.
enum class NgramKind : std::uint8_t {
  kWord,   ///< One token.
  kWords,  ///< Two or more tokens in a row; the beginning of the text counts as one.
  kChars,  ///< Characters in a row, across tokens too, which are then one space apart.
};

inline constexpr std::size_t kNgramKinds = 3;

/// Which n-grams of a text are read.
struct NgramConfig {
  std::uint32_t max_words = 2;  ///< Longest run of tokens, 1 to 8.
  std::uint32_t min_chars = 3;  ///< Shortest run of characters, 1 to 16.
  std::uint32_t max_chars = 5;  ///< Longest run of characters, up to 16; 0 for none at all.

  /// Throws `std::invalid_argument` for values outside of these.
  void validate() const;

  bool operator==(const NgramConfig&) const = default;
};

/// Where a token stands, in code points, as Python counts: [begin, end).
struct Token {
  std::uint32_t begin;
  std::uint32_t end;
};

/// One n-gram at one place. `first` and `last` are the tokens that it has characters of.
struct Ngram {
  std::uint64_t hash;
  std::uint32_t first;
  std::uint32_t last;
  NgramKind kind;
};

/// Reads the n-grams of texts as hashes, one text after the other.
///
/// A token is a run of letters, digits, marks and underscores, lower-cased, or any other visible
/// character alone: punctuation and emoji tell moods. Of scripts without spaces every character is
/// a token. Hashes are of 64 bits, so that a million n-grams share none with a chance of 97 in
/// 100,000,000; they are part of the file format.
class NgramReader {
 public:
  /// Throws `std::invalid_argument` like `NgramConfig::validate`.
  explicit NgramReader(const NgramConfig& config);

  /// Reads a text. Bytes that are not UTF-8 are each one strange character.
  void read(std::string_view utf8);

  /// Of the text that was read last; valid until the next.
  std::span<const Token> tokens() const noexcept { return tokens_; }
  std::span<const Ngram> ngrams() const noexcept { return ngrams_; }

 private:
  void split(std::string_view utf8);
  void add_character(char32_t c, std::uint32_t position, bool joins);
  void end_token();
  void add_word_ngrams();
  void add_char_ngrams();

  NgramConfig config_;
  std::vector<Token> tokens_;
  std::vector<std::uint64_t> token_hashes_;
  std::vector<char32_t> chars_;            // of all tokens, each with a space before it, and one
  std::vector<std::uint32_t> char_owner_;  // behind the last; a space's owner is what follows it
  std::vector<Ngram> ngrams_;
  bool in_token_ = false;
};

}  // namespace findling::text
