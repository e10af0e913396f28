// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "model/network.h"

namespace findling::model {

/// The best columns of each sample, best first; ties go to the lower id.
struct TopColumns {
  std::span<std::uint32_t> ids;  ///< [n, k]; `kNoColumn` where a sample has fewer.
  std::span<float> scores;       ///< [n, k]; minus infinity there.
  std::size_t k = 0;
};

inline constexpr std::uint32_t kNoColumn = 0xFFFFFFFFU;

/// Computes outputs of a network. Any number of threads may use one at once, as long as nobody
/// trains the network.
class Predictor {
 public:
  /// Keeps a reference to the network.
  explicit Predictor(const Network& network) : network_(network) {}

  /// The values of the outputs for these samples of checked data: output i into `out[i]`,
  /// [n, dim of it].
  void values(const NetworkData& data, std::span<const std::uint64_t> samples,
              std::span<const std::span<float>> out);

  /// The best columns of output `output`. With sparsity < 1, only `sparsity * dim` candidates of
  /// the output's sampler are computed, exactly; then the output must be a linear layer with a
  /// sampler, and a softmax is taken over its candidates. Throws `std::invalid_argument`.
  void top(const NetworkData& data, std::span<const std::uint64_t> samples, std::size_t output,
           float sparsity, const TopColumns& out);

 private:
  class Lease;
  void run(Workspace& workspace, const NetworkData& data, std::span<const std::uint64_t> samples,
           std::size_t skipped);
  void top_of_candidates(Workspace& workspace, std::size_t node, float sparsity,
                         const TopColumns& out);

  const Network& network_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> free_;
};

}  // namespace findling::model
