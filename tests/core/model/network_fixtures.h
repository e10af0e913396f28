// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "base/rng.h"
#include "layers/fixtures.h"
#include "model/network.h"
#include "model/network_data.h"
#include "model/network_trainer.h"

namespace findling::test {

/// Samples that own their arrays: one sparse input, then one dense one, then one target.
struct Samples {
  std::size_t n = 0;
  Lists sparse;
  std::vector<float> sparse_values;
  std::vector<float> dense;
  Lists labels;
  std::vector<float> targets;
  std::size_t sparse_dim = 0;
  std::size_t dense_dim = 0;
  std::size_t label_dim = 0;   // 0: no labels
  std::size_t target_dim = 0;  // 0: no dense targets

  model::NetworkData view() const {
    model::NetworkData data{.n = n, .inputs = {}, .targets = {}};
    if (sparse_dim > 0) {
      data.inputs.push_back({.is_sparse = true,
                             .dim = sparse_dim,
                             .csr = {sparse.view(), sparse_values},
                             .values = {}});
    }
    if (dense_dim > 0) {
      data.inputs.push_back({.is_sparse = false, .dim = dense_dim, .csr = {}, .values = dense});
    }
    model::TargetColumn target;
    if (label_dim > 0) {
      target = {.dim = label_dim, .is_labels = true, .labels = labels.view(), .values = {}};
    } else {
      target = {.dim = target_dim, .is_labels = false, .labels = {}, .values = targets};
    }
    data.targets.push_back(target);
    return data;
  }

  std::vector<std::uint64_t> all() const {
    std::vector<std::uint64_t> ids(n);
    std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    return ids;
  }
};

struct SampleShape {
  std::size_t sparse_dim = 0;
  std::size_t dense_dim = 0;
  std::size_t label_dim = 0;
  std::size_t labels_each = 1;
  std::size_t target_dim = 0;
};

/// Random samples: three to six ids each, with a repeat now and then.
inline Samples random_samples(std::size_t n, const SampleShape& shape, std::uint64_t seed) {
  Samples s;
  s.n = n;
  s.sparse_dim = shape.sparse_dim;
  s.dense_dim = shape.dense_dim;
  s.label_dim = shape.label_dim;
  s.target_dim = shape.target_dim;
  base::Rng rng(seed);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::uint32_t> ids;
    for (std::size_t j = 0; shape.sparse_dim > 0 && j < 3 + i % 4; ++j) {
      ids.push_back(static_cast<std::uint32_t>(rng.below(shape.sparse_dim)));
    }
    s.sparse.add(ids);
    std::vector<std::uint32_t> labels;
    for (std::size_t j = 0; shape.label_dim > 0 && j < shape.labels_each; ++j) {
      labels.push_back(static_cast<std::uint32_t>(rng.below(shape.label_dim)));
    }
    s.labels.add(labels);
  }
  s.sparse_values = random_floats(s.sparse.values.size(), seed + 1);
  s.dense = random_floats(n * shape.dense_dim, seed + 2);
  s.targets = random_floats(n * shape.target_dim, seed + 3);
  return s;
}

inline model::TrainingConfig plain_sgd(train::LossKind loss) {
  return {.losses = {{.kind = loss}},
          .optimizer = {.kind = train::OptimizerKind::kSgd, .beta1 = 0.0F},
          .clip_value = 0.0F,
          .clip_norm = 0.0F};
}

inline model::TrainingConfig adam(train::LossKind loss) {
  return {.losses = {{.kind = loss}}, .optimizer = {}, .clip_value = 0.0F, .clip_norm = 0.0F};
}

inline std::vector<float> table_values(model::Network& network, const std::string& name) {
  const auto values = network.table(name).values();
  return {values.begin(), values.end()};
}

/// All parameters one after the other.
inline std::vector<float> all_values(model::Network& network) {
  std::vector<float> all;
  for (const std::string& name : network.table_names()) {
    const auto values = table_values(network, name);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

}  // namespace findling::test
