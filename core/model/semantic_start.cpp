// SPDX-License-Identifier: Apache-2.0
#include "model/semantic_start.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "base/rng.h"
#include "layers/normalise.h"
#include "model/for_blocks.h"

namespace findling::model {

namespace {

constexpr std::size_t kPassagesPerTask = 64;
// The first tokens are the frequent ones and take most of the work.
constexpr std::size_t kTokensPerTask = 4;

// How many different passages there are in an ascending list with repeats.
std::size_t count_distinct(std::span<const std::uint32_t> ascending) noexcept {
  std::size_t n = ascending.empty() ? 0 : 1;
  for (std::size_t i = 1; i < ascending.size(); ++i) n += ascending[i] != ascending[i - 1] ? 1 : 0;
  return n;
}

}  // namespace

SemanticStart::SemanticStart(const sparse::RaggedView& passages, const Options& options,
                             base::ThreadPool& pool, const base::CancelToken& cancel)
    : passages_(passages),
      options_(options),
      pool_(pool),
      cancel_(cancel),
      kernels_(kernels::active()),
      index_(0) {}

void SemanticStart::run(layers::EmbeddingBag& bag, layers::WideOutput& output) {
  if (options_.rounds == 0 || passages_.size() == 0) return;
  index_ = layers::TouchedRows(bag.n_tokens());
  index_.collect(passages_);
  measure_rarity(bag.n_tokens());
  const base::AlignedBuffer<float> noise = bag.table();
  for (int round = 0; round < options_.rounds; ++round) {
    if (round == 0) {
      draw_passages(output);
    } else {
      sum_passages(bag, output);
      centre_passages(output);
    }
    damp_long_passages(output);
    sum_tokens(output, noise, bag);
  }
}

void SemanticStart::measure_rarity(std::size_t n_tokens) {
  rarity_ = base::AlignedBuffer<float>(n_tokens);
  const auto n_passages = static_cast<double>(passages_.size());
  for (std::size_t i = 0; i < index_.rows().size(); ++i) {
    const auto holders = static_cast<double>(count_distinct(index_.samples_of(i)));
    rarity_[index_.rows()[i]] = static_cast<float>(std::log1p(n_passages / (holders + 0.5)));
  }
}

void SemanticStart::draw_passages(layers::WideOutput& output) const {
  for_blocks(pool_, passages_.size(), kPassagesPerTask,
             [&](std::size_t begin, std::size_t end, std::size_t) {
               for (std::size_t i = begin; i < end; ++i) {
                 base::Rng rng(options_.seed, i);
                 for (float& x : output.row(i)) x = 2.0F * rng.uniform() - 1.0F;
                 layers::normalise(kernels_, output.row(i));
               }
             });
}

void SemanticStart::sum_passages(const layers::EmbeddingBag& bag,
                                 layers::WideOutput& output) const {
  for_blocks(pool_, passages_.size(), kPassagesPerTask,
             [&](std::size_t begin, std::size_t end, std::size_t) {
               cancel_.throw_if_cancelled();
               for (std::size_t i = begin; i < end; ++i) {
                 layers::weighted_sum(kernels_, bag.table().span(), rarity_.span(), passages_[i],
                                      output.row(i));
                 layers::normalise(kernels_, output.row(i));
               }
             });
}

// What all passages have in common says nothing, and would win over all else round by round.
void SemanticStart::centre_passages(layers::WideOutput& output) const {
  std::vector<float> mean(output.dim(), 0.0F);
  const float share = 1.0F / static_cast<float>(passages_.size());
  for (std::size_t i = 0; i < passages_.size(); ++i) {
    kernels_.axpy(share, output.row(i).data(), mean.data(), mean.size());
  }
  for (std::size_t i = 0; i < passages_.size(); ++i) {
    kernels_.axpy(-1.0F, mean.data(), output.row(i).data(), mean.size());
  }
}

// A token of a long passage says less about it.
void SemanticStart::damp_long_passages(layers::WideOutput& output) const {
  for (std::size_t i = 0; i < passages_.size(); ++i) {
    const auto length = static_cast<float>(passages_[i].size() + 1);
    kernels_.scale(1.0F / std::sqrt(length), output.row(i).data(), output.dim());
  }
}

void SemanticStart::sum_tokens(const layers::WideOutput& output,
                               const base::AlignedBuffer<float>& noise,
                               layers::EmbeddingBag& bag) const {
  const std::size_t dim = bag.dim();
  for_blocks(pool_, index_.rows().size(), kTokensPerTask,
             [&](std::size_t begin, std::size_t end, std::size_t) {
               for (std::size_t i = begin; i < end; ++i) {
                 cancel_.throw_if_cancelled();
                 const std::uint32_t token = index_.rows()[i];
                 const std::span<float> row = bag.row(token);
                 std::fill(row.begin(), row.end(), 0.0F);
                 for (const std::uint32_t passage : index_.samples_of(i)) {
                   kernels_.add(output.row(passage).data(), row.data(), dim);
                 }
                 layers::normalise(kernels_, row);
                 kernels_.scale(options_.share, row.data(), dim);
                 kernels_.axpy(1.0F - options_.share, noise.data() + token * dim, row.data(), dim);
                 layers::normalise(kernels_, row);
               }
             });
}

}  // namespace findling::model
