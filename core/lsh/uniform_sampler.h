// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lsh/sampler.h"

namespace findling::lsh {

/// Draws rows evenly: the baseline that hashing has to beat. A random row rarely scores high, so
/// for inference it has nothing to propose but all rows.
class UniformSampler final : public RowSampler {
 public:
  explicit UniformSampler(std::size_t n_rows) noexcept : n_rows_(n_rows) {}

  std::unique_ptr<Scratch> make_scratch() const override;
  void propose(const SampleBatch& batch, std::size_t n_wanted, base::Rng& rng,
               base::ThreadPool& pool, Scratch& scratch, std::vector<std::uint32_t>& rows) override;

  /// All rows, whatever `n_wanted` is.
  void candidates(std::span<const float> query, std::size_t n_wanted, Scratch& scratch,
                  std::vector<std::uint32_t>& rows) const override;

  void rows_changed(const RowsView&, std::span<const std::uint32_t>, base::ThreadPool&) override {}
  void rebuild(const RowsView&, base::ThreadPool&) override {}
  void freeze() noexcept override { frozen_ = true; }
  bool frozen() const noexcept override { return frozen_; }
  std::vector<std::uint32_t> state() const override;
  void restore(std::span<const std::uint32_t> state) override;
  std::size_t memory_bytes() const noexcept override { return 0; }

 private:
  std::size_t n_rows_;
  bool frozen_ = false;
};

}  // namespace findling::lsh
