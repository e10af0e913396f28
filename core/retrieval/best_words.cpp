// SPDX-License-Identifier: Apache-2.0
#include "retrieval/best_words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "retrieval/posting_cursor.h"

namespace findling::retrieval {

namespace {

// Sums of a window stay in the first cache.
constexpr std::uint32_t kWindow = 4096;
constexpr std::uint32_t kGroup = 64;  // slots of a window that are looked at together
// How many postings are added up in the time in which one is looked up.
constexpr std::size_t kLookUpCost = 12;
constexpr std::uint32_t kEnd = std::numeric_limits<std::uint32_t>::max();

struct Term {
  Term(const WeightedTerm& term, std::uint64_t largest)
      : cursor(term.list), weight(term.weight), bound(largest) {}

  PostingCursor cursor;
  float weight;
  std::uint64_t bound;     // no posting of the list adds more
  std::uint64_t here = 0;  // no posting of the window adds more
};

/// A heap of the best so far, the worst of them on top.
class Best {
 public:
  explicit Best(std::size_t k) : k_(k) {}

  /// Sums of fine steps up to this cannot come in any more: what is found later has later slots.
  std::uint32_t limit() const noexcept { return limit_; }

  void offer(std::uint32_t slot, std::uint32_t sum) {
    heap_.push_back({slot, sum});
    std::push_heap(heap_.begin(), heap_.end(), before);
    if (heap_.size() > k_) {
      std::pop_heap(heap_.begin(), heap_.end(), before);
      heap_.pop_back();
    }
    if (heap_.size() == k_) {
      limit_ = ScoreSteps::to_fine(ScoreSteps::to_steps(heap_.front().sum));
    }
  }

  std::vector<Scored> sorted(const ScoreSteps& steps) {
    std::sort_heap(heap_.begin(), heap_.end(), before);
    std::vector<Scored> result;
    result.reserve(heap_.size());
    for (const Found& found : heap_) result.push_back({found.slot, steps.score(found.sum)});
    return result;
  }

 private:
  struct Found {
    std::uint32_t slot;
    std::uint32_t sum;
  };
  static bool before(const Found& a, const Found& b) noexcept {
    const auto [x, y] = std::pair(ScoreSteps::to_steps(a.sum), ScoreSteps::to_steps(b.sum));
    return x > y || (x == y && a.slot < b.slot);
  }

  std::size_t k_;
  std::vector<Found> heap_;
  std::uint32_t limit_ = 0;
};

class Search {
 public:
  Search(std::span<const WeightedTerm> terms, const ScoredPassages& passages, std::size_t k)
      : passages_(passages), n_slots_(static_cast<std::uint32_t>(passages.live.size())), best_(k) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (const WeightedTerm& term : terms) {
      order.emplace_back(bound(term.weight, term.list.top()), order.size());
    }
    std::sort(order.begin(), order.end());
    terms_.reserve(terms.size());
    for (const auto& [bound, i] : order) {
      terms_.emplace_back(terms[i], bound);
    }
  }

  Best& run() {
    std::uint32_t begin = 0;
    while ((begin = next_possible(begin)) < n_slots_) begin = search_window(begin);
    return best_;
  }

 private:
  std::uint64_t bound(float weight, std::uint8_t top) const noexcept {
    return fine_steps(weight, bound_at_mean(top_weight(top), passages_.mean_ratio));
  }

  /// The first slot from `begin` on that may hold a hit, as far as whole lists can tell: one of a
  /// term that is not among those that together stay below the limit. kEnd when there is none.
  std::uint32_t next_possible(std::uint32_t begin) {
    std::uint64_t sum = 0;
    std::uint32_t first = kEnd;
    for (Term& term : terms_) {
      sum += term.bound;
      if (sum <= best_.limit()) continue;
      term.cursor.skip_to(begin);
      first = std::min(first, std::max(begin, term.cursor.first_possible()));
    }
    return first;
  }

  /// Finds what is in the slots from `begin` on; returns where to go on.
  std::uint32_t search_window(std::uint32_t begin) {
    const std::uint32_t end = begin + std::min(kWindow, n_slots_ - begin);
    here_.clear();
    std::uint64_t sum = 0;
    std::uint32_t known_to = kEnd;
    for (Term& term : terms_) {
      term.cursor.skip_to(begin);
      const PostingCursor::Reach reach = term.cursor.reach(end - 1);
      known_to = std::min(known_to, reach.last_slot);
      if (reach.top == 0) continue;
      term.here = bound(term.weight, reach.top);
      sum += term.here;
      here_.push_back(&term);
    }
    if (sum <= best_.limit()) return known_to == kEnd ? kEnd : known_to + 1;
    std::sort(here_.begin(), here_.end(),
              [](const Term* a, const Term* b) { return a->here < b->here; });
    set_aside_ = 0;
    for (std::uint64_t low = here_[0]->here; low <= best_.limit(); low += here_[set_aside_]->here) {
      ++set_aside_;
    }
    add_up(begin, end);
    offer_window(begin, end);
    return end;
  }

