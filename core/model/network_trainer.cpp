// SPDX-License-Identifier: Apache-2.0
#include "model/network_trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/rng.h"
#include "layers/parallel.h"

namespace findling::model {

namespace {

// A task has enough rows for the products to pay, and a block of gradients that stays in the
// second-level cache: 128 rows of 256 floats are 128 KB.
constexpr std::size_t kValuesPerTask = 32768;
constexpr std::size_t kFewestRows = 16;
constexpr std::size_t kMostRows = 4096;
constexpr std::size_t kMostKept = std::size_t{1} << 24;

std::size_t rows_per_task(const layers::Table& table) {
  const std::size_t rows = std::clamp(kValuesPerTask / table.dim(), kFewestRows, kMostRows);
  return std::min(rows, std::max<std::size_t>(table.n_rows(), 1));
}

void clip(std::span<float> values, float limit) noexcept {
  for (float& value : values) value = std::clamp(value, -limit, limit);
}

}  // namespace

NetworkTrainer::NetworkTrainer(Network& network, TrainingConfig config)
    : network_(network), config_(std::move(config)), workspace_(network.make_workspace()) {
  config_.check(network.graph());
  for (const Network::LayerEntry& entry : network.layers()) add_learner(entry);
  mark_outputs();
  scratch_.resize(network.pool().n_threads() * scratch_stride_);
}

void NetworkTrainer::add_learner(const Network::LayerEntry& entry) {
  if (entry.layer->tables().empty()) return;
  Learner learner{.layer = entry.layer.get(), .uses = {}, .tables = {}};
  for (const std::size_t node : entry.nodes) learner.uses.push_back(&workspace_->uses[node]);
  for (layers::Table& table : entry.layer->tables()) {
    table.make_own();
    train::OptimizerConfig config = config_.optimizer;
    // Only matrices shrink: a bias or a gain has a place of its own to be.
    if (table.name() != "weight") config.weight_decay = 0.0F;
    const std::size_t rows = rows_per_task(table);
    learner.tables.push_back({.optimizer = train::RowOptimizer(table.n_rows(), table.dim(), config),
                              .rows_per_task = rows,
                              .kept = {}});
    scratch_stride_ = std::max(scratch_stride_, (rows * table.dim() + 15) / 16 * 16);
  }
  learners_.push_back(std::move(learner));
}

void NetworkTrainer::mark_outputs() {
  const GraphSpec& graph = network_.graph();
  std::size_t next = 0;
  for (const train::LossConfig& config : config_.losses) {
    losses_.emplace_back(config);
    auto& signals = loss_signals_.emplace_back();
    for (std::size_t i = 0; i < config.n_outputs(); ++i) {
      const std::size_t node = graph.outputs[next++];
      layers::Signal& signal = workspace_->signals[node];
      signals.push_back(&signal);
      const bool alone = graph.n_readers(node) == 0;
      signal.raw = config.takes_raw();
      signal.in_place = signal.raw && alone;
      signal.keeps_active = alone && config.n_outputs() == 1;
    }
  }
}

layers::Context NetworkTrainer::context(bool training) const {
  return {.k = network_.kernels(),
          .pool = network_.pool(),
          .training = training,
          .seed = base::mix64(network_.seed() + 0x9E3779B97F4A7C15ULL * (step_ + 1)),
          .step = step_};
}

void NetworkTrainer::load(const NetworkData& data, std::span<const std::uint64_t> samples) {
  workspace_->batch.gather(data, samples);
  network_.feed(*workspace_);
  for (std::size_t i = 0; i < losses_.size(); ++i) {
    loss_signals_[i][0]->labels = workspace_->batch.target(i).labels;
  }
}

double NetworkTrainer::run_losses(const layers::Context& ctx, bool with_gradient) {
  double sum = 0.0;
  for (std::size_t i = 0; i < losses_.size(); ++i) {
    const double loss =
        losses_[i].run(ctx, loss_signals_[i], workspace_->batch.target(i), with_gradient);
    sum += static_cast<double>(losses_[i].config().weight) * loss;
  }
  return sum;
}

double NetworkTrainer::train_batch(const NetworkData& data, std::span<const std::uint64_t> samples,
                                   float lr) {
  if (samples.empty()) return 0.0;
  const layers::Context ctx = context(true);
  load(data, samples);
  network_.forward(ctx, *workspace_);
  const double loss = run_losses(ctx, true);
  backward(ctx);
  for (Learner& learner : learners_) learner.layer->prepare_gradients(ctx, learner.uses);
  float factor = 1.0F;
  if (config_.clip_norm > 0.0F) {
    const double norm = std::sqrt(squared_norm());
    const auto limit = static_cast<double>(config_.clip_norm);
    if (norm > limit) factor = static_cast<float>(limit / norm);
  }
  ++step_;
  update(lr, factor);
  for (Learner& learner : learners_) learner.layer->updated(ctx, learner.uses);
  return loss;
}

double NetworkTrainer::evaluate_batch(const NetworkData& data,
                                      std::span<const std::uint64_t> samples) {
  const layers::Context ctx = context(false);
  load(data, samples);
  network_.forward(ctx, *workspace_);
  return run_losses(ctx, false);
}

void NetworkTrainer::backward(const layers::Context& ctx) {
  for (std::size_t i = workspace_->signals.size(); i-- > 0;) {
    layers::Layer* layer = network_.layer_of(i);
    if (layer != nullptr) layer->backward(ctx, workspace_->uses[i]);
  }
}

// Calls `fn(i, row, gradient)` for every touched row, the i-th of which is row `row` of the table.
template <typename Fn>
void NetworkTrainer::for_gradients(Learner& learner, std::size_t table, Fn&& fn) {
  const layers::RowSet rows = learner.layer->touched(table, learner.uses);
  const std::size_t dim = learner.layer->tables()[table].dim();
  TableState& state = learner.tables[table];
  layers::parallel_blocks(network_.pool(), rows.n, state.rows_per_task,
                          [&](std::size_t begin, std::size_t end, std::size_t worker) {
                            float* block = state.keeps ? state.kept.data() + begin * dim
                                                       : scratch_.data() + worker * scratch_stride_;
                            const std::span<float> all(block, (end - begin) * dim);
                            if (!state.keeps) compute_gradient(learner, table, begin, end, all);
                            for (std::size_t i = begin; i < end; ++i) {
                              fn(i, rows[i], all.subspan((i - begin) * dim, dim));
                            }
                          });
}

void NetworkTrainer::compute_gradient(const Learner& learner, std::size_t table, std::size_t begin,
                                      std::size_t end, std::span<float> out) const {
  learner.layer->gradient(network_.kernels(), table, learner.uses, begin, end, out.data());
  if (config_.clip_value > 0.0F) clip(out, config_.clip_value);
}

// From here to the update, `for_gradients` finds the gradients of this table where they are.
void NetworkTrainer::keep_gradients(Learner& learner, std::size_t table) {
  TableState& state = learner.tables[table];
  const std::size_t n_rows = learner.layer->touched(table, learner.uses).n;
  const std::size_t dim = learner.layer->tables()[table].dim();
  if (n_rows * dim > kMostKept) return;
  if (state.kept.size() < n_rows * dim) state.kept = base::AlignedBuffer<float>(n_rows * dim);
  layers::parallel_blocks(network_.pool(), n_rows, state.rows_per_task,
                          [&](std::size_t begin, std::size_t end, std::size_t) {
                            const std::span<float> block(state.kept.data() + begin * dim,
                                                         (end - begin) * dim);
                            compute_gradient(learner, table, begin, end, block);
                          });
  state.keeps = true;
}

double NetworkTrainer::squared_norm() {
  double sum = 0.0;
  std::vector<float> squares;
  for (Learner& learner : learners_) {
    for (std::size_t t = 0; t < learner.tables.size(); ++t) {
      keep_gradients(learner, t);
      squares.assign(learner.layer->touched(t, learner.uses).n, 0.0F);
      for_gradients(learner, t, [&](std::size_t i, std::size_t, std::span<const float> gradient) {
        squares[i] = network_.kernels().sum_squares(gradient.data(), gradient.size());
      });
      for (const float square : squares) sum += static_cast<double>(square);
    }
  }
  return sum;
}

void NetworkTrainer::update(float lr, float factor) {
  const kernels::KernelTable& k = network_.kernels();
  for (Learner& learner : learners_) {
    for (std::size_t t = 0; t < learner.tables.size(); ++t) {
      layers::Table& table = learner.layer->tables()[t];
      train::RowOptimizer& optimizer = learner.tables[t].optimizer;
      optimizer.begin_step(lr);
      for_gradients(learner, t, [&](std::size_t, std::size_t row, std::span<float> gradient) {
        if (factor != 1.0F) k.scale(factor, gradient.data(), gradient.size());
        optimizer.update(k, row, table.own_row(row), gradient);
      });
      learner.tables[t].keeps = false;
    }
  }
}

}  // namespace findling::model
