// SPDX-License-Identifier: Apache-2.0
#include "retrieval/inverted_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace findling::retrieval {

namespace {

constexpr const char* kOffsets = "words/offsets";
constexpr const char* kSlots = "words/slots";
constexpr const char* kCounts = "words/counts";
constexpr const char* kLengths = "words/lengths";
constexpr const char* kLive = "words/live";
constexpr std::uint32_t kLargestCount = std::numeric_limits<std::uint16_t>::max();

struct Lists {
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> slots;
  std::vector<std::uint16_t> counts;
};

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

/// The part of BM25 that depends on the passage's length is `base + by_length * length`.
struct LengthNorm {
  float base;
  float by_length;
};

float bm25_weight(float count, float length, LengthNorm norm) noexcept {
  return count * (InvertedIndex::kSaturation + 1.0F) /
         (count + norm.base + norm.by_length * length);
}

LengthNorm norm_for(float mean_length) noexcept {
  return {InvertedIndex::kSaturation * (1.0F - InvertedIndex::kLengthShare),
          InvertedIndex::kSaturation * InvertedIndex::kLengthShare / mean_length};
}

float robust_idf(std::size_t n_passages, std::size_t with_term) noexcept {
  const auto n = static_cast<double>(n_passages);
  const auto df = static_cast<double>(with_term);
  return static_cast<float>(std::log(1.0 + (n - df + 0.5) / (df + 0.5)));
}

}  // namespace

void InvertedIndex::append(const sparse::RaggedView& passages, std::size_t n_terms) {
  if (n_slots() == 0) {
    build(passages, n_terms);
  } else {
    extend(passages, n_terms);
  }
  std::vector<std::uint32_t> lengths(passages.size());
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    lengths[i] = static_cast<std::uint32_t>(passages[i].size());
    live_length_ += lengths[i];
  }
  lengths_.append(std::move(lengths));
  live_.resize(live_.size() + passages.size(), 1);
  n_live_ += passages.size();
}

void InvertedIndex::build(const sparse::RaggedView& passages, std::size_t n_terms) {
  TermCounter counter(n_terms);
  auto lists = std::make_shared<Lists>();
  lists->offsets.assign(n_terms + 1, 0);
  for (std::size_t i = 0; i < passages.size(); ++i) {
    counter.count(passages[i],
                  [&](std::uint32_t term, std::uint16_t) { ++lists->offsets[term + 1]; });
  }
  for (std::size_t t = 0; t < n_terms; ++t) lists->offsets[t + 1] += lists->offsets[t];
  lists->slots.resize(static_cast<std::size_t>(lists->offsets.back()));
  lists->counts.resize(lists->slots.size());
  std::vector<std::uint64_t> next = lists->offsets;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    counter.count(passages[i], [&](std::uint32_t term, std::uint16_t count) {
      const auto at = static_cast<std::size_t>(next[term]++);
      lists->slots[at] = static_cast<std::uint32_t>(i);
      lists->counts[at] = count;
    });
  }
  offsets_ = lists->offsets;
  slots_ = lists->slots;
  counts_ = lists->counts;
  owner_ = std::move(lists);
}

void InvertedIndex::extend(const sparse::RaggedView& passages, std::size_t n_terms) {
  if (tail_.size() < n_terms) tail_.resize(n_terms);
  TermCounter counter(n_terms);
  for (std::size_t i = 0; i < passages.size(); ++i) {
    const auto slot = static_cast<std::uint32_t>(n_slots() + i);
    counter.count(passages[i], [&](std::uint32_t term, std::uint16_t count) {
      tail_[term].push_back({slot, count});
    });
  }
}

bool InvertedIndex::remove(std::uint32_t slot) noexcept {
  if (live_[slot] == 0) return false;
  live_[slot] = 0;
  --n_live_;
  live_length_ -= lengths_[slot];
  return true;
}

