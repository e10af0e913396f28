// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/aligned_buffer.h"
#include "base/thread_pool.h"
#include "kernels/kernels.h"

namespace findling::layers {

/// `out = sum over tokens t of weight[t] * table[t]`: the sum every use of an embedding table
/// needs.
///
/// `out` [D] is overwritten. Ids >= the length of `weight` are ignored. A free function, so that a
/// table in a mapped file works like one in memory.
void weighted_sum(const kernels::KernelTable& k, std::span<const float> table,
                  std::span<const float> weight, std::span<const std::uint32_t> tokens,
                  std::span<float> out) noexcept;

/// Lists of tokens in, one vector each out; learns one row and one weight a token.
///
/// Shapes: `T` tokens, `D` dim. The weight of a token is the exponential of what is learned, so it
/// stays positive. Owns parameters only; `forward` may run on many threads at once.
class EmbeddingBag {
 public:
  EmbeddingBag(std::size_t n_tokens, std::size_t dim);

  /// Random rows of length about 1 and weights that grow with the rank of a token:
  /// `log(1 + id) / mean`, at least 0.001, so ids must be frequency ranks (0 the most frequent).
  /// Every row has its own random stream: the values depend on the seed only.
  void initialise(std::uint64_t seed, base::ThreadPool& pool);

  std::size_t n_tokens() const noexcept { return log_weight_.size(); }
  std::size_t dim() const noexcept { return dim_; }

  /// The weighted sum of the tokens, not normalised, into `out` [D].
  void forward(const kernels::KernelTable& k, std::span<const std::uint32_t> tokens,
               std::span<float> out) const noexcept {
    weighted_sum(k, table_.span(), weight_.span(), tokens, out);
  }

  /// The gradient of one token, from the gradients by the outputs that used it.
  ///
  /// `grad_out` is [B, D]; `samples` names the rows of it to add, with repeats. Writes the gradient
  /// by the table row to `grad_row` [D] and returns the gradient by the token's log weight.
  float backward_token(const kernels::KernelTable& k, std::uint32_t token,
                       std::span<const float> grad_out, std::span<const std::uint32_t> samples,
                       std::span<float> grad_row) const noexcept;

  std::span<float> row(std::uint32_t token) noexcept {
    return table_.span().subspan(token * dim_, dim_);
  }
  std::span<float> log_weight() noexcept { return log_weight_.span(); }

  /// Must follow every change of a token's log weight.
  void refresh_weight(std::uint32_t token) noexcept;

  const base::AlignedBuffer<float>& table() const noexcept { return table_; }
  const base::AlignedBuffer<float>& weight() const noexcept { return weight_; }

 private:
  std::size_t dim_;
  base::AlignedBuffer<float> table_;       // [T, D]
  base::AlignedBuffer<float> log_weight_;  // [T]
  base::AlignedBuffer<float> weight_;      // [T], exp(log_weight_)
};

}  // namespace findling::layers
