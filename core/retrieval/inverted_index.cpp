// SPDX-License-Identifier: Apache-2.0
#include "retrieval/inverted_index.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "retrieval/posting_cursor.h"

namespace findling::retrieval {

namespace {

constexpr std::uint32_t kLargestCount = std::numeric_limits<std::uint16_t>::max();

// How many postings can be added up in the time in which one is looked up.
constexpr std::size_t kLookUpCost = 64;

/// Counts the terms of one passage at a time; clearing costs only what was counted.
class TermCounter {
 public:
  explicit TermCounter(std::size_t n_terms) : counts_(n_terms) {}

  /// Calls `fn(term, count)` for each different term, in order of first appearance.
  template <typename Fn>
  void count(std::span<const std::uint32_t> terms, Fn&& fn) {
    seen_.clear();
    for (const std::uint32_t term : terms) {
      if (counts_[term]++ == 0) seen_.push_back(term);
    }
    for (const std::uint32_t term : seen_) {
      fn(term, static_cast<std::uint16_t>(std::min(counts_[term], kLargestCount)));
      counts_[term] = 0;
    }
  }

 private:
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> seen_;
};

}  // namespace

/// A query as it is scored.
struct InvertedIndex::Prepared {
  std::vector<WeightedTerm> terms;  // those that a live passage holds
  ScoreSteps steps;
};

void InvertedIndex::append(const sparse::RaggedView& passages, std::size_t n_terms) {
  const bool is_first = n_slots() == 0;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    lengths_.push_back(static_cast<std::uint32_t>(passages[i].size()));
    live_length_ += lengths_.back();
  }
  live_.resize(lengths_.size(), 1);
  n_live_ += passages.size();
  removed_.grow(n_terms);
  if (is_first) {
    build(passages, n_terms);
  } else {
    extend(passages, n_terms);
  }
}

void InvertedIndex::build(const sparse::RaggedView& passages, std::size_t n_terms) {
  TermCounter counter(n_terms);
  std::vector<std::size_t> next(n_terms + 1);
  for (std::size_t i = 0; i < passages.size(); ++i) {
    counter.count(passages[i], [&](std::uint32_t term, std::uint16_t) { ++next[term + 1]; });
  }
  for (std::size_t t = 0; t < n_terms; ++t) next[t + 1] += next[t];
  std::vector<Posting> postings(next.back());
  for (std::size_t i = 0; i < passages.size(); ++i) {
    counter.count(passages[i], [&](std::uint32_t term, std::uint16_t count) {
      postings[next[term]++] = {static_cast<std::uint32_t>(i), count};
    });
  }
  // Where a term begins has become where it ends.
  top_mean_ = mean_length();
  PostingLists::Builder builder(lengths_, LengthNorm(top_mean_));
  std::size_t begin = 0;
  for (std::size_t t = 0; t < n_terms; ++t) {
    builder.add(std::span(postings).subspan(begin, next[t] - begin));
    begin = next[t];
  }
  lists_ = PostingLists(std::move(builder));
}

void InvertedIndex::extend(const sparse::RaggedView& passages, std::size_t n_terms) {
  lists_.grow(n_terms);
  TermCounter counter(n_terms);
  const LengthNorm norm(top_mean_);
  const std::size_t first = n_slots() - passages.size();
  for (std::size_t i = 0; i < passages.size(); ++i) {
    const auto slot = static_cast<std::uint32_t>(first + i);
    const auto length = static_cast<float>(lengths_[slot]);
    counter.count(passages[i], [&](std::uint32_t term, std::uint16_t count) {
      lists_.append(term, {slot, count}, top_of(bm25_weight(count, length, norm)));
    });
  }
}

bool InvertedIndex::remove(std::uint32_t slot) {
  if (live_[slot] == 0) return false;
  removed_.add(slot);
  live_[slot] = 0;
  --n_live_;
  live_length_ -= lengths_[slot];
  return true;
}

std::size_t InvertedIndex::score(std::span<const QueryTerm> query, std::span<float> scores) const {
  const Prepared wanted = prepared(query);
  const ScoredPassages all = passages({});
  std::vector<std::uint32_t> sums(n_slots());
  PostingBlock block;
  for (const WeightedTerm& term : wanted.terms) {
    for (std::size_t b = 0; b < term.list.n_blocks(); ++b) {
      term.list.read(b, block);
      for (std::size_t i = 0; i < block.n; ++i) {
        sums[block.slots[i]] += all.fine(term.weight, block.slots[i], block.counts[i]);
      }
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    scores[i] += live_[i] != 0 ? wanted.steps.score(sums[i]) : 0.0F;
  }
  return wanted.terms.size();
}

std::vector<Scored> InvertedIndex::best(std::span<const QueryTerm> query, std::size_t k,
                                        std::span<const std::uint8_t> allowed) const {
  const Prepared wanted = prepared(query);
  if (allowed.empty()) return best_by_words(wanted.terms, passages({}), wanted.steps, k);
  std::size_t n_postings = 0;
  for (const WeightedTerm& term : wanted.terms) n_postings += term.list.size();
  const auto n_allowed =
      allowed.size() - static_cast<std::size_t>(std::count(allowed.begin(), allowed.end(), 0));
  if (n_allowed * wanted.terms.size() * kLookUpCost >= n_postings) {
    return best_by_words(wanted.terms, passages(allowed), wanted.steps, k);
  }
  // So few that it is quicker to look at each.
  std::vector<std::uint32_t> slots;
  for (std::uint32_t slot = 0; slot < allowed.size(); ++slot) {
    if (allowed[slot] != 0) slots.push_back(slot);
  }
  std::vector<float> scores(slots.size());
  score_of(query, slots, scores);
  std::vector<Scored> found;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (scores[i] > 0.0F) found.push_back({slots[i], scores[i]});
  }
  std::sort(found.begin(), found.end(), ranks_before);
  found.resize(std::min(found.size(), k));
  return found;
}