std::size_t InvertedIndex::score(std::span<const QueryTerm> query,
                                 std::span<float> scores) const noexcept {
  const LengthNorm norm = norm_for(mean_length());
  std::size_t n_found = 0;
  for (const QueryTerm& wanted : query) {
    const float weight = static_cast<float>(wanted.count) * inverse_frequency(wanted.term);
    if (weight <= 0.0F) continue;
    ++n_found;
    const auto add = [&](std::uint32_t slot, std::uint16_t count) {
      scores[slot] += weight * static_cast<float>(live_[slot]) *
                      bm25_weight(count, static_cast<float>(lengths_[slot]), norm);
    };
    const List list = base_list(wanted.term);
    for (std::size_t i = 0; i < list.slots.size(); ++i) add(list.slots[i], list.counts[i]);
    for (const Posting& posting : tail_list(wanted.term)) add(posting.slot, posting.count);
  }
  return n_found;
}

std::vector<Scored> InvertedIndex::best(std::span<const QueryTerm> query, std::size_t k,
                                        std::span<const std::uint8_t> allowed) const {
  std::vector<float> scores(n_slots());
  score(query, scores);
  std::vector<std::uint8_t> findable(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    findable[i] = scores[i] > 0.0F && (allowed.empty() || allowed[i] != 0) ? 1 : 0;
  }
  return select_best(scores, findable, k);
}

void InvertedIndex::score_of(std::span<const QueryTerm> query, std::span<const std::uint32_t> slots,
                             std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  for (const QueryTerm& wanted : query) {
    for (std::size_t i = 0; i < slots.size(); ++i) out[i] += term_score(wanted, slots[i]);
  }
}

float InvertedIndex::rarest() const noexcept { return robust_idf(n_live_, 0); }

float InvertedIndex::inverse_frequency(std::uint32_t term) const noexcept {
  const std::size_t with_term = live_count(term);
  return with_term == 0 ? 0.0F : robust_idf(n_live_, with_term);
}

std::uint32_t InvertedIndex::count(std::uint32_t term, std::uint32_t slot) const noexcept {
  const List list = base_list(term);
  const auto at = std::lower_bound(list.slots.begin(), list.slots.end(), slot);
  if (at != list.slots.end() && *at == slot) {
    return list.counts[static_cast<std::size_t>(at - list.slots.begin())];
  }
  const auto tail = tail_list(term);
  const auto in_tail = std::lower_bound(
      tail.begin(), tail.end(), slot,
      [](const Posting& posting, std::uint32_t wanted) { return posting.slot < wanted; });
  return in_tail != tail.end() && in_tail->slot == slot ? in_tail->count : 0;
}

float InvertedIndex::term_score(const QueryTerm& wanted, std::uint32_t slot) const noexcept {
  const std::uint32_t n = live_[slot] == 0 ? 0 : count(wanted.term, slot);
  if (n == 0) return 0.0F;
  const float weight = static_cast<float>(wanted.count) * inverse_frequency(wanted.term);
  return weight * bm25_weight(static_cast<float>(n), static_cast<float>(lengths_[slot]),
                              norm_for(mean_length()));
}

std::vector<std::uint32_t> InvertedIndex::slots_with_all(std::span<const std::uint32_t> terms,
                                                         std::size_t limit) const {
  std::vector<std::uint32_t> slots;
  const auto holds_all = [&](std::uint32_t slot) {
    return live_[slot] != 0 && std::all_of(terms.begin(), terms.end(), [&](std::uint32_t term) {
             return count(term, slot) != 0;
           });
  };
  for (std::uint32_t slot = 0; !terms.empty() && slot < n_slots() && slots.size() < limit; ++slot) {
    if (holds_all(slot)) slots.push_back(slot);
  }
  return slots;
}

float InvertedIndex::mean_length() const noexcept {
  if (n_live_ == 0) return 1.0F;
  return static_cast<float>(static_cast<double>(std::max<std::uint64_t>(live_length_, 1)) /
                            static_cast<double>(n_live_));
}

