// SPDX-License-Identifier: Apache-2.0
#include "model/network_data.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace findling::model {

namespace {

void expect_samples(const char* what, std::size_t column, std::size_t expected, std::size_t got) {
  if (expected == got) return;
  throw std::invalid_argument("[network] expected " + std::to_string(expected) + " samples in " +
                              what + " " + std::to_string(column) + ", got " + std::to_string(got));
}

void expect_dense(const char* what, std::size_t column, std::size_t expected,
                  std::span<const float> values) {
  if (values.size() != expected) {
    throw std::invalid_argument("[network] expected " + std::to_string(expected) + " values in " +
                                what + " " + std::to_string(column) + ", got " +
                                std::to_string(values.size()));
  }
  if (!std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
    throw std::invalid_argument(std::string("[network] expected finite values in ") + what + " " +
                                std::to_string(column) + ", got infinity or not a number");
  }
}

}  // namespace

void NetworkData::validate() const {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const InputColumn& input = inputs[i];
    if (input.is_sparse) {
      input.csr.validate(input.dim);
      expect_samples("input", i, n, input.csr.size());
    } else {
      expect_dense("input", i, n * input.dim, input.values);
    }
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const TargetColumn& target = targets[i];
    if (target.is_labels) {
      target.labels.validate(target.dim);
      expect_samples("target", i, n, target.labels.size());
    } else {
      expect_dense("target", i, n * target.dim, target.values);
    }
  }
}

void GatheredBatch::take_values(std::span<const float> values, Column& column) {
  column.values.insert(column.values.end(), values.begin(), values.end());
}

void GatheredBatch::take_list(const sparse::RaggedView& lists, std::size_t i, Column& column) {
  const auto list = lists[i];
  column.ids.insert(column.ids.end(), list.begin(), list.end());
  column.offsets.push_back(column.ids.size());
}

void GatheredBatch::Column::clear(bool lists) {
  is_lists = lists;
  offsets.assign(1, 0);
  ids.clear();
  values.clear();
}

void GatheredBatch::gather(const NetworkData& data, std::span<const std::uint64_t> samples) {
  n_ = samples.size();
  inputs_.resize(data.inputs.size());
  targets_.resize(data.targets.size());
  for (std::size_t c = 0; c < inputs_.size(); ++c) {
    const InputColumn& from = data.inputs[c];
    inputs_[c].clear(from.is_sparse);
    for (const std::uint64_t sample : samples) {
      const auto i = static_cast<std::size_t>(sample);
      if (!from.is_sparse) {
        take_values(from.values.subspan(i * from.dim, from.dim), inputs_[c]);
        continue;
      }
      const auto begin = static_cast<std::size_t>(from.csr.rows.offsets[i]);
      take_values(from.csr.values.subspan(begin, from.csr.rows[i].size()), inputs_[c]);
      take_list(from.csr.rows, i, inputs_[c]);
    }
  }
  for (std::size_t c = 0; c < targets_.size(); ++c) {
    const TargetColumn& from = data.targets[c];
    targets_[c].clear(from.is_labels);
    for (const std::uint64_t sample : samples) {
      const auto i = static_cast<std::size_t>(sample);
      if (from.is_labels) {
        take_list(from.labels, i, targets_[c]);
      } else {
        take_values(from.values.subspan(i * from.dim, from.dim), targets_[c]);
      }
    }
  }
}

void GatheredBatch::scale_inputs(float factor) noexcept {
  for (Column& column : inputs_) {
    for (float& value : column.values) value *= factor;
  }
}

sparse::CsrView GatheredBatch::csr(std::size_t input) const noexcept {
  const Column& column = inputs_[input];
  return {{column.offsets, column.ids}, column.values};
}

train::Target GatheredBatch::target(std::size_t i) const noexcept {
  const Column& column = targets_[i];
  if (column.is_lists) return {.labels = {column.offsets, column.ids}, .values = {}};
  return {.labels = {}, .values = column.values};
}

}  // namespace findling::model
