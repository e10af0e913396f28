// SPDX-License-Identifier: Apache-2.0
#include "layers/negative_sampler.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using findling::base::Rng;
using findling::layers::CompactIds;
using findling::layers::UniformNegatives;

TEST_CASE("negatives: labels keep their places and a drawn label is not there twice") {
  Rng rng(1);
  CompactIds active(8);
  active.add(6);
  active.add(2);
  UniformNegatives(7).sample({}, rng, active);
  CHECK(active.ids()[0] == 6);
  CHECK(active.ids()[1] == 2);
  CHECK(active.size() <= 8);
}

TEST_CASE("negatives: as many draws as neurons activate all of them") {
  Rng rng(1);
  for (const std::size_t draws : {5U, 6U, 1000U}) {
    CompactIds active(5);
    active.add(4);
    UniformNegatives(draws).sample({}, rng, active);
    CHECK(active.size() == 5);
  }
}

TEST_CASE("negatives: every neuron is drawn about equally often") {
  constexpr std::size_t kNeurons = 100;
  constexpr int kBatches = 4000;
  Rng rng(3);
  UniformNegatives negatives(10);
  CompactIds active(kNeurons);
  std::vector<int> drawn(kNeurons);
  for (int i = 0; i < kBatches; ++i) {
    active.clear();
    negatives.sample({}, rng, active);
    for (const std::uint32_t id : active.ids()) ++drawn[id];
  }
  // Of 10 draws a neuron gets 1 - .99^10 = .0956: 382 batches, standard deviation 19.
  for (const int count : drawn) CHECK((count > 382 - 95 && count < 382 + 95));
}
