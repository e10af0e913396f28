// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "retrieval/posting_lists.h"

namespace findling::retrieval {

/// How many postings of a term are of removed passages.
///
/// Nobody knows a passage's terms, so a removal is only noted; the first question about a term
/// looks for the passages that were removed since the last one. Cost of a question: none without
/// news; otherwise the news times the logarithm of the list, and never more than the whole list.
/// Questions may come from many threads while nobody changes anything.
class RemovedPostings {
 public:
  /// Notes a passage, which must not have been noted before.
  void add(std::uint32_t slot) { slots_.push_back(slot); }

  /// Makes room for terms below `n_terms`.
  void grow(std::size_t n_terms);

  /// `term` has the postings `list`; `live` [n_slots] is 0 for every passage that was noted. Terms
  /// for which there is no room are looked for anew each time.
  std::size_t count(std::uint32_t term, const PostingList& list,
                    std::span<const std::uint8_t> live) const;

 private:
  std::vector<std::uint32_t> slots_;  // by time
  // Per term: how many of slots_ were looked for, in the upper half, and how many were found.
  mutable std::unique_ptr<std::atomic<std::uint64_t>[]> known_;
  std::size_t n_known_ = 0;
};

}  // namespace findling::retrieval
