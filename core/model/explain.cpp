// SPDX-License-Identifier: Apache-2.0
#include "model/explain.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "base/aligned_buffer.h"
#include "layers/parallel.h"

namespace findling::model {

namespace {

constexpr std::size_t kSamplesPerTask = 16;

void check(const GraphSpec& graph, std::size_t n_samples, const ExplainQuestion& question) {
  const auto expect = [](bool holds, const std::string& what, std::size_t got) {
    if (holds) return;
    throw std::invalid_argument("[network] expected " + what + ", got " + std::to_string(got));
  };
  const std::size_t n_outputs = graph.outputs.size();
  expect(question.output < n_outputs, "output below " + std::to_string(n_outputs), question.output);
  expect(!question.path.empty(), "points on the path from zero to the input", 0);
  expect(question.columns.size() == n_samples, std::to_string(n_samples) + " columns",
         question.columns.size());
  const NodeSpec& node = graph.nodes[graph.outputs[question.output]];
  for (const std::uint32_t column : question.columns) {
    expect(column < node.dim, "columns of " + node.name + " below " + std::to_string(node.dim),
           column);
  }
}

// Where the gradient meets the input: a dense input, or an embedding of a sparse one.
struct Entry {
  std::size_t input;
  layers::Signal* signal;
  layers::Layer* bag;               // null for dense inputs
  base::AlignedBuffer<float> mean;  // [n, width], the weighted sum of gradients
};

// One call of `explain`.
class Explainer {
 public:
  Explainer(const Network& network, const NetworkData& data, std::span<const std::uint64_t> samples,
            const ExplainQuestion& question);
  Explained run();

 private:
  void mark_needed();
  void find_entries();
  void forward(float at, std::span<float> values);
  void backward();
  void begin_backward();
  void add_gradients(float weight);
  InputContributions contributions_of(std::size_t input);
  void add_of_bag(const Entry& entry, const sparse::CsrView& csr, std::span<float> out) const;

