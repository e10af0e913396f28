// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::text {

/// Counts how often hashes were added, and numbers them in the order in which they came.
///
/// Hashes must be well mixed: their lower bits are places. Starting anew costs nothing but the
/// places that were used. 2^31 different hashes at most.
class HashCounter {
 public:
  void clear() noexcept {
    for (const std::uint32_t place : used_) places_[place] = 0;
    used_.clear();
    hashes_.clear();
    counts_.clear();
  }

  /// Adds to the count of a hash and returns its number.
  std::uint32_t add(std::uint64_t hash, std::uint32_t count = 1) {
    if (2 * (hashes_.size() + 1) > places_.size()) grow();
    const std::size_t place = find_place(hash);
    if (places_[place] == 0) {
      hashes_.push_back(hash);
      counts_.push_back(0);
      places_[place] = static_cast<std::uint32_t>(hashes_.size());
      used_.push_back(static_cast<std::uint32_t>(place));
    }
    const std::uint32_t number = places_[place] - 1;
    counts_[number] += count;
    return number;
  }

  std::span<const std::uint64_t> hashes() const noexcept { return hashes_; }
  std::span<const std::uint32_t> counts() const noexcept { return counts_; }

 private:
  std::size_t find_place(std::uint64_t hash) const noexcept {
    const std::size_t mask = places_.size() - 1;
    std::size_t place = static_cast<std::size_t>(hash) & mask;
    while (places_[place] != 0 && hashes_[places_[place] - 1] != hash) place = (place + 1) & mask;
    return place;
  }

  void grow() {
    places_.assign(places_.empty() ? 64 : 2 * places_.size(), 0);
    used_.clear();
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      const std::size_t place = find_place(hashes_[i]);
      places_[place] = static_cast<std::uint32_t>(i + 1);
      used_.push_back(static_cast<std::uint32_t>(place));
    }
  }

  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> places_;  // number + 1, or 0; a power of two of them
  std::vector<std::uint32_t> used_;
};

}  // namespace findling::text
