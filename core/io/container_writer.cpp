// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "io/atomic_file.h"
#include "io/container.h"
#include "io/container_format.h"
#include "io/xxh64.h"

namespace findling::io {

namespace {

constexpr std::array<std::byte, format::kSectionAlignment> kZeros{};

template <std::size_t kBytes>
std::array<char, kBytes> padded(std::string_view text) noexcept {
  std::array<char, kBytes> field{};
  std::memcpy(field.data(), text.data(), text.size());
  return field;
}

void check_shape(std::string_view name, const Shape& shape, std::uint64_t n_values) {
  std::uint64_t product = 1;
  bool fits = shape.size() <= format::kMaxRank;
  for (const std::uint64_t length : shape) fits = fits && format::multiply(product, length);
  if (!fits || product != n_values) {
    throw std::invalid_argument("[container] expected a shape of " + std::to_string(n_values) +
                                " values and at most 4 axes for '" + std::string(name) + "'");
  }
}

}  // namespace

ContainerWriter::ContainerWriter(std::string_view kind, std::uint32_t version)
    : kind_(kind), version_(version) {
  if (!format::is_valid_name(kind, sizeof(format::Header::kind)) || version == 0) {
    throw std::invalid_argument(
        "[container] expected a kind of 1 to 31 printable bytes and a version of 1 or more, got '" +
        kind_ + "' and " + std::to_string(version));
  }
}

void ContainerWriter::add_section(std::string_view name, DType dtype,
                                  std::span<const std::byte> bytes, std::uint64_t n_values,
                                  const Shape& shape, std::shared_ptr<const void> owner) {
  if (!format::is_valid_name(name, sizeof(format::TocEntry::name))) {
    throw std::invalid_argument(
        "[container] expected a section name of 1 to 63 printable bytes, got '" +
        std::string(name) + "'");
  }
  const auto same_name = [&](const Section& section) { return section.name == name; };
  if (std::any_of(sections_.begin(), sections_.end(), same_name)) {
    throw std::invalid_argument("[container] expected a new section name, got '" +
                                std::string(name) + "' twice");
  }
  if (sections_.size() == format::kMaxSections) {
    throw std::invalid_argument("[container] expected at most 4096 sections");
  }
  const Shape full_shape = shape.empty() ? Shape{n_values} : shape;
  check_shape(name, full_shape, n_values);
  sections_.push_back({std::string(name), dtype, full_shape, bytes, std::move(owner)});
}

void ContainerWriter::add_text(std::string_view name, std::string_view text) {
  const auto owner = std::make_shared<const std::string>(text);
  add_section(name, DType::kText, std::as_bytes(std::span<const char>(*owner)), owner->size(), {},
              owner);
}

void ContainerWriter::write(const std::filesystem::path& path) const {
  std::vector<format::TocEntry> toc;
  std::uint64_t end = sizeof(format::Header) + sections_.size() * sizeof(format::TocEntry);
  for (const Section& section : sections_) {
    format::TocEntry entry{};
    entry.name = padded<sizeof(entry.name)>(section.name);
    entry.dtype = static_cast<std::uint32_t>(section.dtype);
    entry.rank = static_cast<std::uint32_t>(section.shape.size());
    std::copy(section.shape.begin(), section.shape.end(), entry.shape.begin());
    entry.offset = format::aligned(end);
    entry.n_bytes = section.bytes.size();
    entry.checksum = xxh64(section.bytes);
    end = entry.offset + entry.n_bytes;
    toc.push_back(entry);
  }
  format::Header header{};
  header.magic = format::kMagic;
  header.container_version = format::kContainerVersion;
  header.kind_version = version_;
  header.kind = padded<sizeof(header.kind)>(kind_);
  header.total_bytes = end;
  header.n_sections = toc.size();
  header.checksum = format::head_checksum(header, toc);

  std::vector<std::span<const std::byte>> pieces = {
      std::as_bytes(std::span<const format::Header>(&header, 1)),
      std::as_bytes(std::span<const format::TocEntry>(toc))};
  std::uint64_t at = sizeof(header) + toc.size() * sizeof(format::TocEntry);
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    pieces.push_back(std::span(kZeros).first(static_cast<std::size_t>(toc[i].offset - at)));
    pieces.push_back(sections_[i].bytes);
    at = toc[i].offset + toc[i].n_bytes;
  }
  write_atomically(path, pieces);
}

}  // namespace findling::io