  const Network& network_;
  const NetworkData& data_;
  std::span<const std::uint64_t> samples_;
  ExplainQuestion question_;
  std::size_t node_;            // the output
  const layers::Linear* head_;  // the same where it is a linear layer, else null
  layers::Context ctx_;
  std::unique_ptr<Workspace> workspace_;
  std::vector<bool> needed_;  // [nodes]: whether the output depends on it
  std::vector<Entry> entries_;
  GatheredBatch batch_;  // the samples as they are; the workspace has them scaled
};

Explainer::Explainer(const Network& network, const NetworkData& data,
                     std::span<const std::uint64_t> samples, const ExplainQuestion& question)
    : network_(network),
      data_(data),
      samples_(samples),
      question_(question),
      node_(network.graph().outputs[question.output]),
      head_(network.linear_of(node_)),
      ctx_{.k = network.kernels(),
           .pool = network.pool(),
           .way_back = true,
           .hold_lengths = question.hold_lengths},
      workspace_(network.make_workspace()) {
  mark_needed();
  find_entries();
  batch_.gather(data, samples);
}

// Unlike in training, gradients go all the way down to dense inputs.
void Explainer::mark_needed() {
  const GraphSpec& graph = network_.graph();
  needed_.assign(graph.nodes.size(), false);
  needed_[node_] = true;
  for (std::size_t i = node_ + 1; i-- > 0;) {
    if (!needed_[i]) continue;
    for (const std::size_t from : graph.nodes[i].from) needed_[from] = true;
  }
  for (layers::Signal& signal : workspace_->signals) signal.wants_gradient = !signal.is_sparse;
  workspace_->signals[node_].raw = true;
}

void Explainer::find_entries() {
  const GraphSpec& graph = network_.graph();
  const auto add = [&](std::size_t input, std::size_t node) {
    layers::Signal& signal = workspace_->signals[node];
    entries_.push_back({input, &signal, network_.layer_of(node),
                        base::AlignedBuffer<float>(samples_.size() * signal.dim)});
  };
  for (std::size_t input = 0; input < network_.inputs().size(); ++input) {
    const std::size_t at = network_.inputs()[input];
    if (!needed_[at]) continue;
    if (!graph.nodes[at].sparse) add(input, at);
    for (std::size_t i = at + 1; i <= node_; ++i) {
      const NodeSpec& node = graph.nodes[i];
      if (needed_[i] && node.kind == NodeKind::kEmbedding && node.from[0] == at) add(input, i);
    }
  }
}

Explained Explainer::run() {
  Explained out;
  out.values.resize(samples_.size());
  out.baselines.resize(samples_.size());
  forward(0.0F, out.baselines);
  forward(1.0F, out.values);
  std::vector<float> on_the_way(samples_.size());
  for (std::size_t i = 0; i < question_.path.size(); ++i) {
    const PathPoint& point = question_.path[i];
    if (i > 0 || point.at != 1.0F) forward(point.at, on_the_way);
    backward();
    add_gradients(point.weight);
  }
  for (std::size_t i = 0; i < data_.inputs.size(); ++i) out.inputs.push_back(contributions_of(i));
  return out;
}

// Of a linear output only the asked column is computed: it may be one of a million.
void Explainer::forward(float at, std::span<float> values) {
  workspace_->batch.gather(data_, samples_);
  workspace_->batch.scale_inputs(at);
  network_.feed(*workspace_);
  for (std::size_t i = 0; i <= node_; ++i) {
    const layers::Layer* layer = network_.layer_of(i);
    if (layer == nullptr || !needed_[i] || (i == node_ && head_ != nullptr)) continue;
    layer->forward(ctx_, workspace_->uses[i]);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (head_ == nullptr) {
      values[i] = workspace_->signals[node_].row(i)[question_.columns[i]];
      continue;
    }
    const layers::Signal& in = *workspace_->uses[node_].in[0];
    head_->score(ctx_.k, {in.row(i), in.width}, question_.columns.subspan(i, 1),
                 values.subspan(i, 1));
  }
}

void Explainer::backward() {
  begin_backward();
  for (std::size_t i = node_; i-- > 0;) {
    const layers::Layer* layer = network_.layer_of(i);
    if (layer != nullptr && needed_[i]) layer->backward(ctx_, workspace_->uses[i]);
  }
}

void Explainer::begin_backward() {
  if (head_ != nullptr) {
    layers::Signal& in = *workspace_->uses[node_].in[0];
    layers::open_gradient(in);
    for (std::size_t i = 0; i < in.n; ++i) {
      head_->score_gradient(ctx_, {in.row(i), in.width}, question_.columns[i],
                            {in.gradient_row(i), in.width});
    }
    return;
  }
  layers::Signal& out = workspace_->signals[node_];
  out.make_gradient();
  std::fill_n(out.gradient(), out.n * out.width, 0.0F);
  for (std::size_t i = 0; i < out.n; ++i) out.gradient_row(i)[question_.columns[i]] = 1.0F;
  network_.layer_of(node_)->backward(ctx_, workspace_->uses[node_]);
}

void Explainer::add_gradients(float weight) {
  for (Entry& entry : entries_) {
    ctx_.k.axpy(weight, entry.signal->gradient(), entry.mean.data(), entry.mean.size());
  }
}

InputContributions Explainer::contributions_of(std::size_t input) {
  InputContributions out;
  const bool sparse = data_.inputs[input].is_sparse;
  const sparse::CsrView csr = sparse ? batch_.csr(input) : sparse::CsrView();
  const std::span<const float> values = sparse ? csr.values : batch_.values(input);
  out.offsets.assign(csr.rows.offsets.begin(), csr.rows.offsets.end());
  out.ids.assign(csr.rows.values.begin(), csr.rows.values.end());
  out.contributions.resize(values.size());
  for (const Entry& entry : entries_) {
    if (entry.input != input) continue;
    if (sparse) {
      add_of_bag(entry, csr, out.contributions);
    } else {
      std::transform(values.begin(), values.end(), entry.mean.begin(), out.contributions.begin(),
                     std::multiplies<>());
    }
  }
  return out;
}

void Explainer::add_of_bag(const Entry& entry, const sparse::CsrView& csr,
                           std::span<float> out) const {
  const std::size_t dim = entry.signal->dim;
  const layers::Table& rows = entry.bag->tables()[0];
  layers::parallel_blocks(
      ctx_.pool, csr.size(), kSamplesPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
        std::vector<float> widened(rows.is_packed() ? dim : 0);
        for (std::size_t i = begin; i < end; ++i) {
          const float* gradient = entry.mean.data() + i * dim;
          for (auto at = csr.rows.offsets[i]; at < csr.rows.offsets[i + 1]; ++at) {
            const float* row = rows.rows_in(ctx_.k, csr.rows.values[at], 1, widened.data());
            out[at] += csr.values[at] * ctx_.k.dot(row, gradient, dim);
          }
        }
      });
}

}  // namespace

Explained explain(const Network& network, const NetworkData& data,
                  std::span<const std::uint64_t> samples, const ExplainQuestion& question) {
  check(network.graph(), samples.size(), question);
  return Explainer(network, data, samples, question).run();
}

}  // namespace findling::model
