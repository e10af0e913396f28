// SPDX-License-Identifier: Apache-2.0
#include "lsh/collision_counter.h"

#include <algorithm>

namespace findling::lsh {

void CollisionCounter::start() noexcept {
  n_met_ = 0;
  epoch_ = (epoch_ + 1U) & kCountBits;
  if (epoch_ != 0) return;
  // After 65,535 queries old stamps would come back to life.
  std::fill(words_.begin(), words_.end(), 0U);
  epoch_ = 1;
}

void CollisionCounter::top(std::size_t n, std::vector<std::uint32_t>& rows) {
  rows.clear();
  if (n >= n_met_) {
    rows.assign(met_.begin(), met_.begin() + static_cast<std::ptrdiff_t>(n_met_));
    return;
  }
  tally_.clear();
  for (std::size_t i = 0; i < n_met_; ++i) {
    const std::uint32_t count = words_[met_[i]] & kCountBits;
    if (count >= tally_.size()) tally_.resize(count + 1U);
    ++tally_[count];
  }
  std::size_t above = 0;
  std::size_t least = tally_.size();
  while (above + tally_[least - 1] < n) above += tally_[--least];
  // All rows from `least` up are in, and of those just below as many as are missing.
  std::size_t missing = n - above;
  for (std::size_t i = 0; i < n_met_; ++i) {
    const std::uint32_t count = words_[met_[i]] & kCountBits;
    if (count + 1U < least) continue;
    if (count + 1U == least && missing == 0) continue;
    if (count + 1U == least) --missing;
    rows.push_back(met_[i]);
  }
}

}  // namespace findling::lsh
