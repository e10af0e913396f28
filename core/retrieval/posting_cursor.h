// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "retrieval/posting_lists.h"

namespace findling::retrieval {

/// Walks a posting list forwards; blocks that are passed over are not read. The list must outlive
/// it unchanged.
class PostingCursor {
 public:
  explicit PostingCursor(const PostingList& list) noexcept : list_(list) {}

  const PostingList& list() const noexcept { return list_; }
  bool at_end() const noexcept { return block_ >= list_.n_blocks(); }

  /// Goes to the first block that reaches `slot`, without reading it.
  void skip_to(std::uint32_t slot) noexcept {
    if (at_end() || list_.last_slot(block_) >= slot) return;
    block_ = list_.find_block(block_ + 1, slot);
    at_ = 0;
  }

  /// No posting from here on has a smaller slot; 2^32 - 1 at the end.
  std::uint32_t first_possible() const noexcept {
    if (at_end()) return std::numeric_limits<std::uint32_t>::max();
    return block_ == 0 ? 0 : list_.last_slot(block_ - 1) + 1;
  }

  /// What the blocks hold that reach into a range of slots.
  struct Reach {
    std::uint8_t top = 0;  ///< Largest top of them.
    std::uint32_t last_slot =
        0;  ///< Up to here it is the largest; 2^32 - 1 at the end of the list.
  };
  /// Of the slots from where the cursor is to `last`.
  Reach reach(std::uint32_t last) const noexcept {
    Reach result;
    for (std::size_t b = block_; b < list_.n_blocks(); ++b) {
      if (b > block_ && list_.last_slot(b - 1) >= last) return result;
      result.top = std::max(result.top, list_.top(b));
      result.last_slot = list_.last_slot(b);
    }
    result.last_slot = std::numeric_limits<std::uint32_t>::max();
    return result;
  }

  /// How often the term is in the passage `slot`; slots must not descend from call to call.
  std::uint32_t count_at(std::uint32_t slot) noexcept {
    skip_to(slot);
    if (at_end()) return 0;
    load();
    at_ = find(slot);
    return decoded_.slots[at_] == slot ? decoded_.counts[at_] : 0;
  }

  /// Calls `fn(slots, counts, n)` for all postings with a slot from `begin` to before `end`, in
  /// runs of one block, and passes over them. `begin` must not be before any slot passed over so
  /// far.
  template <typename Fn>
  void read(std::uint32_t begin, std::uint32_t end, Fn&& fn) {
    skip_to(begin);
    while (!at_end() && first_possible() < end) {
      load();
      at_ = find(begin);
      const std::size_t stop = decoded_.slots[decoded_.n - 1] < end ? decoded_.n : find(end);
      if (stop > at_) fn(decoded_.slots.data() + at_, decoded_.counts.data() + at_, stop - at_);
      at_ = stop;
      if (stop < decoded_.n) return;
      ++block_;
      at_ = 0;
    }
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  void load() noexcept {
    if (decoded_block_ == block_) return;
    list_.read(block_, decoded_);
    decoded_block_ = block_;
  }

  /// The first posting of the block from at_ on with this slot or a later one; there is one. Halves
  /// what is left without a branch, as nobody could foretell it.
  std::size_t find(std::uint32_t slot) const noexcept {
    const std::uint32_t* first = decoded_.slots.data() + at_;
    for (std::size_t n = decoded_.n - at_; n > 1;) {
      const std::size_t half = n / 2;
      first += half * static_cast<std::size_t>(first[half - 1] < slot);
      n -= half;
    }
    return static_cast<std::size_t>(first - decoded_.slots.data());
  }

  PostingList list_;
  std::size_t block_ = 0;
  std::size_t at_ = 0;  // in the block
  std::size_t decoded_block_ = kNone;
  PostingBlock decoded_;
};

}  // namespace findling::retrieval
