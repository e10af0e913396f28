// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/errors.h"
#include "base/rng.h"
#include "io/container.h"
#include "retrieval/inverted_index.h"

using namespace findling;
using namespace findling::retrieval;
using findling::base::FormatError;

namespace {

constexpr std::size_t kTerms = 20;
const std::vector<QueryTerm> kQuery{{0, 1}, {7, 1}, {19, 2}};

/// Passages with their terms, and a random one of them in each passage many times.
InvertedIndex filled(std::size_t n_at_once, std::size_t n_added) {
  base::Rng rng(2);
  InvertedIndex index;
  for (const std::size_t n : {n_at_once, n_added}) {
    std::vector<std::uint64_t> offsets{0};
    std::vector<std::uint32_t> terms;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::uint64_t left = rng.below(25); left > 0; --left) {
        terms.push_back(static_cast<std::uint32_t>(rng.below(kTerms)));
      }
      offsets.push_back(terms.size());
    }
    if (n > 0) index.append({offsets, terms}, kTerms);
  }
  return index;
}

class ScratchPath {
 public:
  ScratchPath()
      : path_(std::filesystem::temp_directory_path() /
              ("findling_words" + std::to_string(::time(nullptr)) +
               std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {}
  ~ScratchPath() { std::filesystem::remove(path_); }
  ScratchPath(const ScratchPath&) = delete;
  ScratchPath& operator=(const ScratchPath&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::vector<float> scores(const InvertedIndex& index) {
  std::vector<float> all(index.n_slots());
  index.score(kQuery, all);
  return all;
}

/// Every section of the index, to be changed before it is written again.
struct Sections {
  std::vector<std::uint32_t> first_blocks, sizes, last_slots, lengths;
  std::vector<std::uint64_t> starts;
  std::vector<std::uint8_t> tops, postings, live;
  float top_mean;

  explicit Sections(const io::ContainerReader& reader)
      : first_blocks(copy<std::uint32_t>(reader, "words/first_blocks")),
        sizes(copy<std::uint32_t>(reader, "words/sizes")),
        last_slots(copy<std::uint32_t>(reader, "words/last_slots")),
        lengths(copy<std::uint32_t>(reader, "words/lengths")),
        starts(copy<std::uint64_t>(reader, "words/starts")),
        tops(copy<std::uint8_t>(reader, "words/tops")),
        postings(copy<std::uint8_t>(reader, "words/postings")),
        live(copy<std::uint8_t>(reader, "words/live")),
        top_mean(reader.array<float>("words/top_mean").front()) {}

  template <typename T>
  static std::vector<T> copy(const io::ContainerReader& reader, const char* name) {
    const auto values = reader.array<T>(name);
    return {values.begin(), values.end()};
  }

  InvertedIndex load() const {
    const ScratchPath scratch;
    io::ContainerWriter writer("words", 2);
    writer.add_owned("words/first_blocks", first_blocks);
    writer.add_owned("words/sizes", sizes);
    writer.add_owned("words/last_slots", last_slots);
    writer.add_owned("words/lengths", lengths, {lengths.size(), 1});
    writer.add_owned("words/starts", starts);
    writer.add_owned("words/tops", tops);
    writer.add_owned("words/postings", postings);
    writer.add_owned("words/live", live);
    writer.add_owned("words/top_mean", std::vector<float>{top_mean});
    writer.write(scratch.path());
    return InvertedIndex::load(io::ContainerReader::open(scratch.path(), "words", 2), kTerms);
  }
};

}  // namespace

TEST_CASE("an index comes back with the same scores, however it was filled") {
  for (const auto& [at_once, added] : {std::pair(900, 0), std::pair(900, 500), std::pair(1, 300)}) {
    InvertedIndex index =
        filled(static_cast<std::size_t>(at_once), static_cast<std::size_t>(added));
    index.remove(0);
    const ScratchPath scratch;
    io::ContainerWriter writer("words", 2);
    index.save(writer);
    writer.write(scratch.path());
    const auto again =
        InvertedIndex::load(io::ContainerReader::open(scratch.path(), "words", 2), kTerms);
    CHECK(again.n_live() == index.n_live());
    CHECK(scores(again) == scores(index));
    const auto best = again.best(kQuery, 20, {});
    const auto expected = index.best(kQuery, 20, {});
    REQUIRE(best.size() == expected.size());
    for (std::size_t i = 0; i < best.size(); ++i) CHECK(best[i].slot == expected[i].slot);
  }
}

TEST_CASE("postings that do not fit each other are refused") {
  const ScratchPath scratch;
  const InvertedIndex index = filled(900, 0);
  io::ContainerWriter writer("words", 2);
  index.save(writer);
  writer.write(scratch.path());
  const Sections whole(*io::ContainerReader::open(scratch.path(), "words", 2));
  CHECK(scores(whole.load()) == scores(index));
  const std::vector<std::function<void(Sections&)>> changes{
      [](Sections& s) { s.first_blocks.front() = 1; },
      [](Sections& s) { s.first_blocks.back() += 1; },
      [](Sections& s) { s.first_blocks.pop_back(); },
      [](Sections& s) { s.sizes.front() += 1; },
      [](Sections& s) { s.sizes.front() = 0xFFFF'FFFF; },
      [](Sections& s) { s.sizes.back() = 0; },
      [](Sections& s) { s.sizes.clear(); },
      [](Sections& s) { s.last_slots.front() += 1; },
      [](Sections& s) { s.last_slots.pop_back(); },
      [](Sections& s) { s.starts.front() = 1; },
      [](Sections& s) { s.starts[1] += 1; },
      [](Sections& s) { s.starts[1] = ~std::uint64_t{0}; },
      [](Sections& s) { s.starts.back() += 1; },
      [](Sections& s) { s.starts.clear(); },
      [](Sections& s) { s.tops.pop_back(); },
      [](Sections& s) { s.postings[0] = 33; },
      [](Sections& s) { s.postings[1] = 17; },
      [](Sections& s) { s.postings[2] ^= 0xFF; },
      [](Sections& s) { s.postings.resize(s.postings.size() - 1); },
      [](Sections& s) { s.postings.clear(); },
      [](Sections& s) {
        s.live.pop_back(), s.lengths.pop_back(), s.live.pop_back(), s.lengths.pop_back();
      },
      [](Sections& s) { s.live.front() = 2; },
      [](Sections& s) { s.lengths.pop_back(); },
      [](Sections& s) { s.top_mean = 0.0F; },
      [](Sections& s) { s.top_mean = -1.0F; },
      [](Sections& s) { s.top_mean = std::numeric_limits<float>::infinity(); },
      [](Sections& s) { s.sizes.push_back(0), s.first_blocks.push_back(s.first_blocks.back()); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CAPTURE(i);
    Sections changed = whole;
    changes[i](changed);
    CHECK_THROWS_AS(changed.load(), FormatError);
  }
}

TEST_CASE("a count that is too large for a posting is refused") {
  const ScratchPath scratch;
  InvertedIndex index;
  index.append({std::vector<std::uint64_t>{0, 2}, std::vector<std::uint32_t>{0, 0}}, 1);
  io::ContainerWriter writer("words", 2);
  index.save(writer);
  writer.write(scratch.path());
  Sections sections(*io::ContainerReader::open(scratch.path(), "words", 2));
  // One posting, gap 0 in no bits, the count in 16 bits: 65,536.
  sections.postings = {0, 16, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0};
  sections.starts = {0, 4};
  CHECK_THROWS_AS(sections.load(), FormatError);
  sections.postings[2] = 0xFE;
  CHECK(sections.load().count(0, 0) == 65'535);
}

TEST_CASE("postings of version 1 are read, and refused when they do not fit") {
  const std::vector<std::uint64_t> offsets{0, 2, 2, 3};
  const std::vector<std::uint32_t> slots{0, 2, 1};
  const std::vector<std::uint16_t> counts{1, 3, 1};
  const auto load = [](std::vector<std::uint64_t> o, std::vector<std::uint32_t> s,
                       std::vector<std::uint16_t> c) {
    const ScratchPath scratch;
    io::ContainerWriter writer("words", 1);
    writer.add_owned("words/lengths", std::vector<std::uint32_t>{1, 1, 3}, {3, 1});
    writer.add_owned("words/live", std::vector<std::uint8_t>{1, 0, 1});
    writer.add_owned("words/offsets", std::move(o));
    writer.add_owned("words/slots", std::move(s));
    writer.add_owned("words/counts", std::move(c));
    writer.write(scratch.path());
    return InvertedIndex::load(io::ContainerReader::open(scratch.path(), "words", 1), 3);
  };
  const InvertedIndex index = load(offsets, slots, counts);
  CHECK(index.count(0, 2) == 3);
  CHECK(index.count(2, 1) == 1);
  CHECK(index.inverse_frequency(2) == 0.0F);
  CHECK(index.best(std::vector<QueryTerm>{{0, 1}}, 5, {}).size() == 2);
  CHECK_THROWS_AS(load({0, 2, 1, 3}, slots, counts), FormatError);
  CHECK_THROWS_AS(load({0, 2, 2, 4}, slots, counts), FormatError);
  CHECK_THROWS_AS(load({0, 2, 2, 2, 3}, slots, counts), FormatError);
  CHECK_THROWS_AS(load(offsets, {0, 3, 1}, counts), FormatError);
  CHECK_THROWS_AS(load(offsets, {2, 2, 1}, counts), FormatError);
  CHECK_THROWS_AS(load(offsets, slots, {1, 0, 1}), FormatError);
  CHECK_THROWS_AS(load(offsets, slots, {1, 3}), FormatError);
}
