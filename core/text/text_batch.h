// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "sparse/ragged.h"
#include "text/lexicon.h"
#include "text/string_table.h"

namespace findling::text {

/// Texts as lists of word numbers.
///
/// Numbers below `n_known` are words of the lexicon that the texts were read with; the others, less
/// n_known, are `new_words`, in the order in which they first appear. Once the new words were added
/// to that lexicon, all are its words.
struct TextBatch {
  std::vector<std::uint64_t> offsets;  ///< [n + 1]
  std::vector<std::uint32_t> words;
  std::vector<std::uint32_t> title_lengths;  ///< [n], words of each title; they come first
  std::uint32_t n_known = 0;
  StringTable new_words;

  std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
  sparse::RaggedView view() const noexcept { return {offsets, words}; }

  /// How often each new word occurs, [new words].
  std::vector<std::uint64_t> new_word_counts() const;
};

/// Reads the words of `texts`; where `titles` is not empty, text i begins with title i. The result
/// does not depend on the number of threads. Throws `std::invalid_argument` when there are titles
/// for some texts only, and `base::CancelledError`.
TextBatch read_texts(std::span<const std::string_view> texts,
                     std::span<const std::string_view> titles, const Lexicon& lexicon,
                     base::ThreadPool& pool, const base::CancelToken& cancel);

}  // namespace findling::text