InvertedIndex::List InvertedIndex::base_list(std::uint32_t term) const noexcept {
  if (std::size_t{term} + 1 >= offsets_.size()) return {};
  const auto begin = static_cast<std::size_t>(offsets_[term]);
  const auto n = static_cast<std::size_t>(offsets_[term + 1]) - begin;
  return {slots_.subspan(begin, n), counts_.subspan(begin, n)};
}

std::span<const InvertedIndex::Posting> InvertedIndex::tail_list(
    std::uint32_t term) const noexcept {
  if (term >= tail_.size()) return {};
  return tail_[term];
}

std::size_t InvertedIndex::live_count(std::uint32_t term) const noexcept {
  const List list = base_list(term);
  const auto tail = tail_list(term);
  if (n_live_ == live_.size()) return list.slots.size() + tail.size();
  std::size_t n = 0;
  for (const std::uint32_t slot : list.slots) n += live_[slot];
  for (const Posting& posting : tail) n += live_[posting.slot];
  return n;
}

void InvertedIndex::save(io::ContainerWriter& writer) const {
  lengths_.save(writer, kLengths);
  writer.add(kLive, std::span<const std::uint8_t>(live_));
  if (tail_.empty()) {
    writer.add(kOffsets, offsets_);
    writer.add(kSlots, slots_);
    writer.add(kCounts, counts_);
    return;
  }
  // Slots of the tail are larger than those of the fixed part, so joined lists stay ascending.
  const std::size_t n_terms = std::max(tail_.size(), offsets_.empty() ? 0 : offsets_.size() - 1);
  Lists all;
  all.offsets.push_back(0);
  for (std::uint32_t term = 0; term < n_terms; ++term) {
    const List list = base_list(term);
    all.slots.insert(all.slots.end(), list.slots.begin(), list.slots.end());
    all.counts.insert(all.counts.end(), list.counts.begin(), list.counts.end());
    for (const Posting& posting : tail_list(term)) {
      all.slots.push_back(posting.slot);
      all.counts.push_back(posting.count);
    }
    all.offsets.push_back(all.slots.size());
  }
  writer.add_owned(kOffsets, std::move(all.offsets));
  writer.add_owned(kSlots, std::move(all.slots));
  writer.add_owned(kCounts, std::move(all.counts));
}

InvertedIndex InvertedIndex::load(const std::shared_ptr<const io::ContainerReader>& reader,
                                  std::size_t n_terms) {
  InvertedIndex index;
  index.owner_ = reader;
  index.offsets_ = reader->array<std::uint64_t>(kOffsets);
  index.slots_ = reader->array<std::uint32_t>(kSlots);
  index.counts_ = reader->array<std::uint16_t>(kCounts);
  const auto live = reader->array<std::uint8_t>(kLive);
  index.live_.assign(live.begin(), live.end());
  index.lengths_ = GrowingRows<std::uint32_t>::load(reader, kLengths, live.size(), 1);
  if (index.offsets_.size() > n_terms + 1) reader->fail("the word index has too many terms");
  index.check(*reader);
  for (std::size_t slot = 0; slot < live.size(); ++slot) {
    if (live[slot] == 0) continue;
    ++index.n_live_;
    index.live_length_ += index.lengths_[slot];
  }
  return index;
}

void InvertedIndex::check(const io::ContainerReader& reader) const {
  const bool has_lists = !offsets_.empty();
  const bool offsets_fit = has_lists ? offsets_.front() == 0 && offsets_.back() == slots_.size() &&
                                           std::is_sorted(offsets_.begin(), offsets_.end())
                                     : slots_.empty();
  const bool slots_fit =
      slots_.size() == counts_.size() &&
      std::all_of(slots_.begin(), slots_.end(), [this](auto slot) { return slot < n_slots(); });
  const bool live_fits =
      std::all_of(live_.begin(), live_.end(), [](std::uint8_t live) { return live <= 1; });
  if (!offsets_fit || !slots_fit || !live_fits) reader.fail("the word index is inconsistent");
}

}  // namespace findling::retrieval
