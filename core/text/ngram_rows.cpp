// SPDX-License-Identifier: Apache-2.0
#include "text/ngram_rows.h"

#include <algorithm>
#include <cmath>

namespace findling::text {

namespace {

constexpr std::size_t kTextsPerTask = 64;

void append(const NgramWeigher& weigher, NgramRows& rows) {
  for (std::size_t i = 0; i < weigher.ids().size(); ++i) {
    if (weigher.ids()[i] == NgramVocabulary::kNone) continue;
    rows.ids.push_back(weigher.ids()[i]);
    rows.weights.push_back(weigher.weights()[i]);
  }
  rows.offsets.push_back(rows.ids.size());
  rows.novelty.push_back(weigher.novelty());
}

void append(const NgramRows& block, NgramRows& rows) {
  const std::uint64_t before = rows.ids.size();
  rows.ids.insert(rows.ids.end(), block.ids.begin(), block.ids.end());
  rows.weights.insert(rows.weights.end(), block.weights.begin(), block.weights.end());
  rows.novelty.insert(rows.novelty.end(), block.novelty.begin(), block.novelty.end());
  for (std::size_t i = 1; i < block.offsets.size(); ++i) {
    rows.offsets.push_back(before + block.offsets[i]);
  }
}

}  // namespace

NgramWeigher::NgramWeigher(const NgramVocabulary& vocabulary)
    : vocabulary_(&vocabulary), reader_(vocabulary.config()) {}

void NgramWeigher::read(std::string_view utf8) {
  reader_.read(utf8);
  count();
  weigh();
}

void NgramWeigher::count() {
  counter_.clear();
  numbers_.clear();
  kinds_.clear();
  for (const Ngram& ngram : reader_.ngrams()) {
    const std::uint32_t number = counter_.add(ngram.hash);
    if (number == kinds_.size()) kinds_.push_back(ngram.kind);
    numbers_.push_back(number);
  }
}

void NgramWeigher::weigh() {
  const std::size_t n = kinds_.size();
  ids_.resize(n);
  weights_.resize(n);
  std::array<float, kNgramKinds> squares{};
  for (std::size_t i = 0; i < n; ++i) {
    const auto entry = vocabulary_->find(counter_.hashes()[i]);
    const std::uint32_t count = counter_.counts()[i];
    const float often = count == 1 ? 1.0F : 1.0F + std::log(static_cast<float>(count));
    ids_[i] = entry.id;
    weights_[i] = often * entry.idf;
    squares[static_cast<std::size_t>(kinds_[i])] += weights_[i] * weights_[i];
  }
  const auto n_kinds = static_cast<float>(
      std::count_if(squares.begin(), squares.end(), [](float sum) { return sum > 0.0F; }));
  std::array<float, kNgramKinds> scales{};
  for (std::size_t kind = 0; kind < kNgramKinds; ++kind) {
    if (squares[kind] > 0.0F) scales[kind] = 1.0F / std::sqrt(squares[kind] * n_kinds);
  }
  float known = 0.0F;
  for (std::size_t i = 0; i < n; ++i) {
    weights_[i] *= scales[static_cast<std::size_t>(kinds_[i])];
    if (ids_[i] != NgramVocabulary::kNone) known += weights_[i] * weights_[i];
  }
  novelty_ = std::max(0.0F, 1.0F - known);
}

NgramRows read_ngram_rows(std::span<const std::string_view> texts,
                          const NgramVocabulary& vocabulary, base::ThreadPool& pool,
                          const base::CancelToken& cancel) {
  std::vector<NgramRows> blocks((texts.size() + kTextsPerTask - 1) / kTextsPerTask);
  std::vector<NgramWeigher> weighers(pool.n_threads(), NgramWeigher(vocabulary));
  pool.parallel_for(blocks.size(), [&](std::size_t task, std::size_t worker) {
    cancel.throw_if_cancelled();
    const std::size_t end = std::min(texts.size(), (task + 1) * kTextsPerTask);
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
      weighers[worker].read(texts[i]);
      append(weighers[worker], blocks[task]);
    }
  });
  NgramRows rows;
  for (const NgramRows& block : blocks) append(block, rows);
  return rows;
}

}  // namespace findling::text
