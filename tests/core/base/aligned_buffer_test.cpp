// SPDX-License-Identifier: Apache-2.0
#include "base/aligned_buffer.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <new>
#include <utility>

using findling::base::AlignedBuffer;

TEST_CASE("aligned buffer: starts on 64 bytes and is zero") {
  for (const std::size_t n : {1U, 3U, 17U, 1000U}) {
    const AlignedBuffer<float> buffer(n);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64 == 0);
    for (const float value : buffer) CHECK(value == 0.0F);
  }
}

TEST_CASE("aligned buffer: resize keeps the first values and zeroes the new ones") {
  AlignedBuffer<int> buffer(3);
  for (int& value : buffer) value = 7;
  buffer.resize(5);
  CHECK((buffer[2] == 7 && buffer[3] == 0 && buffer[4] == 0));
  buffer.resize(1);
  buffer.resize(2);
  CHECK((buffer.size() == 2 && buffer[0] == 7 && buffer[1] == 0));
  buffer.resize(0);
  CHECK((buffer.empty() && buffer.span().empty()));
}

TEST_CASE("aligned buffer: a copy is its own, a move empties the source") {
  AlignedBuffer<int> first(2);
  first[0] = 1;
  AlignedBuffer<int> second = first;
  second[0] = 2;
  CHECK(first[0] == 1);
  AlignedBuffer<int> third = std::move(first);
  CHECK((third.size() == 2 && third[0] == 1));
  third = second;
  CHECK(third[0] == 2);
}

TEST_CASE("aligned buffer: an impossible size is an error, and the buffer stays") {
  AlignedBuffer<double> buffer(2);
  CHECK_THROWS_AS(buffer.resize(std::numeric_limits<std::size_t>::max() / 4), std::bad_alloc);
  CHECK(buffer.size() == 2);
}
