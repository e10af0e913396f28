// SPDX-License-Identifier: Apache-2.0
#include "text/text_batch.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "text/word_reader.h"

namespace findling::text {

namespace {

constexpr std::size_t kTextsPerTask = 128;

/// A block of texts with its own numbers for words.
struct Block {
  StringTable unique;
  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> ends;           // of each text, in words
  std::vector<std::uint32_t> title_lengths;  // of each text, in words
};

void read_into(std::string_view text, Block& block) {
  for (WordReader reader(text); reader.next();) {
    block.words.push_back(block.unique.add(reader.word()));
  }
}

/// The number of each word of a block in the whole batch.
std::vector<std::uint32_t> join_words(const StringTable& unique, const Lexicon& lexicon,
                                      StringTable& new_words) {
  std::vector<std::uint32_t> numbers(unique.size());
  for (std::uint32_t i = 0; i < unique.size(); ++i) {
    const std::uint32_t known = lexicon.find_word(unique[i]);
    numbers[i] = known != StringTable::kNone ? known : lexicon.n_words() + new_words.add(unique[i]);
  }
  return numbers;
}

}  // namespace

std::vector<std::uint64_t> TextBatch::new_word_counts() const {
  std::vector<std::uint64_t> counts(new_words.size());
  for (const std::uint32_t word : words) {
    if (word >= n_known) ++counts[word - n_known];
  }
  return counts;
}

TextBatch read_texts(std::span<const std::string_view> texts,
                     std::span<const std::string_view> titles, const Lexicon& lexicon,
                     base::ThreadPool& pool, const base::CancelToken& cancel) {
  if (!titles.empty() && titles.size() != texts.size()) {
    throw std::invalid_argument("[text] expected " + std::to_string(texts.size()) +
                                " titles, got " + std::to_string(titles.size()));
  }
  std::vector<Block> blocks((texts.size() + kTextsPerTask - 1) / kTextsPerTask);
  pool.parallel_for(blocks.size(), [&](std::size_t task, std::size_t) {
    cancel.throw_if_cancelled();
    const std::size_t end = std::min(texts.size(), (task + 1) * kTextsPerTask);
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
      const std::size_t begin = blocks[task].words.size();
      if (!titles.empty()) read_into(titles[i], blocks[task]);
      blocks[task].title_lengths.push_back(
          static_cast<std::uint32_t>(blocks[task].words.size() - begin));
      read_into(texts[i], blocks[task]);
      blocks[task].ends.push_back(blocks[task].words.size());
    }
  });
  TextBatch batch;
  batch.n_known = lexicon.n_words();
  batch.offsets.reserve(texts.size() + 1);
  batch.offsets.push_back(0);
  batch.title_lengths.reserve(texts.size());
  for (const Block& block : blocks) {
    const auto numbers = join_words(block.unique, lexicon, batch.new_words);
    const std::uint64_t before = batch.words.size();
    for (const std::uint32_t word : block.words) batch.words.push_back(numbers[word]);
    for (const std::uint64_t end : block.ends) batch.offsets.push_back(before + end);
    batch.title_lengths.insert(batch.title_lengths.end(), block.title_lengths.begin(),
                               block.title_lengths.end());
  }
  return batch;
}

}  // namespace findling::text
