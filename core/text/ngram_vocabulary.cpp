// SPDX-License-Identifier: Apache-2.0
#include "text/ngram_vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "text/hash_counter.h"

namespace findling::text {

namespace {

// Hashes are shared out by their upper bits, so that each share can be counted by its own task. The
// number is part of the results: it decides the order of n-grams that are equally frequent.
constexpr std::size_t kShares = 16;
constexpr std::size_t kTextsPerTask = 64;
constexpr std::size_t kTasksPerWave = 64;  // bounds what is held between reading and counting

using Shares = std::array<std::vector<std::uint64_t>, kShares>;

struct Scratch {
  explicit Scratch(const NgramConfig& config) : reader(config) {}

  NgramReader reader;
  HashCounter in_text;
};

// Every n-gram of each text once.
void read_block(std::span<const std::string_view> texts, Scratch& scratch, Shares& shares) {
  for (const std::string_view text : texts) {
    scratch.reader.read(text);
    scratch.in_text.clear();
    for (const Ngram& ngram : scratch.reader.ngrams()) scratch.in_text.add(ngram.hash);
    for (const std::uint64_t hash : scratch.in_text.hashes()) {
      shares[hash >> 60].push_back(hash);
    }
  }
}

std::array<HashCounter, kShares> count_all(std::span<const std::string_view> texts,
                                           const NgramConfig& config, base::ThreadPool& pool,
                                           const base::CancelToken& cancel) {
  std::array<HashCounter, kShares> counters;
  std::vector<Scratch> scratch(pool.n_threads(), Scratch(config));
  constexpr std::size_t kWave = kTextsPerTask * kTasksPerWave;
  for (std::size_t begin = 0; begin < texts.size(); begin += kWave) {
    const auto wave = texts.subspan(begin, std::min(kWave, texts.size() - begin));
    std::vector<Shares> blocks((wave.size() + kTextsPerTask - 1) / kTextsPerTask);
    pool.parallel_for(blocks.size(), [&](std::size_t task, std::size_t worker) {
      cancel.throw_if_cancelled();
      const std::size_t first = task * kTextsPerTask;
      read_block(wave.subspan(first, std::min(kTextsPerTask, wave.size() - first)), scratch[worker],
                 blocks[task]);
    });
    pool.parallel_for(kShares, [&](std::size_t share, std::size_t) {
      for (const Shares& block : blocks) {
        for (const std::uint64_t hash : block[share]) counters[share].add(hash);
      }
    });
  }
  return counters;
}

}  // namespace

NgramVocabulary NgramVocabulary::learn(std::span<const std::string_view> texts,
                                       const NgramConfig& config, std::uint32_t min_count,
                                       base::ThreadPool& pool, const base::CancelToken& cancel) {
  config.validate();
  if (min_count == 0) throw std::invalid_argument("[ngrams] expected min_count >= 1, got 0");
  const auto counters = count_all(texts, config, pool, cancel);
  std::vector<std::pair<std::uint32_t, std::uint64_t>> kept;
  for (const HashCounter& counter : counters) {
    for (std::size_t i = 0; i < counter.hashes().size(); ++i) {
      const std::uint32_t count = counter.counts()[i];
      if (count >= min_count) kept.emplace_back(count, counter.hashes()[i]);
    }
  }
  if (kept.size() >= (std::size_t{1} << 31U)) {
    throw std::length_error("[ngrams] expected fewer than 2^31 different n-grams");
  }
  // Frequent ones come first: what is used often lies side by side.
  std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::uint64_t> hashes(kept.size());
  std::vector<std::uint32_t> counts(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    counts[i] = kept[i].first;
    hashes[i] = kept[i].second;
  }
  return {config, hashes, counts, texts.size()};
}

NgramVocabulary::NgramVocabulary(const NgramConfig& config, std::span<const std::uint64_t> hashes,
                                 std::span<const std::uint32_t> counts, std::uint64_t n_texts)
    : config_(config),
      n_texts_(n_texts),
      hashes_(hashes.begin(), hashes.end()),
      counts_(counts.begin(), counts.end()) {
  config_.validate();
  const bool fits =
      hashes.size() == counts.size() && hashes.size() < kNone / 2 &&
      std::all_of(
          counts.begin(), counts.end(), [&](std::uint32_t n) { return n >= 1 && n <= n_texts; });
  if (!fits) {
    throw std::invalid_argument("[ngrams] expected a count from 1 to " + std::to_string(n_texts) +
                                " for each n-gram");
  }
  build();
}

void NgramVocabulary::build() {
  unknown_idf_ = idf(1);
  slots_.resize(std::bit_ceil(2 * hashes_.size() + 2));
  mask_ = slots_.size() - 1;
  for (std::uint32_t id = 0; id < size(); ++id) {
    std::size_t place = static_cast<std::size_t>(hashes_[id]) & mask_;
    while (slots_[place].id != kNone) {
      if (slots_[place].hash == hashes_[id]) {
        throw std::invalid_argument("[ngrams] expected different n-grams, got one twice");
      }
      place = (place + 1) & mask_;
    }
    slots_[place] = {hashes_[id], id, idf(counts_[id])};
  }
}

// Smoothed as in scikit-learn: as if one more text had every n-gram, so that none is worth nothing.
float NgramVocabulary::idf(std::uint64_t count) const noexcept {
  const double all = static_cast<double>(n_texts_) + 1.0;
  return static_cast<float>(std::log(all / (static_cast<double>(count) + 1.0)) + 1.0);
}

}  // namespace findling::text
