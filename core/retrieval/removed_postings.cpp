// SPDX-License-Identifier: Apache-2.0
#include "retrieval/removed_postings.h"

#include <algorithm>

#include "retrieval/posting_cursor.h"

namespace findling::retrieval {

namespace {

std::uint64_t count_all(const PostingList& list, std::span<const std::uint8_t> live) {
  std::uint64_t n = 0;
  PostingBlock block;
  for (std::size_t b = 0; b < list.n_blocks(); ++b) {
    list.read(b, block);
    for (std::size_t i = 0; i < block.n; ++i) n += live[block.slots[i]] == 0 ? 1 : 0;
  }
  return n;
}

std::uint64_t count_some(const PostingList& list, std::vector<std::uint32_t> slots) {
  std::sort(slots.begin(), slots.end());
  PostingCursor cursor(list);
  std::uint64_t n = 0;
  for (const std::uint32_t slot : slots) n += cursor.count_at(slot) != 0 ? 1 : 0;
  return n;
}

}  // namespace

void RemovedPostings::grow(std::size_t n_terms) {
  if (n_terms <= n_known_) return;
  auto known = std::make_unique<std::atomic<std::uint64_t>[]>(n_terms);
  for (std::size_t term = 0; term < n_known_; ++term) known[term] = known_[term].load();
  known_ = std::move(known);
  n_known_ = n_terms;
}

std::size_t RemovedPostings::count(std::uint32_t term, const PostingList& list,
                                   std::span<const std::uint8_t> live) const {
  if (slots_.empty()) return 0;
  const std::uint64_t known = term < n_known_ ? known_[term].load(std::memory_order_relaxed) : 0;
  const auto n_seen = static_cast<std::size_t>(known >> 32U);
  const auto news = std::span(slots_).subspan(n_seen);
  std::uint64_t n = known & 0xFFFF'FFFFU;
  if (news.empty()) return static_cast<std::size_t>(n);
  if (news.size() < list.n_blocks()) {
    n += count_some(list, {news.begin(), news.end()});
  } else {
    n = count_all(list, live);
  }
  // Threads that come here together find the same.
  if (term < n_known_) {
    known_[term].store(std::uint64_t{slots_.size()} << 32U | n, std::memory_order_relaxed);
  }
  return static_cast<std::size_t>(n);
}

}  // namespace findling::retrieval
