// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "base/rng.h"
#include "base/thread_pool.h"
#include "fuzz/targets.h"
#include "lsh/make_sampler.h"
#include "model/graph_spec.h"
#include "tasks/bucket_index.h"

namespace findling::fuzz {

namespace {

constexpr std::size_t kRows = 96;
constexpr std::size_t kDim = 8;
constexpr std::size_t kWanted = 12;
constexpr std::uint32_t kMostBuckets = 1U << 16U;  // who restores them knows how many there are

void expect(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::uint32_t> words_of(Bytes bytes) {
  std::vector<std::uint32_t> words(bytes.size() / sizeof(std::uint32_t));
  if (!words.empty()) std::memcpy(words.data(), bytes.data(), 4 * words.size());
  return words;
}

std::vector<float> some_weights() {
  std::vector<float> weights(kRows * kDim);
  base::Rng rng(5);
  for (float& weight : weights) weight = rng.uniform() - 0.5F;
  return weights;
}

}  // namespace

void try_graph(Bytes text) {
  try {
    const auto graph =
        model::GraphSpec::parse({reinterpret_cast<const char*>(text.data()), text.size()});
    const std::string written = graph.to_text();
    const auto again = model::GraphSpec::parse(written);
    expect(again.nodes == graph.nodes && again.outputs == graph.outputs);
  } catch (const std::invalid_argument&) {
    // Refused in one sentence.
  }
}

void try_sampler(Bytes bytes) {
  static const std::vector<float> weights = some_weights();
  static base::ThreadPool pool(1);
  constexpr std::array<std::string_view, 4> kNames = {"random", "dwta", "srp", "scan"};
  if (bytes.empty()) return;
  const std::vector<std::uint32_t> state = words_of(bytes.subspan(1));
  const auto name = kNames[static_cast<std::size_t>(bytes[0]) % kNames.size()];
  const lsh::SamplerShape shape{.n_rows = kRows, .dim = kDim, .n_wanted = kWanted, .seed = 3};
  const auto sampler = lsh::make_sampler(name, shape);
  const lsh::RowsView rows{weights.data(), kRows, kDim};
  sampler->rebuild(rows, pool);
  try {
    sampler->restore(state);
  } catch (const std::invalid_argument&) {
    return;  // refused in one sentence
  }
  const auto scratch = sampler->make_scratch();
  std::vector<std::uint32_t> found;
  sampler->candidates({weights.data(), kDim}, kWanted, *scratch, found);
  for (const std::uint32_t row : found) expect(row < kRows);
  // What was taken is kept: restoring it again must give the same.
  const auto kept = sampler->state();
  sampler->restore(kept);
  expect(sampler->state() == kept);
  const std::vector<std::uint32_t> moved = {0, 7, 95};
  sampler->rows_changed(rows, moved, pool);
}

void try_buckets(Bytes bytes) {
  const std::vector<std::uint32_t> state = words_of(bytes);
  if (!state.empty() && state[0] > kMostBuckets) return;
  try {
    tasks::BucketIndex index = tasks::BucketIndex::restore(state);
    const auto kept = index.state();
    expect(tasks::BucketIndex::restore(kept).state() == kept);
    std::size_t n_places = 0;
    for (std::uint32_t label = 0; label < index.n_slots(); ++label) {
      if (!index.contains(label)) continue;
      for (const std::uint32_t bucket : index.buckets_of(label)) {
        const auto labels = index.labels_in(bucket);
        expect(std::binary_search(labels.begin(), labels.end(), label));
        ++n_places;
      }
      if (label % 2 == 0) index.forget(label);
    }
    expect(n_places % index.shape().n_hashes == 0);
  } catch (const std::invalid_argument&) {
    // Refused in one sentence.
  }
}

}  // namespace findling::fuzz
