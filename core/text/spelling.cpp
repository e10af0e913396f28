// SPDX-License-Identifier: Apache-2.0
#include "text/spelling.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "text/unicode.h"

namespace findling::text {

namespace {

std::u32string decode(std::string_view utf8) {
  std::u32string letters;
  for (std::size_t at = 0; at < utf8.size();) letters.push_back(decode_utf8(utf8, at));
  return letters;
}

bool is_kept(std::string_view word) {
  const bool has_digit =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t length = decode(word).size();
  return !has_digit && length >= SpellingIndex::kShortest && length <= SpellingIndex::kLongest;
}

std::size_t shared_letters(std::string_view a, std::string_view b) {
  const std::u32string x = decode(a);
  const std::u32string y = decode(b);
  const auto differ = std::mismatch(x.begin(), x.end(), y.begin(), y.end());
  return static_cast<std::size_t>(differ.first - x.begin());
}

/// Edits between the beginnings of a wanted word and those of one after the other, whose beginnings
/// are given letter by letter: row `d` holds them for the first `d` letters.
class EditTable {
 public:
  explicit EditTable(std::u32string wanted) : wanted_(std::move(wanted)) {
    for (std::size_t j = 0; j <= wanted_.size(); ++j) rows_[0][j] = static_cast<std::uint8_t>(j);
  }

  /// Fills row `d` > 0 for letter `d` of a word, rows before it being those of its beginning;
  /// returns the least of it.
  std::size_t fill(std::size_t d, const std::u32string& word) {
    Row& row = rows_[d];
    const Row& above = rows_[d - 1];
    row[0] = static_cast<std::uint8_t>(d);
    std::uint8_t least = row[0];
    for (std::size_t j = 1; j <= wanted_.size(); ++j) {
      const int replaced = above[j - 1] + (word[d - 1] == wanted_[j - 1] ? 0 : 1);
      int edits = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      const bool swapped =
          d > 1 && j > 1 && word[d - 1] == wanted_[j - 2] && word[d - 2] == wanted_[j - 1];
      if (swapped) edits = std::min(edits, rows_[d - 2][j - 2] + 1);
      row[j] = static_cast<std::uint8_t>(edits);
      least = std::min(least, row[j]);
    }
    return least;
  }

  /// Between the whole words, the other one having `length` letters.
  std::size_t edits(std::size_t length) const { return rows_[length][wanted_.size()]; }

 private:
  using Row = std::array<std::uint8_t, SpellingIndex::kLongest + 1>;
  std::u32string wanted_;
  std::array<Row, SpellingIndex::kLongest + 1> rows_{};
};

}  // namespace

void SpellingIndex::update(const StringTable& words) {
  if (n_seen_ == words.size()) return;
  // The order of bytes in UTF-8 is that of code points.
  const auto before = [&words](std::uint32_t a, std::uint32_t b) { return words[a] < words[b]; };
  const auto n_before = static_cast<std::ptrdiff_t>(order_.size());
  for (; n_seen_ < words.size(); ++n_seen_) {
    if (is_kept(words[n_seen_])) order_.push_back(n_seen_);
  }
  std::sort(order_.begin() + n_before, order_.end(), before);
  const auto middle = order_.begin() + n_before;
  std::vector<std::uint32_t> merged(order_.size());
  std::merge(order_.begin(), middle, middle, order_.end(), merged.begin(), before);
  order_ = std::move(merged);
  shared_.assign(order_.size(), 0);
  for (std::size_t i = 1; i < order_.size(); ++i) {
    shared_[i] = static_cast<std::uint8_t>(shared_letters(words[order_[i - 1]], words[order_[i]]));
  }
}

std::vector<NearWord> SpellingIndex::find(std::string_view word, std::size_t most_edits,
                                          const StringTable& words) const {
  std::vector<NearWord> found;
  if (!is_kept(word)) return found;
  EditTable table(decode(word));
  std::size_t too_far = kLongest + 1;  // letters of the last word that are too far away already
  for (std::size_t i = 0; i < order_.size(); ++i) {
    // What shares them is too far as well, and so on: all that follow until one shares fewer.
    if (shared_[i] >= too_far) continue;
    too_far = kLongest + 1;
    const std::u32string letters = decode(words[order_[i]]);
    for (std::size_t d = shared_[i] + std::size_t{1}; d <= letters.size(); ++d) {
      if (table.fill(d, letters) <= most_edits) continue;
      too_far = d;
      break;
    }
    if (too_far <= letters.size()) continue;
    const std::size_t edits = table.edits(letters.size());
    if (edits > 0 && edits <= most_edits) {
      found.push_back({order_[i], static_cast<std::uint32_t>(edits)});
    }
  }
  return found;
}

}  // namespace findling::text
