// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "io/container.h"
#include "retrieval/bm25.h"
#include "retrieval/posting_block.h"

namespace findling::retrieval {

/// Packed blocks one after the other, and what can be known of one without reading it.
struct PostingBlocks {
  std::vector<std::uint32_t> last_slots;  ///< [blocks]
  std::vector<std::uint64_t> starts{0};   ///< [blocks + 1], into `bytes`
  std::vector<std::uint8_t> tops;         ///< [blocks], see `top_of`
  std::vector<std::uint8_t> bytes;        ///< with kBlockPadding at the end

  void append(std::span<const Posting> postings, std::uint32_t first, std::uint8_t top);
};

/// Where blocks of one list lie.
struct PostingBlocksView {
  std::span<const std::uint32_t> last_slots;
  std::span<const std::uint64_t> starts;  // [blocks + 1]
  std::span<const std::uint8_t> tops;
  const std::uint8_t* bytes = nullptr;

  std::size_t size() const noexcept { return last_slots.size(); }
};

/// The postings of one term, by ascending slot, in blocks: those of the fixed part, those filled
/// since, and one that is still open. Valid until the lists are changed.
class PostingList {
 public:
  std::size_t size() const noexcept { return n_postings_; }
  std::size_t n_blocks() const noexcept {
    return base_.size() + filled_.size() + (open_.empty() ? 0 : 1);
  }

  std::uint32_t last_slot(std::size_t b) const noexcept {
    if (b < base_.size()) return base_.last_slots[b];
    b -= base_.size();
    return b < filled_.size() ? filled_.last_slots[b] : open_.back().slot;
  }
  /// No posting of the block has a weight above `top_weight` of this.
  std::uint8_t top(std::size_t b) const noexcept {
    if (b < base_.size()) return base_.tops[b];
    b -= base_.size();
    return b < filled_.size() ? filled_.tops[b] : open_top_;
  }
  /// The largest top of all blocks.
  std::uint8_t top() const noexcept;

  void read(std::size_t b, PostingBlock& block) const noexcept;

  /// The first block from `b` on whose last slot is `slot` or behind; `n_blocks()` when none is.
  /// Cost: the logarithm of the distance.
  std::size_t find_block(std::size_t b, std::uint32_t slot) const noexcept;

 private:
  friend class PostingLists;

  PostingBlocksView base_;
  PostingBlocksView filled_;
  std::span<const Posting> open_;
  std::uint8_t open_top_ = 0;
  std::size_t n_base_ = 0;  // postings in base_
  std::size_t n_postings_ = 0;
};

/// The posting lists of all terms: a fixed part, which may lie in a mapped file, and what was added
/// since. Reading is safe from many threads while nobody adds.
class PostingLists {
 public:
  /// Collects the fixed part, term after term.
  class Builder {
   public:
    /// Tops are made from the lengths of passages [n_slots], which must outlive it, and `norm`.
    Builder(std::span<const std::uint32_t> lengths, LengthNorm norm)
        : lengths_(lengths), norm_(norm) {}

    /// The next term's postings, by ascending slot.
    void add(std::span<const Posting> postings);

   private:
    friend class PostingLists;
    struct Kept {
      std::vector<std::uint32_t> first_blocks{0};
      std::vector<std::uint32_t> sizes;
      PostingBlocks blocks;
    };
    std::span<const std::uint32_t> lengths_;
    LengthNorm norm_;
    Kept kept_;
  };

  PostingLists() = default;
  explicit PostingLists(Builder&& builder);

  /// Whether something was added to the fixed part.
  bool has_added() const noexcept { return !added_.empty(); }
  /// Terms from here on have no postings.
  std::size_t n_terms() const noexcept { return std::max(sizes_.size(), added_.size()); }
  PostingList operator[](std::uint32_t term) const noexcept;

  /// Makes room for terms below `n_terms`.
  void grow(std::size_t n_terms) {
    if (added_.size() < n_terms) added_.resize(n_terms);
  }
  /// Adds a posting behind all others of a term; there must be room for the term.
  void append(std::uint32_t term, Posting posting, std::uint8_t top);

  /// Writes the postings' sections; a list with added postings is packed anew by `builder`, which
  /// must be empty.
  void save(io::ContainerWriter& writer, Builder builder) const;

  /// Throws `base::FormatError` unless every block can be read and every slot is below `n_slots`.
  /// Cost: every block is read once.
  static PostingLists load(const std::shared_ptr<const io::ContainerReader>& reader,
                           std::size_t n_terms, std::size_t n_slots);

 private:
  // What was added to one term.
  struct Added {
    std::unique_ptr<PostingBlocks> filled;  // full blocks; null before the first
    std::vector<Posting> open;              // fewer than a block
    std::uint8_t open_top = 0;
  };

  bool is_sound(std::size_t n_slots) const;

  // The fixed part: the blocks of term t are [first_blocks[t], first_blocks[t + 1]).
  std::shared_ptr<const void> owner_;
  std::span<const std::uint32_t> first_blocks_;
  std::span<const std::uint32_t> sizes_;  // postings by term
  std::span<const std::uint32_t> last_slots_;
  std::span<const std::uint64_t> starts_;
  std::span<const std::uint8_t> tops_;
  std::span<const std::uint8_t> bytes_;

  std::vector<Added> added_;  // by term
};

}  // namespace findling::retrieval
