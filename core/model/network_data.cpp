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

void GatheredBatch::take_list(const sparse::RaggedView& lists, std::size_t i, Column& column) {
  const auto list = lists[i];
  column.ids.insert(column.ids.end(), list.begin(), list.end());
  column.offsets.push_back(column.ids.size());
}

void GatheredBatch::gather(const NetworkData& data, std::span<const std::uint64_t> samples) {
  n_ = samples.size();
  inputs_.resize(data.inputs.size());
  targets_.resize(data.targets.size());
  const auto clear = [](Column& column) {
    column.offsets.assign(1, 0);
    column.ids.clear();
    column.values.clear();
  };
  for (std::size_t c = 0; c < inputs_.size(); ++c) {
    const InputColumn& from = data.inputs[c];
    Column& to = inputs_[c];
    clear(to);
    for (const std::uint64_t sample : samples) {
      const auto i = static_cast<std::size_t>(sample);
      const std::size_t begin =
          from.is_sparse ? static_cast<std::size_t>(from.csr.rows.offsets[i]) : i * from.dim;
      const std::size_t n = from.is_sparse ? from.csr.rows[i].size() : from.dim;
      const auto values = (from.is_sparse ? from.csr.values : from.values).subspan(begin, n);
      if (from.is_sparse) take_list(from.csr.rows, i, to);
      to.values.insert(to.values.end(), values.begin(), values.end());
    }
  }
  for (std::size_t c = 0; c < targets_.size(); ++c) {
    const TargetColumn& from = data.targets[c];
    Column& to = targets_[c];
    clear(to);
    for (const std::uint64_t sample : samples) {
      const auto i = static_cast<std::size_t>(sample);
      if (from.is_labels) {
        take_list(from.labels, i, to);
      } else {
        const auto values = from.values.subspan(i * from.dim, from.dim);
        to.values.insert(to.values.end(), values.begin(), values.end());
      }
    }
  }
}

sparse::CsrView GatheredBatch::csr(std::size_t input) const noexcept {
  const Column& column = inputs_[input];
  return {{column.offsets, column.ids}, column.values};
}

train::Target GatheredBatch::target(std::size_t i) const noexcept {
  const Column& column = targets_[i];
  const bool labels = column.offsets.size() == n_ + 1 && column.values.empty() && n_ > 0;
  return {.labels = labels ? sparse::RaggedView{column.offsets, column.ids} : sparse::RaggedView{},
          .values = column.values};
}

}  // namespace findling::model
