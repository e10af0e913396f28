// SPDX-License-Identifier: Apache-2.0
#include "model/predictor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "layers/active_finder.h"
#include "layers/parallel.h"

namespace findling::model {

namespace {

constexpr std::size_t kSamplesPerTask = 4;
constexpr std::size_t kNoNode = std::numeric_limits<std::size_t>::max();

// An index is about 1 % off, so that the best few columns are among a few times as many of its own.
constexpr std::size_t kExactPerColumn = 4;
constexpr std::size_t kFewestExact = 32;

// Working memory of one thread for one node.
struct Seeker {
  layers::ActiveFinder::Scratch scratch;
  layers::ActiveNeurons active;
  std::vector<std::uint32_t> order;
};

// Those of all threads. They are made for one index and made anew for another.
struct Seekers {
  std::uint64_t finder_id = 0;
  std::vector<std::unique_ptr<Seeker>> of_worker;

  void get_ready(const layers::ActiveFinder& finder, std::size_t n_threads) {
    if (finder_id == finder.id()) return;
    finder_id = finder.id();
    of_worker.clear();
    of_worker.resize(n_threads);
  }

  Seeker& at(const layers::ActiveFinder& finder, std::size_t worker) {
    auto& seeker = of_worker[worker];
    if (seeker == nullptr) {
      seeker = std::make_unique<Seeker>();
      seeker->scratch = finder.make_scratch();
    }
    return *seeker;
  }
};

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

std::size_t share_of(float share, std::size_t n) {
  const double wanted = std::ceil(static_cast<double>(share) * static_cast<double>(n) - 1e-3);
  return std::min(n, static_cast<std::size_t>(std::max(wanted, 0.0)));
}

}  // namespace

// What one call works with.
struct Predictor::Lane {
  std::unique_ptr<Workspace> workspace;
  std::vector<Seekers> seekers;  // [nodes]
};

// Borrows a lane, so that threads do not share one and calls do not make one each.
class Predictor::Lease {
 public:
  explicit Lease(Predictor& predictor) : predictor_(predictor) {
    {
      const std::lock_guard lock(predictor.mutex_);
      if (!predictor.free_.empty()) {
        lane_ = std::move(predictor.free_.back());
        predictor.free_.pop_back();
        return;
      }
    }
    lane_ = std::make_unique<Lane>();
    lane_->workspace = predictor.network_.make_workspace();
    lane_->seekers.resize(predictor.network_.graph().nodes.size());
  }
  ~Lease() {
    const std::lock_guard lock(predictor_.mutex_);
    predictor_.free_.push_back(std::move(lane_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Lane& operator*() const noexcept { return *lane_; }

 private:
  Predictor& predictor_;
  std::unique_ptr<Lane> lane_;
};

Predictor::Predictor(const Network& network) : network_(network) {}

Predictor::~Predictor() = default;

void Predictor::run(Lane& lane, const NetworkData& data, std::span<const std::uint64_t> samples,
                    const InferenceSparsity& sparsity, std::size_t skipped) {
  Workspace& workspace = *lane.workspace;
  const layers::Context ctx{.k = network_.kernels(), .pool = network_.pool()};
  workspace.batch.gather(data, samples);
  network_.feed(workspace);
  for (std::size_t i = 0; i < workspace.uses.size(); ++i) {
    const layers::Layer* layer = network_.layer_of(i);
    if (layer == nullptr || i == skipped) continue;
    const bool sparse = sparsity.hidden < 1.0F && is_sparse_hidden(network_, i) &&
                        network_.linear_of(i)->finder() != nullptr;
    if (sparse) {
      run_sparse(lane, i, sparsity.hidden);
    } else {
      layer->forward(ctx, workspace.uses[i]);
    }
  }
}

// A hidden layer whose samples have active neurons of their own.
void Predictor::run_sparse(Lane& lane, std::size_t node, float share) {
  const layers::Linear& layer = *network_.linear_of(node);
  const layers::ActiveFinder& finder = *layer.finder();
  const layers::Signal& in = *lane.workspace->uses[node].in[0];
  layers::Signal& out = *lane.workspace->uses[node].out;
  const kernels::KernelTable& k = network_.kernels();
  const std::size_t n_active =
      std::max(layer.config().n_wanted(), share_of(share, layer.config().dim));
  out.reshape(in.n, layer.config().dim);
  lane.seekers[node].get_ready(finder, network_.pool().n_threads());
  layers::parallel_blocks(network_.pool(), in.n, kSamplesPerTask,
                          [&](std::size_t begin, std::size_t end, std::size_t worker) {
                            Seeker& seeker = lane.seekers[node].at(finder, worker);
                            layers::ActiveNeurons& active = seeker.active;
                            for (std::size_t i = begin; i < end; ++i) {
                              finder.find(layer, k, {in.row(i), in.width},
                                          {.n_visited = n_active, .n_exact = n_active},
                                          seeker.scratch, active);
                              layers::activate(k, layer.config().activation, active.values);
                              float* row = out.row(i);
                              std::fill_n(row, out.width, 0.0F);
                              for (std::size_t j = 0; j < active.neurons.size(); ++j) {
                                row[active.neurons[j]] = active.values[j];
                              }
                            }
                          });
}

void Predictor::values(const NetworkData& data, std::span<const std::uint64_t> samples,
                       const InferenceSparsity& sparsity, std::span<const std::span<float>> out) {
  sparsity.check();
  const Lease lane(*this);
  run(*lane, data, samples, sparsity, kNoNode);
  const auto& outputs = network_.graph().outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const layers::Signal& signal = (*lane).workspace->signals[outputs[i]];
    std::copy_n(signal.x(), samples.size() * signal.width, out[i].begin());
  }
}

std::vector<float> Predictor::queries(const NetworkData& data,
                                      std::span<const std::uint64_t> samples, std::size_t output) {
  const std::size_t node = network_.graph().outputs[output];
  const Lease lane(*this);
  run(*lane, data, samples, {}, node);
  const layers::Signal& in = *(*lane).workspace->uses[node].in[0];
  return {in.x(), in.x() + in.n * in.width};
}

void Predictor::top(const NetworkData& data, std::span<const std::uint64_t> samples,
                    std::size_t output, const InferenceSparsity& sparsity, const TopColumns& out) {
  sparsity.check();
  const std::size_t node = network_.graph().outputs[output];
  const layers::Linear* layer = open_output(network_, output);
  const bool sparse = sparsity.output < 1.0F && layer != nullptr && layer->finder() != nullptr;
  const Lease lane(*this);
  run(*lane, data, samples, sparsity, sparse ? node : kNoNode);
  if (sparse) return top_of_found(*lane, node, sparsity.output, out);
  top_of_all(*lane, node, out);
}

void Predictor::top_of_all(Lane& lane, std::size_t node, const TopColumns& out) {
  const layers::Signal& signal = lane.workspace->signals[node];
  layers::parallel_blocks(network_.pool(), signal.n, kSamplesPerTask,
                          [&](std::size_t begin, std::size_t end, std::size_t) {
                            std::vector<std::uint32_t> order;
                            for (std::size_t i = begin; i < end; ++i) {
                              take_best({signal.row(i), signal.width}, {}, i, out, order);
                            }
                          });
}

void Predictor::top_of_found(Lane& lane, std::size_t node, float share, const TopColumns& out) {
  const layers::Linear& layer = *network_.linear_of(node);
  const layers::ActiveFinder& finder = *layer.finder();
  const layers::Signal& in = *lane.workspace->uses[node].in[0];
  const kernels::KernelTable& k = network_.kernels();
  const std::size_t n_exact = std::max(kExactPerColumn * out.k, kFewestExact);
  const std::size_t n_share = share_of(share, layer.config().dim);
  const layers::ActiveWish wish{.n_visited = n_share == 0 ? 0 : std::max(n_share, out.k),
                                .n_exact = n_exact};
  lane.seekers[node].get_ready(finder, network_.pool().n_threads());
  layers::parallel_blocks(network_.pool(), in.n, kSamplesPerTask,
                          [&](std::size_t begin, std::size_t end, std::size_t worker) {
                            Seeker& seeker = lane.seekers[node].at(finder, worker);
                            layers::ActiveNeurons& active = seeker.active;
                            for (std::size_t i = begin; i < end; ++i) {
                              finder.find(layer, k, {in.row(i), in.width}, wish, seeker.scratch,
                                          active);
                              layers::activate(k, layer.config().activation, active.values);
                              take_best(active.values, active.neurons, i, out, seeker.order);
                            }
                          });
}

}  // namespace findling::model
