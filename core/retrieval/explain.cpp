// SPDX-License-Identifier: Apache-2.0
#include "retrieval/explain.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "kernels/kernels.h"
#include "layers/embedding_bag.h"
#include "retrieval/passage_text.h"
#include "text/word_reader.h"

namespace findling::retrieval {

namespace {

constexpr std::size_t kMostPairs = 24;

/// The different words of a text as the encoder reads them.
struct ReadWords {
  struct Word {
    std::string word;
    std::string_view term;  // empty for a stop word
    std::uint32_t count = 0;
    std::vector<std::uint32_t> pieces;  // of all its places
  };
  std::vector<Word> words;
  std::unordered_map<std::string, std::size_t> place;
  std::size_t n_pieces = 0;

  void add(std::string_view word, const KnownWord& known, std::size_t most_pieces) {
    const auto [at, is_new] = place.try_emplace(std::string(word), words.size());
    if (is_new) words.push_back({std::string(word), known.term, 0, {}});
    Word& one = words[at->second];
    const std::size_t n = std::min(known.pieces.size(), most_pieces - n_pieces);
    one.pieces.insert(one.pieces.end(), known.pieces.begin(),
                      known.pieces.begin() + static_cast<std::ptrdiff_t>(n));
    ++one.count;
    n_pieces += n;
  }
};

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

ReadWords read_asked(std::string_view query, const text::Lexicon& lexicon,
                     const text::Lexicon& extra) {
  ReadWords read;
  std::size_t n = 0;
  for (text::WordReader reader(query); n < kMaxQueryWords && reader.next(); ++n) {
    read.add(reader.word(), look_up(reader.word(), lexicon, extra), kNoLimit);
  }
  return read;
}

ReadWords read_passage(std::string_view title, std::string_view text, const text::Lexicon& lexicon,
                       const text::Lexicon& extra) {
  ReadWords read;
  const auto add = [&](std::string_view part) {
    text::WordReader reader(part);
    while (read.n_pieces < kMaxPieces && reader.next()) {
      read.add(reader.word(), look_up(reader.word(), lexicon, extra), kMaxPieces);
    }
  };
  for (std::size_t n = 0; n < kTitleWeight; ++n) add(title);
  add(text);
  return read;
}

/// A vector for each word [n, D], so that they add up to the unit vector of the text.
std::vector<float> word_vectors(const ReadWords& read, const model::Encoder& encoder) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = encoder.dim();
  std::vector<float> vectors(read.words.size() * dim);
  std::vector<float> sum(dim);
  for (std::size_t i = 0; i < read.words.size(); ++i) {
    const auto row = std::span(vectors).subspan(i * dim, dim);
    layers::weighted_sum(k, encoder.table(), encoder.weight(), read.words[i].pieces, row);
    k.axpy(1.0F, row.data(), sum.data(), dim);
  }
  const float length = std::sqrt(k.sum_squares(sum.data(), dim));
  if (length > 0.0F) k.scale(1.0F / length, vectors.data(), vectors.size());
  return vectors;
}

std::vector<WordShare> shares(const ReadWords& read, std::span<const float> vectors,
                              std::span<const float> other, float scale) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = other.size();
  std::vector<WordShare> result;
  for (std::size_t i = 0; i < read.words.size(); ++i) {
    const float share = scale * k.dot(vectors.data() + i * dim, other.data(), dim);
    result.push_back({read.words[i].word, read.words[i].count, share});
  }
  std::sort(result.begin(), result.end(), [](const WordShare& a, const WordShare& b) {
    return a.share != b.share ? a.share > b.share : a.word < b.word;
  });
  return result;
}

std::vector<WordPair> pairs(const ReadWords& asked, std::span<const float> asked_vectors,
                            const ReadWords& held, std::span<const float> held_vectors,
                            std::size_t dim, float scale) {
  const kernels::KernelTable& k = kernels::active();
  const auto length = [&](const float* v) { return std::sqrt(k.sum_squares(v, dim)); };
  std::vector<float> held_lengths;
  held_lengths.reserve(held.words.size());
  for (std::size_t j = 0; j < held.words.size(); ++j) {
    held_lengths.push_back(length(held_vectors.data() + j * dim));
  }
  std::vector<WordPair> found;
  for (std::size_t i = 0; i < asked.words.size(); ++i) {
    const float* a = asked_vectors.data() + i * dim;
    const float own = length(a);
    if (asked.words[i].term.empty()) continue;
    for (std::size_t j = 0; j < held.words.size(); ++j) {
      const std::string_view term = held.words[j].term;
      if (term.empty() || term == asked.words[i].term) continue;
      const float product = k.dot(a, held_vectors.data() + j * dim, dim);
      if (product <= 0.0F) continue;  // so neither length is 0
      found.push_back({asked.words[i].word, held.words[j].word, product / (own * held_lengths[j]),
                       scale * product});
    }
  }
  std::sort(found.begin(), found.end(), [](const WordPair& a, const WordPair& b) {
    return std::tie(b.share, a.query_word, a.passage_word) <
           std::tie(a.share, b.query_word, b.passage_word);
  });
  found.resize(std::min(found.size(), kMostPairs));
  return found;
}

