// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "layers/linear.h"
#include "lsh/row_index.h"
#include "lsh/sampler.h"

namespace findling::layers {

/// Which neurons of one input are wanted.
struct ActiveWish {
  std::size_t n_visited = 0;  ///< Neurons to look at, about; 0 leaves it to the index.
  std::size_t n_exact = 1;    ///< Neurons to compute, where the index has scores of its own.
};

/// Neurons with their exact values from before the activation; ascending, each once.
struct ActiveNeurons {
  std::vector<std::uint32_t> neurons;
  std::vector<float> values;
};

/// Finds the neurons of a layer whose values are the largest for one input and computes those.
///
/// Two ways. An index that scores rows in bytes ("scan", "cells") looks at `n_visited` neurons and
/// computes the best `n_exact` of them. Hash tables ("dwta", "srp") have no scores: all of their
/// `n_visited` candidates are computed.
///
/// It belongs to the weights that it was made from. Const after construction: any number of threads
/// may ask, each with a scratch of its own.
class ActiveFinder {
 public:
  /// "tables" takes the hash tables that the layer was trained with, as they are, and keeps a
  /// reference to them; "auto" takes those too when there are any, otherwise the index that pays
  /// for a layer of this shape. The layer must live as long as this when its tables are taken.
  /// Cells are fitted to typical inputs `queries` [n, D] where there are some; others do without.
  /// Throws `std::invalid_argument` for an unknown kind, and for "tables" where there are none.
  ActiveFinder(const Linear& layer, std::string_view kind, std::span<const float> queries,
               base::ThreadPool& pool, const kernels::KernelTable& k);

  /// The finder of the same layer that gave `state`. Throws `std::invalid_argument` for a state of
  /// something else.
  ActiveFinder(const Linear& layer, std::string_view kind, std::span<const std::uint32_t> state,
               base::ThreadPool& pool, const kernels::KernelTable& k);

  /// What can be given back; empty for the tables of the layer, which are kept with it.
  std::vector<std::uint32_t> state() const;

  /// Working memory of one thread.
  struct Scratch {
    std::unique_ptr<lsh::RowSampler::Scratch> search;
    std::vector<float> query;
    std::vector<lsh::ScoredRow> best;
  };
  Scratch make_scratch() const { return {sampler_->make_scratch(), {}, {}}; }

  /// Differs between any two finders of a process: scratches are made for one.
  std::uint64_t id() const noexcept { return id_; }
  /// "scan", "cells", "dwta", "srp" or "tables".
  std::string_view kind() const noexcept { return kind_; }
  std::size_t memory_bytes() const noexcept { return own_ ? own_->memory_bytes() : 0; }

  /// Replaces `active` by what was found for input `x` [D] of the layer.
  void find(const Linear& layer, const kernels::KernelTable& k, std::span<const float> x,
            const ActiveWish& wish, Scratch& scratch, ActiveNeurons& active) const;

 private:
  std::uint64_t id_;
  std::string_view kind_;
  std::unique_ptr<lsh::RowSampler> own_;
  const lsh::RowSampler* sampler_;
};

}  // namespace findling::layers
