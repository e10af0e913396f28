// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "model/inference.h"
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
/// trains the network or makes indexes for it.
///
/// With a sparsity below 1, `prepare_inference` or `prepare_missing` comes first; a layer without
/// an index is computed in full. Neurons that are not computed count as zero for the layers above.
class Predictor {
 public:
  /// Keeps a reference to the network.
  explicit Predictor(const Network& network);
  ~Predictor();

  /// The values of the outputs for these samples of checked data: output i into `out[i]`,
  /// [n, dim of it]. Outputs are computed in full, from hidden layers that may be sparse.
  void values(const NetworkData& data, std::span<const std::uint64_t> samples,
              const InferenceSparsity& sparsity, std::span<const std::span<float>> out);

  /// What output `output` reads for these samples, [n, its inputs]: what its neurons are asked.
  std::vector<float> queries(const NetworkData& data, std::span<const std::uint64_t> samples,
                             std::size_t output);

  /// The best columns of output `output`. When it is computed sparse, the columns are those that
  /// its index found, their values are exact, and a softmax is taken over them.
  void top(const NetworkData& data, std::span<const std::uint64_t> samples, std::size_t output,
           const InferenceSparsity& sparsity, const TopColumns& out);

 private:
  struct Lane;
  class Lease;
  void run(Lane& lane, const NetworkData& data, std::span<const std::uint64_t> samples,
           const InferenceSparsity& sparsity, std::size_t skipped);
  void run_sparse(Lane& lane, std::size_t node, float share);
  void top_of_all(Lane& lane, std::size_t node, const TopColumns& out);
  void top_of_found(Lane& lane, std::size_t node, float share, const TopColumns& out);

  const Network& network_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Lane>> free_;
};

}  // namespace findling::model