std::vector<TermShare> term_shares(const Query& query, const ReadWords& asked,
                                   const text::Lexicon& lexicon, const InvertedIndex& words,
                                   const RankTrace& trace) {
  std::vector<TermShare> result;
  if (trace.best_word <= 0.0F || trace.word_share <= 0.0F) return result;
  for (const QueryTerm& wanted : query.terms) {
    const std::string_view term = lexicon.term(wanted.term);
    const auto named = std::find_if(asked.words.begin(), asked.words.end(),
                                    [&](const ReadWords::Word& w) { return w.term == term; });
    result.push_back({named->word, wanted.count, words.count(wanted.term, trace.hit.slot),
                      words.term_score(wanted, trace.hit.slot) / trace.best_word});
  }
  std::sort(result.begin(), result.end(), [](const TermShare& a, const TermShare& b) {
    return a.share != b.share ? a.share > b.share : a.word < b.word;
  });
  return result;
}

/// What the query itself and the mean of the first hits count for in the vector after feedback, see
/// `move_towards`.
struct Moved {
  float query = 0.0F;
  std::vector<SlotShare> feedback;
};

Moved move_parts(const RankTrace& trace, std::span<const float> asked, std::span<const float> row,
                 const VectorIndex& vectors) {
  const kernels::KernelTable& k = kernels::active();
  const std::size_t dim = row.size();
  std::vector<float> mean(dim);
  std::vector<float> one(dim);
  Moved moved;
  for (const Scored& hit : trace.feedback) {
    vectors.row(hit.slot, one);
    k.axpy(hit.score, one.data(), mean.data(), dim);
    moved.feedback.push_back({hit.slot, hit.score * k.dot(one.data(), row.data(), dim)});
  }
  const float mean_length = std::sqrt(k.sum_squares(mean.data(), dim));
  const float weight = mean_length > 0.0F ? Ranking::kFeedback / mean_length : 0.0F;
  std::vector<float> sum(asked.begin(), asked.end());
  k.axpy(weight, mean.data(), sum.data(), dim);
  const float length = std::sqrt(k.sum_squares(sum.data(), dim));
  moved.query = length > 0.0F ? 1.0F / length : 0.0F;
  for (SlotShare& share : moved.feedback) share.share *= weight * moved.query;
  return moved;
}

void explain_meaning(const ReadWords& asked, const ReadWords& held, const Query& query,
                     const Meaning& meaning, Explanation& result) {
  const std::size_t dim = meaning.encoder.dim();
  std::vector<float> vector(dim);
  meaning.encoder.encode(query.pieces, vector);
  std::vector<float> row(dim);
  meaning.vectors.row(result.trace.hit.slot, row);
  Moved moved = move_parts(result.trace, vector, row, meaning.vectors);
  const auto asked_vectors = word_vectors(asked, meaning.encoder);
  const auto held_vectors = word_vectors(held, meaning.encoder);
  result.query_words = shares(asked, asked_vectors, row, moved.query);
  result.passage_words = shares(held, held_vectors, result.trace.vector, 1.0F);
  result.pairs = pairs(asked, asked_vectors, held, held_vectors, dim, moved.query);
  result.feedback = std::move(moved.feedback);
}

}  // namespace

Explanation explain(const ExplainQuestion& question, const text::Lexicon& lexicon,
                    const text::Lexicon& extra, const InvertedIndex& words, const Meaning* meaning,
                    base::ThreadPool& pool) {
  const Query query = read_query(question.query, lexicon, extra);
  Explanation result;
  result.trace =
      Ranking(words, meaning, pool).trace(query, question.mode, question.slot, question.exact);
  const ReadWords asked = read_asked(question.query, lexicon, extra);
  result.terms = term_shares(query, asked, lexicon, words, result.trace);
  if (meaning != nullptr && !result.trace.vector.empty()) {
    const ReadWords held = read_passage(question.title, question.text, lexicon, extra);
    explain_meaning(asked, held, query, *meaning, result);
  }
  return result;
}

}  // namespace findling::retrieval
