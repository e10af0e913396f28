// SPDX-License-Identifier: Apache-2.0
#include "model/encoder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"
#include "layers/embedding_bag.h"
#include "layers/normalise.h"
#include "model/encoder_trainer.h"

namespace findling::model {

namespace {

constexpr const char* kTableSection = "encoder/table";
constexpr const char* kWeightSection = "encoder/weight";
constexpr std::size_t kListsPerTask = 64;
constexpr std::uint64_t kLargestDim = 4096;

struct Parameters {
  base::AlignedBuffer<float> table;
  base::AlignedBuffer<float> weight;
};

/// Lists that are owned.
struct Lists {
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> values;
};

/// `n` lists at equal distances, the first included.
Lists sample_of(const sparse::RaggedView& lists, std::size_t n) {
  Lists sample;
  for (std::size_t i = 0; i < n; ++i) {
    const auto list = lists[i * lists.size() / n];
    sample.values.insert(sample.values.end(), list.begin(), list.end());
    sample.offsets.push_back(sample.values.size());
  }
  return sample;
}

bool all_finite(std::span<const float> values) noexcept {
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

void expect_output(std::size_t expected, std::size_t got) {
  if (expected == got) return;
  throw std::invalid_argument("[encoder] expected room for " + std::to_string(expected) +
                              " values, got " + std::to_string(got));
}

void expect_32_bits(std::size_t n, const char* what) {
  if (n < std::numeric_limits<std::uint32_t>::max()) return;
  throw std::invalid_argument("[encoder] expected fewer than 2^32 " + std::string(what) + ", got " +
                              std::to_string(n));
}

}  // namespace

Encoder::Encoder(std::shared_ptr<const void> owner, std::span<const float> table,
                 std::span<const float> weight, std::size_t dim)
    : owner_(std::move(owner)), table_(table), weight_(weight), dim_(dim) {}

Encoder Encoder::train(const sparse::RaggedView& passages, std::size_t n_tokens,
                       const EncoderConfig& config, base::ThreadPool& pool,
                       const base::ProgressFn& progress, const base::CancelToken& cancel) {
  config.validate();
  expect_32_bits(passages.size(), "passages");
  expect_32_bits(n_tokens, "tokens");
  passages.validate(n_tokens);
  cancel.throw_if_cancelled();
  Lists sample;
  if (passages.size() > config.most_passages) sample = sample_of(passages, config.most_passages);
  const sparse::RaggedView taken =
      sample.offsets.size() == 1 ? passages : sparse::RaggedView{sample.offsets, sample.values};
  EncoderTrainer trainer(taken, n_tokens, config, pool, cancel);
  trainer.run(progress);
  auto learned =
      std::make_shared<const Parameters>(Parameters{trainer.bag().table(), trainer.bag().weight()});
  const auto table = learned->table.span();
  const auto weight = learned->weight.span();
  Encoder encoder(std::move(learned), table, weight, config.dim);
  encoder.losses_ = trainer.losses();
  return encoder;
}

void Encoder::encode(std::span<const std::uint32_t> tokens, std::span<float> out) const {
  expect_output(dim_, out.size());
  const kernels::KernelTable& k = kernels::active();
  layers::weighted_sum(k, table_, weight_, tokens, out);
  layers::normalise(k, out);
}

void Encoder::encode_batch(const sparse::RaggedView& lists, std::span<float> out,
                           base::ThreadPool& pool) const {
  lists.validate();
  const std::size_t n = lists.size();
  expect_output(n * dim_, out.size());
  pool.parallel_for((n + kListsPerTask - 1) / kListsPerTask, [&](std::size_t task, std::size_t) {
    const std::size_t end = std::min(n, (task + 1) * kListsPerTask);
    for (std::size_t i = task * kListsPerTask; i < end; ++i) {
      encode(lists[i], out.subspan(i * dim_, dim_));
    }
  });
}

void Encoder::save(io::ContainerWriter& writer) const {
  writer.add(kTableSection, table_, {n_tokens(), dim_});
  writer.add(kWeightSection, weight_, {n_tokens()});
}

Encoder Encoder::load(std::shared_ptr<const io::ContainerReader> reader) {
  const io::Shape& shape = reader->shape(kTableSection);
  if (shape.size() != 2 || shape[1] == 0 || shape[1] > kLargestDim) {
    reader->fail("the encoder's table has the wrong shape");
  }
  const auto table = reader->array<float>(kTableSection);
  const auto weight = reader->array<float>(kWeightSection, {shape[0]});
  if (!all_finite(table) || !all_finite(weight)) {
    reader->fail("the encoder holds a value that is not a number");
  }
  return {std::move(reader), table, weight, static_cast<std::size_t>(shape[1])};
}

}  // namespace findling::model
