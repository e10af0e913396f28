// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/aligned_buffer.h"
#include "layers/layer.h"
#include "sparse/ragged.h"

namespace findling::train {

enum class LossKind { kSoftmax, kBinary, kMse, kHuber, kContrastive, kInBatch };

/// One loss and the outputs it reads.
struct LossConfig {
  LossKind kind = LossKind::kSoftmax;
  float weight = 1.0F;  ///< Its share of the sum of all losses.
  float margin = 1.0F;  ///< Contrastive: pairs that differ are pushed this far apart.
  float delta = 1.0F;   ///< Huber: errors above this count linearly.
  float scale = 20.0F;  ///< In-batch: cosines are multiplied by this before the softmax.

  /// 2 for the losses that compare two outputs, else 1.
  std::size_t n_outputs() const noexcept;
  /// Whether the output's activation is part of the loss, which takes the values before it.
  bool takes_raw() const noexcept;
  /// Throws `std::invalid_argument` when a value is out of its range.
  void validate() const;
};

/// Throws `std::invalid_argument` for an unknown name. Names: softmax_cross_entropy,
/// binary_cross_entropy, mse, huber, contrastive, in_batch.
LossKind loss_of(std::string_view name);
std::string_view name_of(LossKind kind) noexcept;

/// What a batch should give: lists of column ids, or dense values [B, W].
struct Target {
  sparse::RaggedView labels;
  std::span<const float> values;
};

/// Computes losses and their gradients over batches. One object serves one thread at a time.
///
/// With `B` samples, `W` columns of the output in use:
///
/// - softmax_cross_entropy: the labels of a sample share the target evenly; no label, no loss.
/// - binary_cross_entropy: summed over the columns, a target is 1 at the labels or a dense value.
/// - mse, huber: mean over the columns, dense targets.
/// - contrastive (Hadsell, Chopra and LeCun 2006): outputs a, b and a dense target [B, 1], 1 for
///   pairs that belong together: `t d^2 + (1 - t) max(0, margin - d)^2` with d = |a - b|.
/// - in_batch: outputs a, b; sample i of a must pick sample i of b among all of the batch, by a
///   softmax over scaled cosines. No target.
class Loss {
 public:
  explicit Loss(const LossConfig& config) : config_(config) { config.validate(); }

  const LossConfig& config() const noexcept { return config_; }

  /// The mean loss of the batch. With `with_gradient`, adds the gradient of weight * loss to the
  /// outputs, overwriting the values of those that are in place.
  double run(const layers::Context& ctx, std::span<layers::Signal* const> outputs,
             const Target& target, bool with_gradient);

 private:
  double sum_losses() const noexcept;
  void in_batch(const layers::Context& ctx, layers::Signal& a, layers::Signal& b,
                bool with_gradient, float share);

  LossConfig config_;
  std::vector<float> losses_;  // [B]
  base::AlignedBuffer<float> unit_a_;
  base::AlignedBuffer<float> unit_b_;
  base::AlignedBuffer<float> scores_;    // [B, B]
  base::AlignedBuffer<float> gradient_;  // [B, D]
};

}  // namespace findling::train
