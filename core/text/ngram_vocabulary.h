// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "text/ngrams.h"

namespace findling::text {

/// The n-grams of a collection, numbered from the most frequent one on, with what each is worth.
///
/// 16 bytes an n-gram in a table that is at most half full, and 12 beside it. Reading is safe from
/// any number of threads.
class NgramVocabulary {
 public:
  /// Never the number of an n-gram.
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// What an n-gram is worth, known or not.
  struct Entry {
    std::uint32_t id;
    float idf;
  };

  /// Counts in how many texts each n-gram is and keeps those of `min_count` texts or more. The
  /// result does not depend on the number of threads. Throws `std::invalid_argument` for a bad
  /// config or a count of 0, `std::length_error` beyond 2^31 n-grams, and `base::CancelledError`.
  static NgramVocabulary learn(std::span<const std::string_view> texts, const NgramConfig& config,
                               std::uint32_t min_count, base::ThreadPool& pool,
                               const base::CancelToken& cancel);

  /// From what `hashes()`, `counts()` and `n_texts()` gave. Throws `std::invalid_argument` unless
  /// there is a count from 1 to `n_texts` for each hash and no hash comes twice.
  NgramVocabulary(const NgramConfig& config, std::span<const std::uint64_t> hashes,
                  std::span<const std::uint32_t> counts, std::uint64_t n_texts);

  const NgramConfig& config() const noexcept { return config_; }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(hashes_.size()); }
  std::uint64_t n_texts() const noexcept { return n_texts_; }
  std::span<const std::uint64_t> hashes() const noexcept { return hashes_; }
  std::span<const std::uint32_t> counts() const noexcept { return counts_; }

  /// The n-gram of this hash. One that is not here counts as one of a single text.
  Entry find(std::uint64_t hash) const noexcept {
    std::size_t place = static_cast<std::size_t>(hash) & mask_;
    while (slots_[place].id != kNone) {
      if (slots_[place].hash == hash) return {slots_[place].id, slots_[place].idf};
      place = (place + 1) & mask_;
    }
    return {kNone, unknown_idf_};
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t id = kNone;
    float idf = 0.0F;
  };

  void build();
  float idf(std::uint64_t count) const noexcept;

  NgramConfig config_;
  std::uint64_t n_texts_;
  std::vector<std::uint64_t> hashes_;  // in the order of numbers
  std::vector<std::uint32_t> counts_;
  std::vector<Slot> slots_;  // a power of two of them
  std::size_t mask_ = 0;
  float unknown_idf_ = 0.0F;
};

}  // namespace findling::text
