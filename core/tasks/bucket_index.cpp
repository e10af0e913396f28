// SPDX-License-Identifier: Apache-2.0
#include "tasks/bucket_index.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace findling::tasks {

namespace {

// Bounds what a hostile file can ask for: the lists of 16 million empty buckets are 400 MB.
constexpr std::uint32_t kMaxBuckets = 1U << 24;
constexpr std::size_t kMaxSlots = std::size_t{1} << 31;
constexpr std::size_t kHeader = 4;  // n_buckets, n_hashes, two halves of the seed

// Doubling would waste as much as the lists need.
void make_room(std::vector<std::uint32_t>& values) {
  constexpr std::size_t kGrowth = 8;
  if (values.size() == values.capacity())
    values.reserve(values.size() * (kGrowth + 1) / kGrowth + 4);
}

[[noreturn]] void fail(const std::string& what) {
  throw std::invalid_argument("[mach] expected " + what);
}

}  // namespace

void BucketShape::validate() const {
  if (n_buckets < 1 || n_buckets > kMaxBuckets) {
    fail("1 to 16777216 buckets, got " + std::to_string(n_buckets));
  }
  if (n_hashes < 1 || n_hashes > std::min(kMaxHashes, n_buckets)) {
    fail("1 to " + std::to_string(std::min(kMaxHashes, n_buckets)) + " hashes, got " +
         std::to_string(n_hashes));
  }
}

BucketIndex::BucketIndex(const BucketShape& shape) : shape_(shape) {
  shape.validate();
  labels_.resize(shape.n_buckets);
}

void BucketIndex::expect_buckets(std::span<const std::uint32_t> buckets) const {
  const std::size_t n = buckets.size();
  if (n != shape_.n_hashes) {
    fail(std::to_string(shape_.n_hashes) + " buckets a label, got " + std::to_string(n));
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (buckets[i] >= shape_.n_buckets) {
      fail("buckets below " + std::to_string(shape_.n_buckets) + ", got " +
           std::to_string(buckets[i]));
    }
    if (std::find(buckets.begin(), buckets.begin() + static_cast<std::ptrdiff_t>(i), buckets[i]) !=
        buckets.begin() + static_cast<std::ptrdiff_t>(i)) {
      fail("distinct buckets, got " + std::to_string(buckets[i]) + " twice");
    }
  }
}

void BucketIndex::introduce(std::uint32_t label, std::span<const std::uint32_t> buckets) {
  expect_buckets(buckets);
  if (contains(label)) fail("a new label, got " + std::to_string(label) + ", which is here");
  if (label > n_slots() || label >= kMaxSlots) {
    fail("a label up to " + std::to_string(n_slots()) + ", got " + std::to_string(label));
  }
  if (label == n_slots()) {
    if (buckets_.capacity() < buckets_.size() + buckets.size()) {
      buckets_.reserve(buckets_.size() + buckets_.size() / 8 + 16 * buckets.size());
    }
    buckets_.resize(buckets_.size() + buckets.size(), kNoBucket);
  }
  for (const std::uint32_t bucket : buckets) {
    std::vector<std::uint32_t>& labels = labels_[bucket];
    make_room(labels);
    labels.insert(std::lower_bound(labels.begin(), labels.end(), label), label);
  }
  std::copy(buckets.begin(), buckets.end(),
            buckets_.begin() + static_cast<std::ptrdiff_t>(std::size_t{label} * shape_.n_hashes));
  ++n_labels_;
}

void BucketIndex::forget(std::uint32_t label) {
  if (!contains(label)) fail("a label that is here, got " + std::to_string(label));
  std::uint32_t* buckets = buckets_.data() + std::size_t{label} * shape_.n_hashes;
  for (std::uint32_t h = 0; h < shape_.n_hashes; ++h) {
    std::vector<std::uint32_t>& labels = labels_[buckets[h]];
    labels.erase(std::lower_bound(labels.begin(), labels.end(), label));
    buckets[h] = kNoBucket;
  }
  --n_labels_;
}

std::vector<std::uint32_t> BucketIndex::state() const {
  std::vector<std::uint32_t> state = {shape_.n_buckets, shape_.n_hashes,
                                      static_cast<std::uint32_t>(shape_.seed),
                                      static_cast<std::uint32_t>(shape_.seed >> 32U)};
  state.insert(state.end(), buckets_.begin(), buckets_.end());
  return state;
}

BucketIndex BucketIndex::restore(std::span<const std::uint32_t> state) {
  if (state.size() < kHeader) fail("the state of buckets");
  BucketIndex index({state[0], state[1], state[2] | (std::uint64_t{state[3]} << 32U)});
  const auto table = state.subspan(kHeader);
  const std::size_t n_hashes = index.shape_.n_hashes;
  if (table.size() % n_hashes != 0 || table.size() / n_hashes > kMaxSlots) {
    fail("a state of whole labels");
  }
  for (std::size_t begin = 0; begin < table.size(); begin += n_hashes) {
    const auto buckets = table.subspan(begin, n_hashes);
    const auto is_hole = [](std::uint32_t bucket) { return bucket == kNoBucket; };
    if (!std::all_of(buckets.begin(), buckets.end(), is_hole)) index.expect_buckets(buckets);
  }
  index.buckets_.assign(table.begin(), table.end());
  index.fill_labels();
  return index;
}

void BucketIndex::fill_labels() {
  std::vector<std::uint32_t> counts(shape_.n_buckets, 0);
  for (const std::uint32_t bucket : buckets_) {
    if (bucket != kNoBucket) ++counts[bucket];
  }
  for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
    labels_[bucket].reserve(counts[bucket]);
  }
  for (std::uint32_t label = 0; label < n_slots(); ++label) {
    if (!contains(label)) continue;
    for (const std::uint32_t bucket : buckets_of(label)) labels_[bucket].push_back(label);
    ++n_labels_;
  }
}

std::size_t BucketIndex::memory_bytes() const noexcept {
  std::size_t n = buckets_.capacity();
  for (const std::vector<std::uint32_t>& labels : labels_) n += labels.capacity();
  return n * sizeof(std::uint32_t) + labels_.capacity() * sizeof(std::vector<std::uint32_t>);
}

BucketLists bucket_targets(const BucketIndex& index, sparse::RaggedView labels) {
  labels.validate();
  BucketLists lists;
  lists.offsets.reserve(labels.size() + 1);
  lists.offsets.push_back(0);
  lists.values.reserve(labels.values.size() * index.shape().n_hashes);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto begin = static_cast<std::ptrdiff_t>(lists.values.size());
    for (const std::uint32_t label : labels[i]) {
      if (!index.contains(label)) fail("a label that is here, got " + std::to_string(label));
      const auto buckets = index.buckets_of(label);
      lists.values.insert(lists.values.end(), buckets.begin(), buckets.end());
    }
    std::sort(lists.values.begin() + begin, lists.values.end());
    lists.values.erase(std::unique(lists.values.begin() + begin, lists.values.end()),
                       lists.values.end());
    lists.offsets.push_back(lists.values.size());
  }
  return lists;
}

}  // namespace findling::tasks