  /// Adds the postings of the terms that were not set aside to the sums of the window; then those
  /// of terms that were, the most telling first, as long as that costs less than looking them up.
  void add_up(std::uint32_t begin, std::uint32_t end) {
    std::size_t n_added = 0;
    for (std::size_t t = here_.size(); t-- > set_aside_;) n_added += add_up(*here_[t], begin, end);
    for (; set_aside_ > 0; --set_aside_) {
      Term& term = *here_[set_aside_ - 1];
      const std::uint64_t expected =
          std::uint64_t{term.cursor.list().size()} * (end - begin) / n_slots_;
      if (expected > n_added * kLookUpCost) return;
      add_up(term, begin, end);
    }
  }

  /// Returns how many postings were added.
  std::size_t add_up(Term& term, std::uint32_t begin, std::uint32_t end) {
    std::array<std::uint32_t, kBlockPostings> added;
    std::size_t n_added = 0;
    term.cursor.read(begin, end,
                     [&](const std::uint32_t* slots, const std::uint32_t* counts, std::size_t n) {
                       for (std::size_t i = 0; i < n; ++i) {
                         added[i] = passages_.fine(term.weight, slots[i], counts[i]);
                       }
                       for (std::size_t i = 0; i < n; ++i) {
                         const std::uint32_t at = slots[i] - begin;
                         sums_[at] += added[i];
                         touched_[at / kGroup] = 1;
                       }
                       n_added += n;
                     });
    return n_added;
  }

  /// Offers what was added up, and leaves the window empty.
  void offer_window(std::uint32_t begin, std::uint32_t end) {
    std::uint64_t aside = 0;
    for (std::size_t t = 0; t < set_aside_; ++t) aside += here_[t]->here;
    const std::uint32_t n_groups = (end - begin + kGroup - 1) / kGroup;
    for (std::uint32_t group = 0; group < n_groups; ++group) {
      if (touched_[group] == 0) continue;
      touched_[group] = 0;
      offer_group(begin + group * kGroup,
                  std::span(sums_).subspan(std::size_t{group} * kGroup).first<kGroup>(), aside);
    }
  }

  /// The same for slots from `begin` on that lie together. Most often none of them can make it,
  /// which is found out without a branch.
  void offer_group(std::uint32_t begin, std::span<std::uint32_t, kGroup> sums,
                   std::uint64_t aside) {
    // Below 2^31, as sums are: the difference is negative where a sum is larger.
    const auto needed =
        static_cast<std::int32_t>(best_.limit() - std::min<std::uint64_t>(aside, best_.limit()));
    std::array<std::int32_t, kGroup> local;
    std::int32_t any = 0;
    for (std::uint32_t i = 0; i < kGroup; ++i) {
      local[i] = static_cast<std::int32_t>(sums[i]);
      any |= needed - local[i];
      sums[i] = 0;
    }
    if (any >= 0) return;
    for (std::uint32_t i = 0; i < kGroup; ++i) {
      if (local[i] > needed) offer(begin + i, static_cast<std::uint32_t>(local[i]), aside);
    }
  }

  /// Adds what the terms that were set aside say, as long as that can still matter.
  void offer(std::uint32_t slot, std::uint32_t sum, std::uint64_t aside) {
    if (!passages_.findable(slot)) return;
    for (std::size_t t = set_aside_; t-- > 0;) {
      if (sum + aside <= best_.limit()) return;
      aside -= here_[t]->here;
      const std::uint32_t count = here_[t]->cursor.count_at(slot);
      if (count != 0) sum += passages_.fine(here_[t]->weight, slot, count);
    }
    if (sum > best_.limit()) best_.offer(slot, sum);
  }

  const ScoredPassages& passages_;
  const std::uint32_t n_slots_;
  Best best_;
  std::vector<Term> terms_;    // by ascending bound
  std::vector<Term*> here_;    // those in the window, by ascending bound there
  std::size_t set_aside_ = 0;  // so many of here_
  std::array<std::uint32_t, kWindow> sums_{};
  std::array<std::uint8_t, kWindow / kGroup> touched_{};
};

}  // namespace

std::vector<Scored> best_by_words(std::span<const WeightedTerm> terms,
                                  const ScoredPassages& passages, const ScoreSteps& steps,
                                  std::size_t k) {
  if (k == 0 || terms.empty()) return {};
  return Search(terms, passages, k).run().sorted(steps);
}

}  // namespace findling::retrieval
