// SPDX-License-Identifier: Apache-2.0
#include "retrieval/posting_lists.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace findling::retrieval {

namespace {

constexpr const char* kFirstBlocks = "words/first_blocks";
constexpr const char* kSizes = "words/sizes";
constexpr const char* kLastSlots = "words/last_slots";
constexpr const char* kStarts = "words/starts";
constexpr const char* kTops = "words/tops";
constexpr const char* kBytes = "words/postings";

/// Whether slots ascend from `first` to `last` and counts fit a posting.
bool is_sound(const PostingBlock& block, std::uint32_t first, std::uint32_t last) noexcept {
  bool sound = block.slots[0] >= first && block.slots[block.n - 1] == last;
  for (std::size_t i = 1; i < block.n; ++i) sound &= block.slots[i - 1] < block.slots[i];
  for (std::size_t i = 0; i < block.n; ++i) {
    sound &= block.counts[i] <= std::numeric_limits<std::uint16_t>::max();
  }
  return sound;
}

}  // namespace

void PostingBlocks::append(std::span<const Posting> postings, std::uint32_t first,
                           std::uint8_t top) {
  pack_block(postings, first, bytes);
  last_slots.push_back(postings.back().slot);
  starts.push_back(bytes.size() - kBlockPadding);
  tops.push_back(top);
}

std::uint8_t PostingList::top() const noexcept {
  std::uint8_t largest = open_top_;
  for (const std::uint8_t top : base_.tops) largest = std::max(largest, top);
  for (const std::uint8_t top : filled_.tops) largest = std::max(largest, top);
  return largest;
}

void PostingList::read(std::size_t b, PostingBlock& block) const noexcept {
  const std::uint32_t first = b == 0 ? 0 : last_slot(b - 1) + 1;
  if (b < base_.size()) {
    const std::size_t n = std::min(kBlockPostings, n_base_ - b * kBlockPostings);
    unpack_block(base_.bytes + base_.starts[b], n, first, block);
    return;
  }
  b -= base_.size();
  if (b < filled_.size()) {
    unpack_block(filled_.bytes + filled_.starts[b], kBlockPostings, first, block);
    return;
  }
  block.n = open_.size();
  for (std::size_t i = 0; i < open_.size(); ++i) {
    block.slots[i] = open_[i].slot;
    block.counts[i] = open_[i].count;
  }
}

std::size_t PostingList::find_block(std::size_t b, std::uint32_t slot) const noexcept {
  const std::size_t n = n_blocks();
  std::size_t step = 1;
  while (b + step <= n && last_slot(b + step - 1) < slot) {
    b += step;
    step *= 2;
  }
  // The wanted one is in [b, b + step - 1] now, or is n.
  std::size_t end = std::min(b + step - 1, n);
  while (b < end) {
    const std::size_t middle = b + (end - b) / 2;
    if (last_slot(middle) < slot) {
      b = middle + 1;
    } else {
      end = middle;
    }
  }
  return b;
}

void PostingLists::Builder::add(std::span<const Posting> postings) {
  PostingBlocks& blocks = kept_.blocks;
  std::uint32_t first = 0;
  for (std::size_t at = 0; at < postings.size(); at += kBlockPostings) {
    const auto block = postings.subspan(at, std::min(kBlockPostings, postings.size() - at));
    float largest = 0.0F;
    for (const Posting& posting : block) {
      const auto length = static_cast<float>(lengths_[posting.slot]);
      largest = std::max(largest, bm25_weight(posting.count, length, norm_));
    }
    blocks.append(block, first, top_of(largest));
    first = blocks.last_slots.back() + 1;
  }
  if (blocks.last_slots.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("[retriever] too many postings for one index");
  }
  kept_.first_blocks.push_back(static_cast<std::uint32_t>(blocks.last_slots.size()));
  kept_.sizes.push_back(static_cast<std::uint32_t>(postings.size()));
}

PostingLists::PostingLists(Builder&& builder) {
  const auto kept = std::make_shared<const Builder::Kept>(std::move(builder.kept_));
  first_blocks_ = kept->first_blocks;
  sizes_ = kept->sizes;
  last_slots_ = kept->blocks.last_slots;
  starts_ = kept->blocks.starts;
  tops_ = kept->blocks.tops;
  bytes_ = kept->blocks.bytes;
  owner_ = kept;
}

