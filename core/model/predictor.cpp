// SPDX-License-Identifier: Apache-2.0
#include "model/predictor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "layers/parallel.h"

namespace findling::model {

namespace {

constexpr std::size_t kSamplesPerTask = 4;
constexpr std::size_t kNoNode = std::numeric_limits<std::size_t>::max();

// Writes the best of `scores` to row `i` of `out`; column j is `ids[j]`, or j without ids.
void take_best(std::span<const float> scores, std::span<const std::uint32_t> ids, std::size_t i,
               const TopColumns& out, std::vector<std::uint32_t>& order) {
  order.resize(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  const std::size_t n = std::min(out.k, scores.size());
  // Places ascend with ids, so the lower place is the lower id.
  const auto better = [&](std::uint32_t a, std::uint32_t b) {
    return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
  };
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(n);
  if (n < order.size()) std::nth_element(order.begin(), middle, order.end(), better);
  std::sort(order.begin(), middle, better);
  for (std::size_t j = 0; j < out.k; ++j) {
    const bool there = j < n;
    const std::uint32_t place = there ? order[j] : 0;
    out.ids[i * out.k + j] = there ? (ids.empty() ? place : ids[place]) : kNoColumn;
    out.scores[i * out.k + j] = there ? scores[place] : -std::numeric_limits<float>::infinity();
  }
}

}  // namespace

// Borrows a workspace, so that threads do not share one and calls do not make one each.
class Predictor::Lease {
 public:
  explicit Lease(Predictor& predictor) : predictor_(predictor) {
    const std::lock_guard lock(predictor.mutex_);
    if (predictor.free_.empty()) {
      workspace_ = predictor.network_.make_workspace();
    } else {
      workspace_ = std::move(predictor.free_.back());
      predictor.free_.pop_back();
    }
  }
  ~Lease() {
    const std::lock_guard lock(predictor_.mutex_);
    predictor_.free_.push_back(std::move(workspace_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Workspace& operator*() const noexcept { return *workspace_; }

 private:
  Predictor& predictor_;
  std::unique_ptr<Workspace> workspace_;
};

void Predictor::run(Workspace& workspace, const NetworkData& data,
                    std::span<const std::uint64_t> samples, std::size_t skipped) {
  const layers::Context ctx{.k = network_.kernels(), .pool = network_.pool()};
  workspace.batch.gather(data, samples);
  network_.feed(workspace);
  for (std::size_t i = 0; i < workspace.uses.size(); ++i) {
    const layers::Layer* layer = network_.layer_of(i);
    if (layer != nullptr && i != skipped) layer->forward(ctx, workspace.uses[i]);
  }
}

void Predictor::values(const NetworkData& data, std::span<const std::uint64_t> samples,
                       std::span<const std::span<float>> out) {
  const Lease workspace(*this);
  run(*workspace, data, samples, kNoNode);
  const auto& outputs = network_.graph().outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const layers::Signal& signal = (*workspace).signals[outputs[i]];
    std::copy_n(signal.x(), samples.size() * signal.width, out[i].begin());
  }
}

void Predictor::top(const NetworkData& data, std::span<const std::uint64_t> samples,
                    std::size_t output, float sparsity, const TopColumns& out) {
  const std::size_t node = network_.graph().outputs[output];
  const layers::Linear* linear = network_.linear_of(node);
  const bool sparse = sparsity < 1.0F;
  if (sparse &&
      (linear == nullptr || linear->sampler() == nullptr || network_.graph().n_readers(node) > 0)) {
    throw std::invalid_argument(
        "[network] expected a last linear layer with a sampler for a "
        "sparse prediction, got " +
        network_.graph().nodes[node].name);
  }
  const Lease workspace(*this);
  run(*workspace, data, samples, sparse ? node : kNoNode);
  if (sparse) return top_of_candidates(*workspace, node, sparsity, out);
  const layers::Signal& signal = (*workspace).signals[node];
  layers::parallel_blocks(network_.pool(), signal.n, kSamplesPerTask,
                          [&](std::size_t begin, std::size_t end, std::size_t) {
                            std::vector<std::uint32_t> order;
                            for (std::size_t i = begin; i < end; ++i) {
                              take_best({signal.row(i), signal.width}, {}, i, out, order);
                            }
                          });
}

void Predictor::top_of_candidates(Workspace& workspace, std::size_t node, float sparsity,
                                  const TopColumns& out) {
  const layers::Linear& linear = *network_.linear_of(node);
  const layers::Signal& in = *workspace.uses[node].in[0];
  const auto n_wanted = static_cast<std::size_t>(
      std::ceil(static_cast<double>(sparsity) * static_cast<double>(linear.config().dim)));
  layers::parallel_blocks(
      network_.pool(), in.n, kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        const auto scratch = linear.sampler()->make_scratch();
        std::vector<std::uint32_t> neurons;
        std::vector<std::uint32_t> order;
        std::vector<float> scores;
        for (std::size_t i = begin; i < end; ++i) {
          const std::span<const float> x(in.row(i), in.width);
          linear.sampler()->candidates(x, std::max(n_wanted, out.k), *scratch, neurons);
          scores.resize(neurons.size());
          linear.score(network_.kernels(), x, neurons, scores);
          layers::activate(network_.kernels(), linear.config().activation, scores);
          take_best(scores, neurons, i, out, order);
        }
      });
}

}  // namespace findling::model
