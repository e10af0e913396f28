// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/progress.h"
#include "base/thread_pool.h"
#include "model/encoder.h"
#include "retrieval/explain.h"
#include "retrieval/inverted_index.h"
#include "retrieval/query.h"
#include "retrieval/ranking.h"
#include "retrieval/suggest.h"
#include "text/lexicon.h"
#include "text/spelling.h"
#include "text/text_batch.h"

namespace findling::retrieval {

/// An index of passages that is searched by words and, once an encoder was learned, by meaning.
///
/// Text comes in three steps, because stemming and splitting words is the caller's: `read` finds
/// the words, the caller looks at the new ones (each once), `add_words` takes what they mean, `add`
/// or `learn` takes the passages. Passages have slots 0, 1, ... in the order of arrival.
///
/// Any number of threads may search while one adds or removes; changes are made one at a time.
class Retriever {
 public:
  explicit Retriever(std::shared_ptr<base::ThreadPool> pool);
  ~Retriever();
  Retriever(const Retriever&) = delete;
  Retriever& operator=(const Retriever&) = delete;

  /// Finds the words of texts. Throws like `text::read_texts`.
  text::TextBatch read(std::span<const std::string_view> texts,
                       std::span<const std::string_view> titles,
                       const base::CancelToken& cancel) const;

  /// Takes the terms and sub-words of a batch's new words. Throws `std::invalid_argument` when the
  /// lists do not fit the words, or words were added since the batch was read.
  void add_words(const text::TextBatch& batch, std::span<const std::string_view> terms,
                 const sparse::RaggedView& pieces);

  /// Adds the passages of a batch whose words are known. Returns the slot of the first.
  std::size_t add(const text::TextBatch& batch, const base::CancelToken& cancel);

  /// Learns an encoder from the passages of a batch, then adds them. For an empty index. Progress
  /// has the stages "learning" and "linking". Throws `std::invalid_argument`, also for an index
  /// that is not empty, and `base::CancelledError`; the index is empty then.
  void learn(const text::TextBatch& batch, std::size_t n_pieces, const model::EncoderConfig& config,
             const base::ProgressFn& progress, const base::CancelToken& cancel);

  /// Removes passages; returns how many were there. Throws `std::invalid_argument` for a slot that
  /// never existed.
  std::size_t remove(std::span<const std::uint32_t> slots);

  /// The `k` best live passages. `allowed` [n_slots] leaves passages out where it is 0; it may be
  /// empty, and slots behind its end are left out. `extra` holds the words of the query that the
  /// index does not know. `exact` scores all passages also where candidates would do.
  std::vector<Hit> search(std::string_view query, const text::Lexicon& extra, SearchMode mode,
                          std::span<const std::uint8_t> allowed, std::size_t k,
                          bool exact = false) const;

  /// Like `retrieval::match_ranges`, with the words of this index.
  std::vector<TextRange> match_ranges(std::string_view query, std::string_view utf8,
                                      const text::Lexicon& extra) const;

  /// The live passages that hold all words of a text but stop words; none for no words. `extra` as
  /// for `search`.
  std::vector<std::uint32_t> slots_with_all(std::string_view utf8,
                                            const text::Lexicon& extra) const;

  /// Vectors of any texts as the encoder sees them, [n, dim], of unit length or zero; `extra` as
  /// for `search`, of all texts. Of a long text the first `kMaxQueryWords` words count.
  std::vector<float> encode(std::span<const std::string_view> texts,
                            const text::Lexicon& extra) const;

  /// Like `retrieval::explain`, with the words of this index. Throws `std::invalid_argument` for a
  /// slot without a live passage.
  Explanation explain(const ExplainQuestion& question, const text::Lexicon& extra) const;

  /// How rare terms are among the live passages: their idf beside that of a term that none holds,
  /// from 0 to 1.
  std::vector<float> rarities(std::span<const std::string_view> terms) const;

  /// Like `retrieval::suggest_words`, with the words of this index. The first call after words were
  /// added puts them in order: about a tenth of a second for 200,000 new ones.
  std::vector<WordSuggestion> suggest_words(std::string_view query,
                                            const text::Lexicon& extra) const;

  /// The different words of the texts that are new to the index, in order.
  text::StringTable unknown_words(std::span<const std::string_view> texts) const;

  std::size_t n_slots() const;
  std::size_t n_live() const;
  /// How many passages the encoder was learned from; 0 without an encoder.
  std::size_t n_learned() const;
  /// The mean loss of each epoch of `learn`, in nats a span; empty for an index from a file.
  std::vector<double> losses() const;
  /// Values of a vector of `encode`; 0 without an encoder.
  std::size_t dim() const;

  /// Writes one file, with `note`, a text that belongs to the caller. Throws `base::IoError`.
  void save(const std::filesystem::path& path, std::string_view note) const;

  /// A saved index, which is mapped, not read; and its note.
  struct Loaded {
    std::unique_ptr<Retriever> retriever;
    std::string note;
  };
  /// Throws `base::IoError` and `base::FormatError`.
  static Loaded load(const std::filesystem::path& path, std::shared_ptr<base::ThreadPool> pool);

 private:
  struct Ragged {
    std::vector<std::uint64_t> offsets{0};
    std::vector<std::uint32_t> values;
    sparse::RaggedView view() const noexcept { return {offsets, values}; }
  };

  Ragged terms_of(const text::TextBatch& batch) const;
  Ragged pieces_of(const text::TextBatch& batch) const;
  void expect_words_known(const text::TextBatch& batch) const;

  std::shared_ptr<base::ThreadPool> pool_;
  mutable std::mutex changing_;      // held by the one who changes; taken before state_
  mutable std::shared_mutex state_;  // guards what follows
  text::Lexicon lexicon_;
  InvertedIndex words_;
  std::optional<Meaning> meaning_;
  std::size_t n_learned_ = 0;

  mutable std::mutex spelling_changing_;  // taken after state_; guards what follows
  mutable text::SpellingIndex spelling_;  // of the words when it was last asked
};

}  // namespace findling::retrieval
