// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sparse/csr.h"
#include "train/losses.h"

namespace findling::model {

/// One column of samples that goes into a network: sparse, or dense [n, D]. A view.
struct InputColumn {
  bool is_sparse = false;
  std::size_t dim = 0;
  sparse::CsrView csr;
  std::span<const float> values;

  std::size_t size() const noexcept { return is_sparse ? csr.size() : values.size() / dim; }
};

/// What samples should give: lists of column ids, or dense values [n, D]; or nothing (`dim` 0), for
/// losses that need no target. A view.
struct TargetColumn {
  std::size_t dim = 0;
  bool is_labels = false;
  sparse::RaggedView labels;
  std::span<const float> values;
};

/// Samples with one column an input and one a loss. Views of arrays that outlive it; checked once.
struct NetworkData {
  std::size_t n = 0;
  std::vector<InputColumn> inputs;
  std::vector<TargetColumn> targets;

  /// Throws `std::invalid_argument` unless every column has `n` samples, ids below their dim, and
  /// finite values.
  void validate() const;
};

/// Copies of some samples, side by side.
class GatheredBatch {
 public:
  /// Takes these samples of checked data, each below n.
  void gather(const NetworkData& data, std::span<const std::uint64_t> samples);

  /// Multiplies all values of the inputs.
  void scale_inputs(float factor) noexcept;

  std::size_t size() const noexcept { return n_; }
  sparse::CsrView csr(std::size_t input) const noexcept;
  std::span<const float> values(std::size_t input) const noexcept { return inputs_[input].values; }
  train::Target target(std::size_t i) const noexcept;

 private:
  struct Column {
    bool is_lists = false;
    std::vector<std::uint64_t> offsets;
    std::vector<std::uint32_t> ids;
    std::vector<float> values;

    void clear(bool lists);
  };
  static void take_values(std::span<const float> values, Column& column);
  static void take_list(const sparse::RaggedView& lists, std::size_t i, Column& column);

  std::size_t n_ = 0;
  std::vector<Column> inputs_;
  std::vector<Column> targets_;
};

}  // namespace findling::model
