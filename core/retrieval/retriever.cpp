// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "retrieval/passage_text.h"
#include "text/word_reader.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kEncodedPerTask = 64;

ByteRows encode_all(const model::Encoder& encoder, const sparse::RaggedView& pieces,
                    base::ThreadPool& pool) {
  ByteRows rows(pieces.size(), encoder.dim());
  const std::size_t n_tasks = (pieces.size() + kEncodedPerTask - 1) / kEncodedPerTask;
  pool.parallel_for(n_tasks, [&](std::size_t task, std::size_t) {
    std::vector<float> vector(encoder.dim());
    const std::size_t end = std::min(pieces.size(), (task + 1) * kEncodedPerTask);
    for (std::size_t i = task * kEncodedPerTask; i < end; ++i) {
      encoder.encode(pieces[i], vector);
      rows.set(i, vector);
    }
  });
  return rows;
}

}  // namespace

Retriever::Retriever(std::shared_ptr<base::ThreadPool> pool) : pool_(std::move(pool)) {}

Retriever::~Retriever() = default;

text::TextBatch Retriever::read(std::span<const std::string_view> texts,
                                std::span<const std::string_view> titles,
                                const base::CancelToken& cancel) const {
  const std::shared_lock lock(state_);
  return text::read_texts(texts, titles, lexicon_, *pool_, cancel);
}

void Retriever::add_words(const text::TextBatch& batch, std::span<const std::string_view> terms,
                          const sparse::RaggedView& pieces) {
  const std::scoped_lock change(changing_);
  const std::scoped_lock lock(state_);
  if (batch.n_known != lexicon_.n_words()) {
    throw std::invalid_argument("[retriever] words were added since the texts were read");
  }
  lexicon_.add(batch.new_words, terms, pieces);
}

std::size_t Retriever::add(const text::TextBatch& batch, const base::CancelToken& cancel) {
  const std::scoped_lock change(changing_);
  expect_words_known(batch);
  // Only who holds changing_ changes the index, so it may be read without the other lock.
  const Ragged terms = terms_of(batch);
  VectorIndex::Incoming vectors;
  PassageGraph::Rows links;
  if (meaning_) {
    const Ragged pieces = pieces_of(batch);
    vectors = meaning_->vectors.receive(encode_all(meaning_->encoder, pieces.view(), *pool_),
                                        *pool_, cancel);
    links = PassageGraph::link(meaning_->vectors, vectors, *pool_, cancel);
  }
  const std::scoped_lock lock(state_);
  const std::size_t first = words_.n_slots();
  words_.append(terms.view(), lexicon_.n_terms());
  if (meaning_) {
    meaning_->vectors.append(std::move(vectors));
    meaning_->graph.append(std::move(links));
  }
  return first;
}

void Retriever::learn(const text::TextBatch& batch, std::size_t n_pieces,
                      const model::EncoderConfig& config, const base::ProgressFn& progress,
                      const base::CancelToken& cancel) {
  const std::scoped_lock change(changing_);
  if (words_.n_slots() != 0) {
    throw std::invalid_argument("[retriever] expected an empty index to learn into");
  }
  expect_words_known(batch);
  const Ragged pieces = pieces_of(batch);
  auto encoder = model::Encoder::train(pieces.view(), n_pieces, config, *pool_, progress, cancel);
  if (progress) progress("linking", 0, batch.size());
  VectorIndex vectors(encoder.dim());
  PassageGraph graph;
  auto rows = vectors.receive(encode_all(encoder, pieces.view(), *pool_), *pool_, cancel);
  graph.append(PassageGraph::link(vectors, rows, *pool_, cancel));
  vectors.append(std::move(rows));
  InvertedIndex words;
  words.append(terms_of(batch).view(), lexicon_.n_terms());
  if (progress) progress("linking", batch.size(), batch.size());
  const std::scoped_lock lock(state_);
  words_ = std::move(words);
  meaning_.emplace(Meaning{std::move(encoder), std::move(vectors), std::move(graph)});
  n_learned_ = batch.size();
}

std::size_t Retriever::remove(std::span<const std::uint32_t> slots) {
  const std::scoped_lock change(changing_);
  const auto is_slot = [n = words_.n_slots()](std::uint32_t slot) { return slot < n; };
  if (!std::all_of(slots.begin(), slots.end(), is_slot)) {
    throw std::invalid_argument("[retriever] expected slots of passages that were added");
  }
  const std::scoped_lock lock(state_);
  return static_cast<std::size_t>(std::count_if(
      slots.begin(), slots.end(), [this](std::uint32_t slot) { return words_.remove(slot); }));
}

