// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "sparse/csr.h"
#include "sparse/ragged.h"

namespace findling::classify {

struct MarginConfig {
  float cost = 1.0F;          ///< C, what a margin that is missed costs; > 0.
  std::uint32_t epochs = 10;  ///< Most passes over the samples, 1 to 1,000.
  float tolerance = 0.01F;    ///< Ends learning once no margin is off by more; >= 0.
  std::uint64_t seed = 0;     ///< The order of samples.

  /// Throws `std::invalid_argument` for values outside of these.
  void validate() const;
};

/// What is to be learned: K yes-or-no questions about n samples in D columns.
struct MarginTask {
  sparse::CsrView samples;             ///< [n, D]
  std::size_t dim;                     ///< D
  sparse::RaggedView yes;              ///< [n], the questions that are true of each sample
  std::size_t n_outputs;               ///< K
  std::span<const float> sample_cost;  ///< [n], times the cost; or empty
  std::span<const float> yes_cost;     ///< [K], times the cost where the answer is yes; or empty
};

/// Weights [D, K] of one linear support vector machine a question, with squared hinge loss:
///
///   min over w of  |w|^2 / 2 + C sum over i of c_i max(0, 1 - y_i w x_i)^2,   y_i = 1 or -1
///
/// by dual coordinate descent (Hsieh et al. 2008, "A dual coordinate descent method for large-scale
/// linear SVM", algorithm 1). Sixteen questions at a time share each reading of a sample; each
/// question's answer depends on its own samples only, so threads and blocks change nothing.
///
/// O(epochs * K * values) time; 4 (D + n) K bytes beside the weights' own, of blocks at work.
/// Throws `std::invalid_argument` for lists that do not fit, and `base::CancelledError`.
std::vector<float> learn_margins(const MarginTask& task, const MarginConfig& config,
                                 base::ThreadPool& pool, const base::CancelToken& cancel);

}  // namespace findling::classify