PostingList PostingLists::operator[](std::uint32_t term) const noexcept {
  PostingList list;
  if (term < sizes_.size()) {
    const std::size_t begin = first_blocks_[term];
    const std::size_t n = first_blocks_[term + 1] - begin;
    list.base_ = {last_slots_.subspan(begin, n), starts_.subspan(begin, n + 1),
                  tops_.subspan(begin, n), bytes_.data()};
    list.n_base_ = sizes_[term];
  }
  list.n_postings_ = list.n_base_;
  if (term < added_.size()) {
    const Added& added = added_[term];
    if (added.filled) {
      list.filled_ = {added.filled->last_slots, added.filled->starts, added.filled->tops,
                      added.filled->bytes.data()};
    }
    list.open_ = added.open;
    list.open_top_ = added.open_top;
    list.n_postings_ += list.filled_.size() * kBlockPostings + added.open.size();
  }
  return list;
}

void PostingLists::append(std::uint32_t term, Posting posting, std::uint8_t top) {
  Added& added = added_[term];
  added.open.push_back(posting);
  added.open_top = std::max(added.open_top, top);
  if (added.open.size() < kBlockPostings) return;
  const PostingList list = (*this)[term];
  const std::size_t n_before = list.n_blocks() - 1;
  const std::uint32_t first = n_before == 0 ? 0 : list.last_slot(n_before - 1) + 1;
  if (!added.filled) added.filled = std::make_unique<PostingBlocks>();
  added.filled->append(added.open, first, added.open_top);
  added.open.clear();
  added.open_top = 0;
}

void PostingLists::save(io::ContainerWriter& writer, Builder builder) const {
  if (added_.empty()) {
    writer.add(kFirstBlocks, first_blocks_);
    writer.add(kSizes, sizes_);
    writer.add(kLastSlots, last_slots_);
    writer.add(kStarts, starts_);
    writer.add(kTops, tops_);
    writer.add(kBytes, bytes_);
    return;
  }
  PostingBlock block;
  std::vector<Posting> postings;
  for (std::uint32_t term = 0; term < n_terms(); ++term) {
    const PostingList list = (*this)[term];
    postings.clear();
    for (std::size_t b = 0; b < list.n_blocks(); ++b) {
      list.read(b, block);
      for (std::size_t i = 0; i < block.n; ++i) {
        postings.push_back({block.slots[i], static_cast<std::uint16_t>(block.counts[i])});
      }
    }
    builder.add(postings);
  }
  Builder::Kept& all = builder.kept_;
  writer.add_owned(kFirstBlocks, std::move(all.first_blocks));
  writer.add_owned(kSizes, std::move(all.sizes));
  writer.add_owned(kLastSlots, std::move(all.blocks.last_slots));
  writer.add_owned(kStarts, std::move(all.blocks.starts));
  writer.add_owned(kTops, std::move(all.blocks.tops));
  writer.add_owned(kBytes, std::move(all.blocks.bytes));
}

PostingLists PostingLists::load(const std::shared_ptr<const io::ContainerReader>& reader,
                                std::size_t n_terms, std::size_t n_slots) {
  PostingLists lists;
  lists.owner_ = reader;
  lists.first_blocks_ = reader->array<std::uint32_t>(kFirstBlocks);
  lists.sizes_ = reader->array<std::uint32_t>(kSizes);
  lists.last_slots_ = reader->array<std::uint32_t>(kLastSlots);
  lists.starts_ = reader->array<std::uint64_t>(kStarts);
  lists.tops_ = reader->array<std::uint8_t>(kTops);
  lists.bytes_ = reader->array<std::uint8_t>(kBytes);
  if (lists.sizes_.size() > n_terms) reader->fail("the word index has too many terms");
  if (!lists.is_sound(n_slots)) reader->fail("the word index is inconsistent");
  return lists;
}

bool PostingLists::is_sound(std::size_t n_slots) const {
  const std::size_t n_blocks = last_slots_.size();
  if (sizes_.empty() && first_blocks_.empty()) return n_blocks == 0;
  if (first_blocks_.size() != sizes_.size() + 1 || starts_.size() != n_blocks + 1 ||
      tops_.size() != n_blocks || first_blocks_.front() != 0 || starts_.front() != 0) {
    return false;
  }
  PostingBlock block;
  std::size_t b = 0;
  for (std::size_t term = 0; term < sizes_.size(); ++term) {
    std::uint32_t first = 0;
    for (std::size_t left = sizes_[term]; left > 0; ++b) {
      if (b >= n_blocks) return false;
      const std::size_t n = std::min(kBlockPostings, left);
      const auto rest = bytes_.subspan(std::min<std::size_t>(starts_[b], bytes_.size()));
      const std::size_t size = packed_bytes(rest, n);
      if (size == 0 || starts_[b + 1] != starts_[b] + size) return false;
      unpack_block(rest.data(), n, first, block);
      if (!retrieval::is_sound(block, first, last_slots_[b]) || last_slots_[b] >= n_slots) {
        return false;
      }
      first = last_slots_[b] + 1;
      left -= n;
    }
    if (first_blocks_[term + 1] != b) return false;
  }
  return b == n_blocks;
}

}  // namespace findling::retrieval
