// SPDX-License-Identifier: Apache-2.0

// Changes files so that they still are files: sizes, places and checksums are made to fit what was
// changed. Without this, every change would end at the first checksum and no parser would see it.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "io/container_format.h"
#include "io/xxh64.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

namespace format = findling::io::format;

struct Section {
  format::TocEntry entry;
  std::vector<std::uint8_t> bytes;
};

struct File {
  format::Header header{};
  std::vector<Section> sections;
};

bool parse(std::span<const std::uint8_t> bytes, File& file) {
  if (bytes.size() < sizeof(format::Header)) return false;
  std::memcpy(&file.header, bytes.data(), sizeof(file.header));
  const std::size_t room = (bytes.size() - sizeof(format::Header)) / sizeof(format::TocEntry);
  if (file.header.n_sections > std::min(room, format::kMaxSections)) return false;
  for (std::size_t i = 0; i < file.header.n_sections; ++i) {
    Section section;
    std::memcpy(&section.entry, bytes.data() + sizeof(format::Header) + i * sizeof(section.entry),
                sizeof(section.entry));
    const auto& [offset, n] = std::pair(section.entry.offset, section.entry.n_bytes);
    if (offset > bytes.size() || n > bytes.size() - offset) return false;
    const auto content = bytes.subspan(offset, n);
    section.bytes.assign(content.begin(), content.end());
    file.sections.push_back(std::move(section));
  }
  return true;
}

std::vector<std::uint8_t> assembled(File& file) {
  std::size_t end = sizeof(format::Header) + file.sections.size() * sizeof(format::TocEntry);
  for (Section& section : file.sections) {
    section.entry.offset = format::aligned(end);
    section.entry.n_bytes = section.bytes.size();
    section.entry.checksum = findling::io::xxh64(std::as_bytes(std::span(section.bytes)));
    end = section.entry.offset + section.bytes.size();
  }
  std::vector<format::TocEntry> toc;
  for (const Section& section : file.sections) toc.push_back(section.entry);
  file.header.n_sections = toc.size();
  file.header.total_bytes = end;
  file.header.checksum = format::head_checksum(file.header, toc);
  std::vector<std::uint8_t> bytes(end);
  std::memcpy(bytes.data(), &file.header, sizeof(file.header));
  for (std::size_t i = 0; i < toc.size(); ++i) {
    std::memcpy(bytes.data() + sizeof(file.header) + i * sizeof(toc[i]), &toc[i], sizeof(toc[i]));
    std::copy(file.sections[i].bytes.begin(), file.sections[i].bytes.end(),
              bytes.begin() + static_cast<std::ptrdiff_t>(toc[i].offset));
  }
  return bytes;
}

// Makes the first axis so long as the bytes reach, and drops what is left over.
void fit_shape(Section& section) {
  std::uint64_t row = std::max<std::uint64_t>(format::value_bytes(section.entry.dtype), 1);
  for (std::size_t axis = 1; axis < section.entry.rank && axis < format::kMaxRank; ++axis) {
    if (!format::multiply(row, section.entry.shape[axis]) || row == 0) return;
  }
  section.entry.shape[0] = section.bytes.size() / row;
  section.bytes.resize(section.entry.shape[0] * row);
}

using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t n) { return random() % n; }

constexpr std::array<std::uint64_t, 12> kInteresting = {
    0, 1, 2, 3, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x7F800000, 0x7FC00000, ~0ULL};

void set_value(Section& section, Random& random) {
  const std::size_t width = std::max<std::size_t>(format::value_bytes(section.entry.dtype), 1);
  if (section.bytes.size() < width) return;
  const std::size_t at = below(random, section.bytes.size() / width) * width;
  std::uint64_t value = 0;
  std::memcpy(&value, section.bytes.data() + at, width);
  value = random() % 2 == 0 ? kInteresting[below(random, kInteresting.size())]
                            : value + random() % 9 - 4;
  std::memcpy(section.bytes.data() + at, &value, width);
}

void mutate_bytes(Section& section, Random& random) {
  const std::size_t before = section.bytes.size();
  const bool may_grow = random() % 3 == 0;
  const std::size_t most = may_grow ? before + 64 : std::max<std::size_t>(before, 1);
  section.bytes.resize(most);
  section.bytes.resize(LLVMFuzzerMutate(section.bytes.data(), before, most));
  if (!may_grow) section.bytes.resize(before);
  fit_shape(section);
}

void mutate_shape(Section& section, Random& random) {
  auto& shape = section.entry.shape;
  switch (random() % 4) {
    case 0:
      std::swap(shape[0], shape[1]);
      break;
    case 1:
      shape[below(random, format::kMaxRank)] = kInteresting[below(random, kInteresting.size())];
      break;
    case 2:
      section.entry.rank = static_cast<std::uint32_t>(below(random, format::kMaxRank + 2));
      break;
    default:
      shape[1] += random() % 3;
      fit_shape(section);
  }
}

void mutate(File& file, Random& random) {
  if (file.sections.empty()) return;
  const std::size_t which = below(random, file.sections.size());
  Section& section = file.sections[which];
  switch (random() % 16) {
    case 0:
      file.sections.erase(file.sections.begin() + static_cast<std::ptrdiff_t>(which));
      return;
    case 1:
      std::swap(section.entry, file.sections[below(random, file.sections.size())].entry);
      return;
    case 2:
      section.entry.dtype = static_cast<std::uint32_t>(below(random, 12));
      return fit_shape(section);
    case 3:
    case 4:
      return mutate_shape(section, random);
    case 5:
      section.entry.name[below(random, 8)] = static_cast<char>('a' + random() % 26);
      return;
    case 6:
      section.bytes = file.sections[below(random, file.sections.size())].bytes;
      return fit_shape(section);
    case 7:
    case 8:
    case 9:
    case 10:
      return set_value(section, random);
    default:
      return mutate_bytes(section, random);
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
  Random random(seed);
  File file;
  if (!parse({data, size}, file)) return LLVMFuzzerMutate(data, size, max_size);
  // Now and then a change that nothing is made to fit to, checksum apart.
  if (random() % 8 == 0) {
    const std::size_t head =
        sizeof(format::Header) + file.sections.size() * sizeof(format::TocEntry);
    LLVMFuzzerMutate(data, std::min(size, head), std::min(size, head));
    std::vector<format::TocEntry> toc(file.sections.size());
    std::memcpy(&file.header, data, sizeof(file.header));
    if (!toc.empty()) {
      std::memcpy(toc.data(), data + sizeof(file.header), toc.size() * sizeof(toc[0]));
    }
    file.header.checksum = format::head_checksum(file.header, toc);
    std::memcpy(data, &file.header, sizeof(file.header));
    return size;
  }
  for (std::uint32_t n = 1 + random() % 3; n > 0; --n) mutate(file, random);
  const std::vector<std::uint8_t> bytes = assembled(file);
  if (bytes.size() > max_size) return size;
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}