std::vector<Hit> Retriever::search(std::string_view query, const text::Lexicon& extra,
                                   SearchMode mode, std::span<const std::uint8_t> allowed,
                                   std::size_t k, bool exact) const {
  const std::shared_lock lock(state_);
  std::vector<std::uint8_t> padded;
  if (!allowed.empty()) {
    padded.assign(allowed.begin(), allowed.end());
    padded.resize(words_.n_slots(), 0);
  }
  const Ranking ranking(words_, meaning_ ? &*meaning_ : nullptr, *pool_);
  return ranking.search(read_query(query, lexicon_, extra), mode, padded, k, exact);
}

std::vector<TextRange> Retriever::match_ranges(std::string_view query, std::string_view utf8,
                                               const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  return retrieval::match_ranges(query, utf8, lexicon_, extra);
}

std::vector<std::uint32_t> Retriever::slots_with_all(std::string_view utf8,
                                                     const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  const auto terms = read_terms(utf8, lexicon_, extra);
  if (!terms) return {};
  return words_.slots_with_all(*terms);
}

std::vector<float> Retriever::rarities(std::span<const std::string_view> terms) const {
  const std::shared_lock lock(state_);
  const float most = words_.rarest();
  std::vector<float> rarities;
  rarities.reserve(terms.size());
  for (const std::string_view term : terms) {
    const std::uint32_t number = lexicon_.find_term(term);
    const float idf = number == text::StringTable::kNone ? 0.0F : words_.inverse_frequency(number);
    rarities.push_back(idf > 0.0F ? idf / most : 1.0F);
  }
  return rarities;
}

text::StringTable Retriever::unknown_words(std::span<const std::string_view> texts) const {
  const std::shared_lock lock(state_);
  text::StringTable unknown;
  for (const std::string_view text : texts) {
    for (text::WordReader reader(text); reader.next();) {
      if (lexicon_.find_word(reader.word()) == text::StringTable::kNone) unknown.add(reader.word());
    }
  }
  return unknown;
}

std::size_t Retriever::n_slots() const {
  const std::shared_lock lock(state_);
  return words_.n_slots();
}

std::size_t Retriever::n_live() const {
  const std::shared_lock lock(state_);
  return words_.n_live();
}

std::vector<double> Retriever::losses() const {
  const std::shared_lock lock(state_);
  return meaning_ ? meaning_->encoder.losses() : std::vector<double>();
}

std::size_t Retriever::n_learned() const {
  const std::shared_lock lock(state_);
  return n_learned_;
}

Retriever::Ragged Retriever::terms_of(const text::TextBatch& batch) const {
  Ragged terms;
  terms.values.reserve(batch.words.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto words = batch.view()[i];
    for (std::size_t at = 0; at < words.size(); ++at) {
      const std::uint32_t term = lexicon_.term_of(words[at]);
      if (term == text::Lexicon::kNoTerm) continue;
      terms.values.insert(terms.values.end(), at < batch.title_lengths[i] ? kTitleWeight : 1, term);
    }
    terms.offsets.push_back(terms.values.size());
  }
  return terms;
}

Retriever::Ragged Retriever::pieces_of(const text::TextBatch& batch) const {
  Ragged pieces;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::size_t most = pieces.values.size() + kMaxPieces;
    const auto append = [&](std::span<const std::uint32_t> words) {
      for (const std::uint32_t word : words) {
        if (pieces.values.size() >= most) return;
        const auto list = lexicon_.pieces_of(word);
        pieces.values.insert(pieces.values.end(), list.begin(), list.end());
      }
    };
    const auto words = batch.view()[i];
    for (std::size_t n = 1; n < kTitleWeight; ++n) append(words.first(batch.title_lengths[i]));
    append(words);
    pieces.values.resize(std::min(pieces.values.size(), most));
    pieces.offsets.push_back(pieces.values.size());
  }
  return pieces;
}

void Retriever::expect_words_known(const text::TextBatch& batch) const {
  if (lexicon_.n_words() >= batch.n_known + batch.new_words.size()) return;
  throw std::invalid_argument("[retriever] expected the new words of the batch to be added first");
}

}  // namespace findling::retrieval