void InvertedIndex::score_of(std::span<const QueryTerm> query, std::span<const std::uint32_t> slots,
                             std::span<float> out) const {
  const Prepared wanted = prepared(query);
  const ScoredPassages all = passages({});
  std::vector<std::uint32_t> sums(slots.size());
  for (const WeightedTerm& term : wanted.terms) {
    PostingCursor cursor(term.list);
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const std::uint32_t n = cursor.count_at(slots[i]);
      if (n != 0) sums[i] += all.fine(term.weight, slots[i], n);
    }
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    out[i] = live_[slots[i]] != 0 ? wanted.steps.score(sums[i]) : 0.0F;
  }
}

float InvertedIndex::rarest() const noexcept { return bm25_idf(n_live_, 0); }

float InvertedIndex::inverse_frequency(std::uint32_t term) const { return idf(term, lists_[term]); }

std::uint32_t InvertedIndex::count(std::uint32_t term, std::uint32_t slot) const {
  const PostingList list = lists_[term];
  return PostingCursor(list).count_at(slot);
}

float InvertedIndex::term_score(const QueryTerm& wanted, std::uint32_t slot) const {
  const std::uint32_t n = live_[slot] == 0 ? 0 : count(wanted.term, slot);
  if (n == 0) return 0.0F;
  return static_cast<float>(wanted.count) * inverse_frequency(wanted.term) *
         bm25_weight(static_cast<float>(n), static_cast<float>(lengths_[slot]),
                     LengthNorm(mean_length()));
}

std::vector<std::uint32_t> InvertedIndex::slots_with_all(std::span<const std::uint32_t> terms,
                                                         std::size_t limit) const {
  std::vector<PostingCursor> cursors;
  cursors.reserve(terms.size());
  for (const std::uint32_t term : terms) cursors.emplace_back(lists_[term]);
  const auto rarest = std::min_element(
      cursors.begin(), cursors.end(),
      [](const auto& a, const auto& b) { return a.list().size() < b.list().size(); });
  std::vector<std::uint32_t> slots;
  if (rarest == cursors.end()) return slots;
  const PostingList list = rarest->list();
  PostingBlock block;
  for (std::size_t b = 0; b < list.n_blocks() && slots.size() < limit; ++b) {
    list.read(b, block);
    for (std::size_t i = 0; i < block.n && slots.size() < limit; ++i) {
      const std::uint32_t slot = block.slots[i];
      const auto holds = [slot](PostingCursor& cursor) { return cursor.count_at(slot) != 0; };
      if (live_[slot] != 0 && std::all_of(cursors.begin(), cursors.end(), holds)) {
        slots.push_back(slot);
      }
    }
  }
  return slots;
}

std::size_t InvertedIndex::live_count(std::uint32_t term, const PostingList& list) const {
  return list.size() - removed_.count(term, list, live_);
}

float InvertedIndex::idf(std::uint32_t term, const PostingList& list) const {
  const std::size_t with_term = live_count(term, list);
  return with_term == 0 ? 0.0F : bm25_idf(n_live_, with_term);
}

InvertedIndex::Prepared InvertedIndex::prepared(std::span<const QueryTerm> query) const {
  Prepared result{{}, ScoreSteps(0.0F)};
  float largest = 0.0F;
  for (const QueryTerm& wanted : query) {
    const PostingList list = lists_[wanted.term];
    const float weight = static_cast<float>(wanted.count) * idf(wanted.term, list);
    if (weight <= 0.0F) continue;
    largest += weight * kLargestWeight;
    result.terms.push_back({list, weight});
  }
  result.steps = ScoreSteps(largest);
  for (WeightedTerm& term : result.terms) term.weight *= result.steps.fine();
  return result;
}

ScoredPassages InvertedIndex::passages(std::span<const std::uint8_t> allowed) const noexcept {
  const float mean = mean_length();
  return {lengths_, live_, allowed, LengthNorm(mean), mean / top_mean_};
}

float InvertedIndex::mean_length() const noexcept {
  if (n_live_ == 0) return 1.0F;
  return static_cast<float>(static_cast<double>(std::max<std::uint64_t>(live_length_, 1)) /
                            static_cast<double>(n_live_));
}

std::size_t InvertedIndex::n_holding(std::uint32_t term) const {
  return live_count(term, lists_[term]);
}

}  // namespace findling::retrieval
