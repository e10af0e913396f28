// SPDX-License-Identifier: Apache-2.0
#include "text/repeats.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/rng.h"
#include "text/string_table.h"
#include "text/word_reader.h"

namespace findling::text {

namespace {

/// What is compared of a text; both lists ascend without repeats.
struct Sketch {
  std::vector<std::uint64_t> shingles;
  std::vector<std::uint32_t> numbers;  // words that hold a digit
};

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

bool has_digit(std::string_view word) noexcept {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t hash_of(std::span<const std::uint32_t> words) noexcept {
  std::uint64_t h = words.size();
  for (const std::uint32_t word : words) h = base::mix64(h ^ word) + 1;
  return h;
}

/// A text of fewer words than a shingle is one shingle.
Sketch sketch(std::string_view text, StringTable& vocabulary) {
  Sketch result;
  std::vector<std::uint32_t> words;
  for (WordReader reader(text); words.size() < kMostRepeatWords && reader.next();) {
    words.push_back(vocabulary.add(reader.word()));
    if (has_digit(reader.word())) result.numbers.push_back(words.back());
  }
  const std::size_t width = std::min(words.size(), kShingleWords);
  for (std::size_t i = 0; i + width <= words.size(); ++i) {
    result.shingles.push_back(hash_of(std::span(words).subspan(i, width)));
  }
  sort_unique(result.shingles);
  sort_unique(result.numbers);
  return result;
}

/// The texts so far that say something new, by their shingles.
class Originals {
 public:
  /// The first one that holds enough of a text's shingles and all of its numbers; none: `n_texts`.
  std::uint32_t find(const Sketch& text, std::uint32_t n_texts) {
    shared_.assign(texts_.size(), 0);
    for (const std::uint64_t shingle : text.shingles) {
      const auto found = holders_.find(shingle);
      if (found == holders_.end()) continue;
      for (const std::uint32_t holder : found->second) ++shared_[holder];
    }
    const double wanted = kRepeatShare * static_cast<double>(text.shingles.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (static_cast<double>(shared_[i]) < wanted) continue;
      const bool has_numbers = std::includes(numbers_[i].begin(), numbers_[i].end(),
                                             text.numbers.begin(), text.numbers.end());
      if (has_numbers) return texts_[i];
    }
    return n_texts;
  }

  void add(std::uint32_t number, Sketch text) {
    const auto place = static_cast<std::uint32_t>(texts_.size());
    for (const std::uint64_t shingle : text.shingles) holders_[shingle].push_back(place);
    texts_.push_back(number);
    numbers_.push_back(std::move(text.numbers));
  }

 private:
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> holders_;  // places
  std::vector<std::uint32_t> texts_;
  std::vector<std::vector<std::uint32_t>> numbers_;
  std::vector<std::uint32_t> shared_;
};

}  // namespace

std::vector<std::uint32_t> find_repeats(std::span<const std::string_view> texts) {
  const auto n = static_cast<std::uint32_t>(texts.size());
  std::vector<std::uint32_t> repeats(n);
  StringTable vocabulary;
  Originals originals;
  for (std::uint32_t i = 0; i < n; ++i) {
    Sketch text = sketch(texts[i], vocabulary);
    const std::uint32_t found = originals.find(text, n);
    repeats[i] = found == n ? i : found;
    if (found == n) originals.add(i, std::move(text));
  }
  return repeats;
}

}  // namespace findling::text
