// SPDX-License-Identifier: Apache-2.0

// What a reader does with files that are not, or no longer, what they should be.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/errors.h"
#include "io/container.h"
#include "io/container_format.h"
#include "io/fixtures.h"

using findling::base::FormatError;
using findling::base::IoError;
using findling::io::ContainerReader;
using findling::io::ContainerWriter;
using findling::test::Bytes;
using findling::test::read_bytes;
using findling::test::TemporaryFolder;
using findling::test::write_bytes;
namespace format = findling::io::format;

namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

Bytes sample(const TemporaryFolder& folder) {
  const std::vector<float> table = {1.0F, 2.0F, 3.0F};
  const std::vector<std::uint8_t> bytes = {1, 2, 3, 4, 5, 6};
  ContainerWriter writer("sample", 1);
  writer.add("table", std::span<const float>(table));
  writer.add("bytes", std::span<const std::uint8_t>(bytes), {2, 3});
  writer.write(folder / "sample.fdl");
  return read_bytes(folder / "sample.fdl");
}

// The message with which a file of these bytes is refused; empty when it is accepted.
std::string refusal(const TemporaryFolder& folder, const Bytes& bytes) {
  write_bytes(folder / "changed.fdl", bytes);
  try {
    ContainerReader::open(folder / "changed.fdl", "sample", 1);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

struct Head {
  format::Header header;
  std::vector<format::TocEntry> toc;
};

// Changes header and table of contents as an attacker would: with a checksum that fits.
Bytes crafted(Bytes bytes, const std::function<void(Head&)>& change) {
  Head head{{}, std::vector<format::TocEntry>(2)};
  std::memcpy(&head.header, bytes.data(), sizeof(head.header));
  const std::size_t toc_bytes = head.toc.size() * sizeof(format::TocEntry);
  std::memcpy(head.toc.data(), bytes.data() + sizeof(head.header), toc_bytes);
  change(head);
  head.header.checksum = format::head_checksum(head.header, head.toc);
  std::memcpy(bytes.data(), &head.header, sizeof(head.header));
  std::memcpy(bytes.data() + sizeof(head.header), head.toc.data(), toc_bytes);
  return bytes;
}

bool is_damaged(const std::string& message) {
  return message.find("changed.fdl") != std::string::npos &&
         message.find("damaged") != std::string::npos;
}

}  // namespace

TEST_CASE("damage: a file cut short at any byte is refused") {
  const TemporaryFolder folder;
  const Bytes whole = sample(folder);
  REQUIRE(refusal(folder, whole) == "");
  for (std::size_t n = 0; n < whole.size(); ++n) {
    CAPTURE(n);
    REQUIRE(refusal(folder, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n))) !=
            "");
  }
}

TEST_CASE("damage: a file with bytes behind its end is refused") {
  const TemporaryFolder folder;
  Bytes longer = sample(folder);
  longer.push_back('\0');
  CHECK(is_damaged(refusal(folder, longer)));
}

TEST_CASE("damage: any single flipped bit is noticed, in content, padding, names and numbers") {
  const TemporaryFolder folder;
  Bytes bytes = sample(folder);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); bit += 3) {
    const auto mask = static_cast<char>(1U << (bit % 8));
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
    CAPTURE(bit);
    REQUIRE(refusal(folder, bytes) != "");
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
  }
}

TEST_CASE("damage: foreign files are told apart from damaged ones") {
  const TemporaryFolder folder;
  for (const std::string& text :
       {std::string(), std::string("PK\x03\x04"), std::string(5000, 'x')}) {
    CHECK(refusal(folder, Bytes(text.begin(), text.end())).find("is not a Findling file") !=
          std::string::npos);
  }
}

TEST_CASE("damage: a file of another kind is named as what it is") {
  const TemporaryFolder folder;
  sample(folder);
  CHECK_THROWS_WITH_AS(ContainerReader::open(folder / "sample.fdl", "retriever", 1),
                       doctest::Contains("holds a sample, not a retriever"), FormatError);
}

TEST_CASE("damage: a newer kind or container asks for a newer program") {
  const TemporaryFolder folder;
  const Bytes bytes = sample(folder);
  const Bytes newer_kind = crafted(bytes, [](Head& head) { head.header.kind_version = 2; });
  CHECK(refusal(folder, newer_kind).find("update Findling") != std::string::npos);
  const Bytes newer_file = crafted(bytes, [](Head& head) { head.header.container_version = 2; });
  CHECK(refusal(folder, newer_file).find("update Findling") != std::string::npos);
  CHECK(is_damaged(refusal(folder, crafted(bytes, [](Head& h) { h.header.kind_version = 0; }))));
}

TEST_CASE("damage: crafted tables of contents cannot reach outside of their file") {
  const TemporaryFolder folder;
  const Bytes bytes = sample(folder);
  const std::vector<std::function<void(Head&)>> attacks = {
      [](Head& h) { h.header.n_sections = kHuge; },
      [](Head& h) { h.header.n_sections = 3; },
      [](Head& h) { h.header.n_sections = 1; },
      [](Head& h) { h.header.total_bytes = kHuge; },
      [](Head& h) { h.toc[0].offset = kHuge - 63; },
      [](Head& h) { h.toc[0].offset = 0; },
      [](Head& h) { h.toc[1].offset = h.toc[0].offset; },
      [](Head& h) { h.toc[1].n_bytes = kHuge; },
      [](Head& h) { h.toc[1].n_bytes = 7; },
      [](Head& h) { h.toc[1].shape = {2, 4, 0, 0}; },
      [](Head& h) { h.toc[1].shape = {kHuge, kHuge, 0, 0}; },
      // 2^62 values of 4 bytes are 0 bytes in 64-bit arithmetic.
      [](Head& h) { h.toc[0].shape = {1ULL << 62, 0, 0, 0}, h.toc[0].n_bytes = 0; },
      [](Head& h) { h.toc[0].shape = {0, kHuge, kHuge, 0}, h.toc[0].rank = 3; },
      [](Head& h) { h.toc[0].rank = 0; },
      [](Head& h) { h.toc[0].rank = 5; },
      [](Head& h) { h.toc[0].dtype = 0; },
      [](Head& h) { h.toc[0].dtype = 99; },
      [](Head& h) { h.toc[0].shape[3] = 1; },
      [](Head& h) { h.toc[1].name = h.toc[0].name; },
      [](Head& h) { h.toc[1].name[0] = '\0'; },
      [](Head& h) { h.toc[1].name.fill('x'); },
      [](Head& h) { h.toc[1].name[0] = '\n'; },
      [](Head& h) { h.toc[1].name[63] = 'x'; },
      [](Head& h) { h.toc[0].checksum ^= 1; },
  };
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    CAPTURE(i);
    CHECK(is_damaged(refusal(folder, crafted(bytes, attacks[i]))));
  }
}

TEST_CASE("damage: a path that cannot be opened is the system's error, with the path") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(ContainerReader::open(folder / "missing.fdl", "sample", 1),
                       doctest::Contains("missing.fdl"), IoError);
  CHECK_THROWS_AS(ContainerReader::open(folder.path(), "sample", 1), IoError);
}
