// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/network_fixtures.h"

// Every layer, loss and way to be sparse against finite differences.

namespace findling {
namespace {

using test::SampleShape;
using train::LossKind;

struct Case {
  const char* what;
  std::string graph;
  LossKind loss;
  SampleShape shape;
};

const std::string kDenseInput = "input x dim=6 sparse=0\n";
const std::string kSparseInput = "input x dim=20 sparse=1\n";
const std::string kHidden = "linear h from=0 dim=9 activation=tanh bias=1\n";
const SampleShape kDenseLabels{.dense_dim = 6, .label_dim = 12};
const SampleShape kDenseValues{.dense_dim = 6, .target_dim = 5};

const std::vector<Case> kCases{
    {"softmax, one label", kDenseInput + kHidden + "linear o from=1 dim=12 bias=1\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"softmax, several labels",
     kDenseInput + "linear o from=0 dim=12 bias=1 activation=softmax\noutputs 1\n",
     LossKind::kSoftmax,
     {.dense_dim = 6, .label_dim = 12, .labels_each = 3}},
    {"binary, labels",
     kDenseInput + "linear o from=0 dim=12 activation=sigmoid\noutputs 1\n",
     LossKind::kBinary,
     {.dense_dim = 6, .label_dim = 12, .labels_each = 2}},
    {"binary, dense targets", kDenseInput + kHidden + "linear o from=1 dim=5 bias=1\noutputs 2\n",
     LossKind::kBinary, kDenseValues},
    {"mse on sigmoid", kDenseInput + "linear o from=0 dim=5 activation=sigmoid\noutputs 1\n",
     LossKind::kMse, kDenseValues},
    {"huber", kDenseInput + kHidden + "linear o from=1 dim=5 bias=1\noutputs 2\n", LossKind::kHuber,
     kDenseValues},
    {"relu",
     kDenseInput + "linear h from=0 dim=9 activation=relu bias=1\n" +
         "linear o from=1 dim=5\noutputs 2\n",
     LossKind::kMse, kDenseValues},
    {"contrastive, shared tower",
     kDenseInput + "dropout d from=0 rate=0.5\nlinear t from=0 dim=5 activation=tanh\n" +
         "linear t from=1 dim=5 activation=tanh\noutputs 2,3\n",
     LossKind::kContrastive,
     {.dense_dim = 6, .target_dim = 1}},
    {"in batch, shared embedding",
     kSparseInput + "input y dim=6 sparse=0\nembedding e from=0 dim=7 bias=1\n" +
         "embedding e from=0 dim=7 bias=1\nlinear a from=1 dim=7\nconcat c from=3,2\n" +
         "linear b from=5 dim=7 activation=tanh\noutputs 4,6\n",
     LossKind::kInBatch,
     {.sparse_dim = 20, .dense_dim = 6}},
    {"embedding",
     kSparseInput + "embedding e from=0 dim=7 activation=tanh bias=1\n" +
         "linear o from=1 dim=12\noutputs 2\n",
     LossKind::kSoftmax,
     {.sparse_dim = 20, .label_dim = 12}},
    {"embedding as output",
     kSparseInput + "embedding e from=0 dim=5\noutputs 1\n",
     LossKind::kMse,
     {.sparse_dim = 20, .target_dim = 5}},
    {"cosine outputs",
     kDenseInput + kHidden + "linear o from=1 dim=12 normalise=1 scale=4 bias=1\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"layer norm",
     kDenseInput + kHidden + "layer_norm n from=1\nlinear o from=2 dim=5\noutputs 3\n",
     LossKind::kMse, kDenseValues},
    {"layer norm as output",
     kDenseInput + "linear h from=0 dim=5\nlayer_norm n from=1\noutputs 2\n", LossKind::kMse,
     kDenseValues},
    {"dropout",
     kDenseInput + kHidden + "dropout d from=1 rate=0.3\nlinear o from=2 dim=5\noutputs 3\n",
     LossKind::kMse, kDenseValues},
    {"concat of two readers of one node",
     kDenseInput + kHidden + "linear a from=1 dim=4 activation=tanh\nconcat c from=2,1,2\n" +
         "linear o from=3 dim=5\noutputs 4\n",
     LossKind::kMse, kDenseValues},
    {"sparse output, random",
     kDenseInput + kHidden +
         "linear o from=1 dim=12 bias=1 sparsity=0.6 sampling=random\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"sparse cosine output",
     kDenseInput + kHidden +
         "linear o from=1 dim=12 normalise=1 scale=4 sparsity=0.6 sampling=random\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"sparse output, labels only",
     kDenseInput + kHidden + "linear o from=1 dim=12 sparsity=0.6 sampling=none\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"sparse binary output",
     kDenseInput + kHidden +
         "linear o from=1 dim=12 bias=1 sparsity=0.7 sampling=random\noutputs 2\n",
     LossKind::kBinary, kDenseLabels},
    {"sparse output, dense targets",
     kDenseInput + kHidden +
         "linear o from=1 dim=5 bias=1 sparsity=0.7 sampling=random activation=tanh\noutputs 2\n",
     LossKind::kMse, kDenseValues},
    {"sparse hidden layer",
     kDenseInput + "linear h from=0 dim=9 activation=tanh bias=1 sparsity=0.5 sampling=random\n" +
         "linear o from=1 dim=5\noutputs 2\n",
     LossKind::kMse, kDenseValues},
    {"sparse cosine hidden layer over an embedding",
     kSparseInput + "embedding e from=0 dim=7\n" +
         "linear h from=1 dim=9 normalise=1 scale=2 sparsity=0.5 sampling=random\n" +
         "linear o from=2 dim=12 sparsity=0.5 sampling=random\noutputs 3\n",
     LossKind::kSoftmax,
     {.sparse_dim = 20, .label_dim = 12}},
    {"hidden layer with hash tables: neurons by sample",
     kDenseInput + "linear i from=0 dim=6 activation=tanh\n" +
         "linear h from=1 dim=9 activation=tanh bias=1 sparsity=0.4 sampling=srp\n" +
         "linear o from=2 dim=5\noutputs 3\n",
     LossKind::kMse, kDenseValues},
    {"the same with a second reader below, by winners, over an embedding",
     kSparseInput + "embedding e from=0 dim=7 activation=sigmoid bias=1\n" +
         "linear h from=1 dim=9 activation=sigmoid sparsity=0.4 sampling=dwta\n" +
         "concat c from=2,1\nlinear o from=3 dim=12\noutputs 4\n",
     LossKind::kSoftmax,
     {.sparse_dim = 20, .label_dim = 12}},
    {"the same with cosines",
     kDenseInput + "linear i from=0 dim=6 activation=tanh\n" +
         "linear h from=1 dim=9 normalise=1 scale=2 bias=1 sparsity=0.4 sampling=srp\n" +
         "linear o from=2 dim=5\noutputs 3\n",
     LossKind::kMse, kDenseValues},
    {"sparse output with hash tables",
     kDenseInput + kHidden + "linear o from=1 dim=12 bias=1 sparsity=0.6 sampling=srp\noutputs 2\n",
     LossKind::kSoftmax, kDenseLabels},
    {"sparse cosine output with hash tables and a bias",
     kDenseInput + kHidden +
         "linear o from=1 dim=12 normalise=1 scale=4 bias=1 sparsity=0.6 sampling=dwta\noutputs "
         "2\n",
     LossKind::kBinary, kDenseLabels},
    {"embedding with relu, cosine above",
     kSparseInput + "embedding e from=0 dim=7 activation=relu bias=1\n" +
         "linear o from=1 dim=5 normalise=1 scale=3 bias=1\noutputs 2\n",
     LossKind::kHuber,
     {.sparse_dim = 20, .target_dim = 5}},
    {"embedding as softmax output",
     kSparseInput + "embedding e from=0 dim=12 activation=softmax bias=1\noutputs 1\n",
     LossKind::kSoftmax,
     {.sparse_dim = 20, .label_dim = 12}},
    {"dense targets, binary, sparse and dense inputs side by side",
     kSparseInput + "input y dim=6 sparse=0\nembedding e from=0 dim=4 activation=tanh\n" +
         "concat c from=2,1\nlayer_norm n from=3\nlinear o from=4 dim=5 bias=1\noutputs 5\n",
     LossKind::kBinary,
     {.sparse_dim = 20, .dense_dim = 6, .target_dim = 5}},
    {"cosine layer shared by two towers, contrastive",
     kDenseInput + "dropout d from=0 rate=0.5\nlinear t from=0 dim=5 normalise=1 scale=1\n" +
         "linear t from=1 dim=5 normalise=1 scale=1\noutputs 2,3\n",
     LossKind::kContrastive,
     {.dense_dim = 6, .target_dim = 1}},
    {"layer norm shared by two towers, in batch",
     kDenseInput + "linear a from=0 dim=5\nlinear b from=0 dim=5\nlayer_norm n from=1\n" +
         "layer_norm n from=2\noutputs 3,4\n",
     LossKind::kInBatch,
     {.dense_dim = 6}},
};

// A step of plain SGD of size 1 moves every value by its gradient.
std::vector<float> gradient_of(model::Network& network, const model::TrainingConfig& config,
                               const test::Samples& samples, const std::string& name) {
  std::vector<std::vector<float>> before;
  for (const auto& table : network.table_names())
    before.push_back(test::table_values(network, table));
  model::NetworkTrainer(network, config).train_batch(samples.view(), samples.all(), 1.0F);
  const auto moved = test::table_values(network, name);
  std::vector<float> gradient;
  const auto names = network.table_names();
  for (std::size_t t = 0; t < names.size(); ++t) {
    if (names[t] == name) {
      for (std::size_t i = 0; i < moved.size(); ++i) gradient.push_back(before[t][i] - moved[i]);
    }
    network.set_table(names[t], before[t]);
  }
  return gradient;
}

}  // namespace

TEST_CASE("the gradient of every table is the slope of the loss") {
  for (const Case& c : kCases) {
    CAPTURE(c.what);
    const auto samples = test::random_samples(7, c.shape, 11);
    model::Network network(model::GraphSpec::parse(c.graph), 3, 1);
    const auto config = test::plain_sgd(c.loss);
    // A new trainer starts at step 0: the same chances every time.
    const auto loss = [&] {
      return model::NetworkTrainer(network, config)
          .train_batch(samples.view(), samples.all(), 0.0F);
    };
    for (const std::string& name : network.table_names()) {
      CAPTURE(name);
      const auto gradient = gradient_of(network, config, samples, name);
      double largest = 0.0;
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        float& x = network.table(name).own()[i];
        const double expected = test::slope(x, loss, 4e-3F);
        largest = std::max(largest, std::abs(expected));
        CHECK(static_cast<double>(gradient[i]) ==
              doctest::Approx(expected).epsilon(0.01).scale(0.05));
      }
      CHECK(largest > 1e-3);
    }
  }
}

TEST_CASE("both outputs of a network teach what they share") {
  model::Network network(model::GraphSpec::parse(kDenseInput + kHidden +
                                                 "linear a from=1 dim=5\n"
                                                 "linear b from=1 dim=5 activation=tanh\n"
                                                 "outputs 2,3\n"),
                         3, 1);
  const auto samples = test::random_samples(7, kDenseValues, 11);
  auto data = samples.view();
  data.targets.push_back(data.targets[0]);
  auto config = test::plain_sgd(LossKind::kMse);
  config.losses.push_back({.kind = LossKind::kHuber, .weight = 0.5F});
  const auto loss = [&] {
    return model::NetworkTrainer(network, config).train_batch(data, samples.all(), 0.0F);
  };
  std::vector<double> expected;
  for (float& x : network.table("h/weight").own()) expected.push_back(test::slope(x, loss, 4e-3F));
  const auto before = test::table_values(network, "h/weight");
  model::NetworkTrainer(network, config).train_batch(data, samples.all(), 1.0F);
  const auto after = test::table_values(network, "h/weight");
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(static_cast<double>(before[i] - after[i]) ==
          doctest::Approx(expected[i]).epsilon(0.01).scale(0.05));
  }
}

}  // namespace findling
