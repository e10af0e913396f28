// SPDX-License-Identifier: Apache-2.0
#include "classify/near_duplicates.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <unordered_map>

#include "base/rng.h"
#include "text/ngrams.h"

namespace findling::classify {

namespace {

constexpr std::size_t kBands = 16;
constexpr std::size_t kHashesPerBand = 4;
constexpr double kAlike = 0.7;
constexpr std::size_t kTextsPerTask = 64;

using Bands = std::array<std::uint64_t, kBands>;
using Tokens = std::vector<std::uint64_t>;  // a sorted set

Tokens tokens_of(text::NgramReader& reader, std::string_view text) {
  reader.read(text);
  Tokens tokens;
  for (const text::Ngram& ngram : reader.ngrams()) tokens.push_back(ngram.hash);
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

Bands bands_of(const Tokens& tokens) {
  Bands bands{};
  for (std::size_t band = 0; band < kBands; ++band) {
    std::uint64_t key = band;
    for (std::size_t i = 0; i < kHashesPerBand; ++i) {
      const std::uint64_t salt = base::mix64(band * kHashesPerBand + i + 1);
      std::uint64_t least = ~std::uint64_t{0};
      for (const std::uint64_t token : tokens) least = std::min(least, base::mix64(token ^ salt));
      key = base::mix64(key ^ least);
    }
    bands[band] = key;
  }
  return bands;
}

bool alike(const Tokens& a, const Tokens& b) {
  if (a.empty() && b.empty()) return true;
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) ++shared;
    const bool move_i = *i <= *j;
    const bool move_j = *j <= *i;
    if (move_i) ++i;
    if (move_j) ++j;
  }
  return static_cast<double>(shared) >= kAlike * static_cast<double>(a.size() + b.size() - shared);
}

// The first of a group; ways to it are halved as they are walked.
std::uint32_t first_of(std::vector<std::uint32_t>& parents, std::uint32_t i) {
  while (parents[i] != i) {
    parents[i] = parents[parents[i]];
    i = parents[i];
  }
  return i;
}

}  // namespace

std::vector<std::uint32_t> near_duplicate_groups(std::span<const std::string_view> texts,
                                                 base::ThreadPool& pool,
                                                 const base::CancelToken& cancel) {
  const std::size_t n = texts.size();
  std::vector<Tokens> tokens(n);
  std::vector<Bands> bands(n);
  const text::NgramConfig words{.max_words = 1, .max_chars = 0};
  std::vector<text::NgramReader> readers(pool.n_threads(), text::NgramReader(words));
  pool.parallel_for((n + kTextsPerTask - 1) / kTextsPerTask,
                    [&](std::size_t task, std::size_t worker) {
                      cancel.throw_if_cancelled();
                      const std::size_t end = std::min(n, (task + 1) * kTextsPerTask);
                      for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
                        tokens[i] = tokens_of(readers[worker], texts[i]);
                        bands[i] = bands_of(tokens[i]);
                      }
                    });
  std::vector<std::uint32_t> parents(n);
  std::iota(parents.begin(), parents.end(), 0U);
  std::unordered_map<std::uint64_t, std::uint32_t> first_with;
  for (std::size_t band = 0; band < kBands; ++band) {
    cancel.throw_if_cancelled();
    first_with.clear();
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint32_t other = first_with.emplace(bands[i][band], i).first->second;
      if (other == i) continue;
      const std::uint32_t a = first_of(parents, other);
      const std::uint32_t b = first_of(parents, i);
      if (a != b && alike(tokens[other], tokens[i])) parents[std::max(a, b)] = std::min(a, b);
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) parents[i] = first_of(parents, i);
  return parents;
}

}  // namespace findling::classify
