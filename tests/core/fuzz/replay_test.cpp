// SPDX-License-Identifier: Apache-2.0

// What the fuzzer once found, and the most different of what it tried, goes through its targets
// again: with any compiler, and under the sanitizers of the other tests.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "fuzz/targets.h"
#include "io/fixtures.h"

namespace findling {
namespace {

// How many files went through without an abort.
std::size_t replay(const std::string& folder, void (*target)(fuzz::Bytes)) {
  std::size_t n = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FINDLING_FUZZ_CORPUS "/" + folder)) {
    const test::Bytes bytes = test::read_bytes(entry.path());
    CAPTURE(entry.path());
    CHECK_NOTHROW(target(std::as_bytes(std::span(bytes))));
    ++n;
  }
  return n;
}

}  // namespace

TEST_CASE("replay: containers") { CHECK(replay("container", fuzz::try_container) > 0); }
TEST_CASE("replay: networks") { CHECK(replay("network", fuzz::try_network) > 0); }
TEST_CASE("replay: retrievers") { CHECK(replay("retriever", fuzz::try_retriever) > 0); }
TEST_CASE("replay: descriptions") { CHECK(replay("graph", fuzz::try_graph) > 0); }
TEST_CASE("replay: states of samplers") { CHECK(replay("sampler", fuzz::try_sampler) > 0); }
TEST_CASE("replay: states of buckets") { CHECK(replay("buckets", fuzz::try_buckets) > 0); }

}  // namespace findling
