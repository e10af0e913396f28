// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "retrieval/inverted_index.h"

namespace findling::retrieval {

namespace {

constexpr const char* kLengths = "words/lengths";
constexpr const char* kLive = "words/live";
constexpr const char* kTopMean = "words/top_mean";

// Version 1 had postings that were not packed.
constexpr const char* kOldOffsets = "words/offsets";
constexpr const char* kOldSlots = "words/slots";
constexpr const char* kOldCounts = "words/counts";

bool ascends(std::span<const std::uint32_t> slots) {
  return std::adjacent_find(slots.begin(), slots.end(), std::greater_equal<>()) == slots.end();
}

}  // namespace

void InvertedIndex::save(io::ContainerWriter& writer) const {
  writer.add(kLengths, std::span<const std::uint32_t>(lengths_), {lengths_.size(), 1});
  writer.add(kLive, std::span<const std::uint8_t>(live_));
  // Where everything is packed anew, tops are made for what the library is like today.
  const float top_mean = lists_.has_added() ? mean_length() : top_mean_;
  writer.add_owned(kTopMean, std::vector<float>{top_mean});
  lists_.save(writer, PostingLists::Builder(lengths_, LengthNorm(top_mean)));
}

InvertedIndex InvertedIndex::load(const std::shared_ptr<const io::ContainerReader>& reader,
                                  std::size_t n_terms) {
  InvertedIndex index;
  index.load_passages(*reader);
  index.removed_.grow(n_terms);
  if (reader->has(kOldOffsets)) {
    index.load_lists_of_version_1(*reader, n_terms);
    return index;
  }
  index.top_mean_ = reader->array<float>(kTopMean, {1}).front();
  if (!std::isnormal(index.top_mean_) || index.top_mean_ < 0.0F) {
    reader->fail("the word index is inconsistent");
  }
  index.lists_ = PostingLists::load(reader, n_terms, index.n_slots());
  return index;
}

void InvertedIndex::load_passages(const io::ContainerReader& reader) {
  const auto live = reader.array<std::uint8_t>(kLive);
  const auto lengths = reader.array<std::uint32_t>(kLengths, {live.size(), 1});
  if (std::any_of(live.begin(), live.end(), [](std::uint8_t one) { return one > 1; })) {
    reader.fail("the word index is inconsistent");
  }
  live_.assign(live.begin(), live.end());
  lengths_.assign(lengths.begin(), lengths.end());
  for (std::uint32_t slot = 0; slot < live_.size(); ++slot) {
    if (live_[slot] == 0) {
      removed_.add(slot);
    } else {
      ++n_live_;
      live_length_ += lengths_[slot];
    }
  }
}

void InvertedIndex::load_lists_of_version_1(const io::ContainerReader& reader,
                                            std::size_t n_terms) {
  const auto offsets = reader.array<std::uint64_t>(kOldOffsets);
  const auto slots = reader.array<std::uint32_t>(kOldSlots);
  const auto counts = reader.array<std::uint16_t>(kOldCounts);
  const bool has_lists = !offsets.empty();
  const bool fits = has_lists ? offsets.front() == 0 && offsets.back() == slots.size() &&
                                    std::is_sorted(offsets.begin(), offsets.end())
                              : slots.empty();
  if (!fits || slots.size() != counts.size() || offsets.size() > n_terms + 1) {
    reader.fail("the word index is inconsistent");
  }
  top_mean_ = mean_length();
  PostingLists::Builder builder(lengths_, LengthNorm(top_mean_));
  std::vector<Posting> postings;
  for (std::size_t term = 0; term + 1 < offsets.size(); ++term) {
    const auto begin = static_cast<std::size_t>(offsets[term]);
    const auto n = static_cast<std::size_t>(offsets[term + 1]) - begin;
    const auto of_term = slots.subspan(begin, n);
    if (!ascends(of_term) || (n > 0 && of_term.back() >= n_slots())) {
      reader.fail("the word index is inconsistent");
    }
    postings.clear();
    for (std::size_t i = 0; i < n; ++i) {
      if (counts[begin + i] == 0) reader.fail("the word index is inconsistent");
      postings.push_back({of_term[i], counts[begin + i]});
    }
    builder.add(postings);
  }
  lists_ = PostingLists(std::move(builder));
}

}  // namespace findling::retrieval
