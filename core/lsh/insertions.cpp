// SPDX-License-Identifier: Apache-2.0
#include "lsh/insertions.h"

#include <stdexcept>

#include "base/rng.h"

namespace findling::lsh {

void Insertions::add(std::size_t bucket, std::uint32_t row) {
  if (first_.empty()) first_.assign(n_buckets_, kEnd);
  std::size_t length = 0;
  for (std::uint32_t at = first_[bucket]; at != kEnd; at = next_[at]) {
    if (rows_[at] == row) return;
    ++length;
  }
  if (length < most_) return append(bucket, row);
  std::uint32_t at = first_[bucket];
  for (std::uint64_t step = base::mix64(row) % length; step > 0; --step) at = next_[at];
  rows_[at] = row;
}

// At the end of the chain: its order is that of the calls, which `restore` repeats.
void Insertions::append(std::size_t bucket, std::uint32_t row) {
  const auto fresh = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back(row);
  next_.push_back(kEnd);
  buckets_.push_back(static_cast<std::uint32_t>(bucket));
  std::uint32_t* end = &first_[bucket];
  while (*end != kEnd) end = &next_[*end];
  *end = fresh;
}

bool Insertions::contains(std::size_t bucket, std::uint32_t row) const noexcept {
  bool found = false;
  for_each(bucket, [&](std::uint32_t other) { found = found || other == row; });
  return found;
}

std::size_t Insertions::memory_bytes() const noexcept {
  return (first_.capacity() + next_.capacity() + rows_.capacity() + buckets_.capacity()) *
         sizeof(std::uint32_t);
}

void Insertions::save(std::vector<std::uint32_t>& words) const {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    words.push_back(buckets_[i]);
    words.push_back(rows_[i]);
  }
}

void Insertions::restore(std::span<const std::uint32_t> words, std::size_t n_rows) {
  Insertions fresh(n_buckets_, most_);
  if (words.size() % 2 != 0) {
    throw std::invalid_argument("[lsh] expected pairs of a bucket and a row, got an odd number");
  }
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    const bool known = words[i] < n_buckets_ && words[i + 1] < n_rows;
    const std::size_t before = fresh.size();
    if (known) fresh.add(words[i], words[i + 1]);
    if (!known || fresh.size() == before) {
      throw std::invalid_argument("[lsh] expected pairs of a bucket and a row, got others");
    }
  }
  *this = std::move(fresh);
}

}  // namespace findling::lsh
