// SPDX-License-Identifier: Apache-2.0
#include "model/semantic_start.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "base/rng.h"
#include "layers/normalise.h"
#include "layers/parallel.h"

namespace findling::model {

namespace {

constexpr std::size_t kPassagesPerTask = 64;
// The first tokens are the frequent ones and take most of the work.
constexpr std::size_t kTokensPerTask = 4;

// Calls fn(passage, times) for each different passage of an ascending list with repeats.
template <typename Fn>
void for_runs(std::span<const std::uint32_t> ascending, Fn&& fn) {
  for (std::size_t begin = 0, end = 0; begin < ascending.size(); begin = end) {
    while (end < ascending.size() && ascending[end] == ascending[begin]) ++end;
    fn(ascending[begin], end - begin);
  }
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
  index_.collect(passages_, cancel_);
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
    double holders = 0.5;
    for_runs(index_.samples_of(i), [&](std::uint32_t, std::size_t) { holders += 1.0; });
    rarity_[index_.rows()[i]] = static_cast<float>(std::log1p(n_passages / holders));
  }
}

void SemanticStart::draw_passages(layers::WideOutput& output) const {
  layers::parallel_blocks(pool_, passages_.size(), kPassagesPerTask,
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
  layers::parallel_blocks(pool_, passages_.size(), kPassagesPerTask,
                          [&](std::size_t begin, std::size_t end, std::size_t) {
                            cancel_.throw_if_cancelled();
                            for (std::size_t i = begin; i < end; ++i) {
                              layers::weighted_sum(kernels_, bag.table().span(), rarity_.span(),
                                                   passages_[i], output.row(i));
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
  layers::parallel_blocks(
      pool_, index_.rows().size(), kTokensPerTask,
      [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t i = begin; i < end; ++i) {
          cancel_.throw_if_cancelled();
          const std::uint32_t token = index_.rows()[i];
          const std::span<float> row = bag.row(token);
          std::fill(row.begin(), row.end(), 0.0F);
          for_runs(index_.samples_of(i), [&](std::uint32_t passage, std::size_t times) {
            kernels_.axpy(static_cast<float>(times), output.row(passage).data(), row.data(), dim);
          });
          layers::normalise(kernels_, row);
          kernels_.scale(options_.share, row.data(), dim);
          kernels_.axpy(1.0F - options_.share, noise.data() + token * dim, row.data(), dim);
          layers::normalise(kernels_, row);
        }
      });
}

}  // namespace findling::model
