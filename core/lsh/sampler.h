// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "sparse/ragged.h"

namespace findling::lsh {

/// The weights of a wide layer, one row a neuron: row i is `data[i * dim .. (i + 1) * dim)`.
struct RowsView {
  const float* data;            ///< [N, D], row-major.
  std::size_t n_rows;           ///< N
  std::size_t dim;              ///< D
  const float* bias = nullptr;  ///< [N], added to the products; may be none.

  std::span<const float> operator[](std::size_t i) const noexcept { return {data + i * dim, dim}; }
};

/// What one training batch brings to a wide layer.
struct SampleBatch {
  std::span<const float> queries;  ///< [B, D], row-major: the inputs of the layer.
  sparse::RaggedView labels;       ///< The wanted rows of each of the B samples; may be none.
};

class RowIndex;

/// Chooses the few rows of a wide layer that matter for a batch or for one query.
///
/// Shapes: `N` rows of the layer, `D` their width, `B` samples of a batch. A sampler keeps no view
/// of the weights; the layer tells it which rows have moved. Whether a query or a row is unit
/// length is the layer's choice. Hash tables do not see a bias.
///
/// Everything is a function of the construction arguments, of the calls so far and of `rng`, never
/// of the number of threads. `candidates` is const and may run on many threads, each with a scratch
/// of its own; all other calls need the sampler for themselves.
class RowSampler {
 public:
  /// Working memory of one thread, made by `make_scratch` of the sampler it is used with.
  class Scratch {
   public:
    virtual ~Scratch() = default;
  };

  virtual ~RowSampler() = default;

  virtual std::unique_ptr<Scratch> make_scratch() const = 0;

  /// This sampler, if it can score what it finds; otherwise null.
  virtual const RowIndex* index() const noexcept { return nullptr; }

  /// Replaces `rows` by the active rows of a batch, ascending, each once: all labels, then the
  /// sampler's proposals until there are `n_wanted`. More labels than that stay all of them; with
  /// n_wanted >= N, all rows are active. Labels must be below N.
  virtual void propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
                       base::ThreadPool& pool, Scratch& scratch,
                       std::vector<std::uint32_t>& rows) = 0;

  /// Replaces `rows` by at most `n_wanted` rows that are likely to score high with `query` [D],
  /// ascending, each once.
  virtual void candidates(std::span<const float> query, std::size_t n_wanted, Scratch& scratch,
                          std::vector<std::uint32_t>& rows) const = 0;

  /// Says that these rows of `weights` (ascending, each once) have new values. The sampler decides
  /// when to take them in; it may do so at once or gather them. Nothing happens after `freeze`.
  virtual void rows_changed(const RowsView& weights, std::span<const std::uint32_t> rows,
                            base::ThreadPool& pool) = 0;

  /// Takes in every row anew: after weights were set or loaded, and once before training. Works on
  /// a frozen sampler too, which stays frozen.
  virtual void rebuild(const RowsView& weights, base::ThreadPool& pool) = 0;

  /// From now on rows keep their places, so that `candidates` learns by label insertion: a label
  /// that `propose` would not have found by itself is put where its query looks.
  virtual void freeze() noexcept = 0;
  virtual bool frozen() const noexcept = 0;

  /// Everything that `restore` of a sampler with the same construction arguments needs to go on
  /// with the same bits. Empty where there is nothing to keep.
  virtual std::vector<std::uint32_t> state() const = 0;

  /// Throws `std::invalid_argument` when `state` cannot come from a sampler like this one.
  virtual void restore(std::span<const std::uint32_t> state) = 0;

  /// What it needs besides the weights; scratches not included.
  virtual std::size_t memory_bytes() const noexcept = 0;
};

}  // namespace findling::lsh
