// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "io/container.h"
#include "io/container_format.h"
#include "io/mapped_file.h"
#include "io/os_error.h"
#include "io/xxh64.h"

namespace findling::io {

namespace {

constexpr std::string_view kRebuild = "delete it and let Findling build it again";

// The text before the first zero; empty unless it is a valid name and only zeros follow.
template <std::size_t kBytes>
std::string_view unpadded(const std::array<char, kBytes>& field) noexcept {
  const auto end = std::find(field.begin(), field.end(), '\0');
  const std::string_view text(field.data(), static_cast<std::size_t>(end - field.begin()));
  const bool clean = std::all_of(end, field.end(), [](char c) { return c == '\0'; });
  return clean && format::is_valid_name(text, kBytes) ? text : std::string_view();
}

// A copy, because the fields of a mapped struct could change while they are checked.
template <typename T>
T read_struct(std::span<const std::byte> bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

bool all_zero(std::span<const std::byte> bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

bool shape_is_sound(const format::TocEntry& entry) noexcept {
  if (format::value_bytes(entry.dtype) == 0) return false;
  if (entry.rank == 0 || entry.rank > format::kMaxRank) return false;
  std::uint64_t n_bytes = 0;
  if (!format::array_bytes(std::span(entry.shape).first(entry.rank), entry.dtype, n_bytes)) {
    return false;
  }
  const auto unused = std::span(entry.shape).subspan(entry.rank);
  return n_bytes == entry.n_bytes && std::all_of(unused.begin(), unused.end(),
                                                 [](std::uint64_t length) { return length == 0; });
}

}  // namespace

ContainerReader::ContainerReader(const std::filesystem::path& path, std::string_view expected_kind,
                                 std::uint32_t max_version)
    : path_(path), file_(std::make_unique<const MappedFile>(path)) {
  read_header(expected_kind, max_version);
  read_sections();
}

ContainerReader::~ContainerReader() = default;

std::shared_ptr<const ContainerReader> ContainerReader::open(const std::filesystem::path& path,
                                                             std::string_view expected_kind,
                                                             std::uint32_t max_version) {
  return std::shared_ptr<const ContainerReader>(
      new ContainerReader(path, expected_kind, max_version));
}

void ContainerReader::fail(std::string_view what) const {
  throw base::FormatError("[container] '" + shown(path_) + "' " + std::string(what));
}

void ContainerReader::read_header(std::string_view expected_kind, std::uint32_t max_version) {
  const std::span<const std::byte> bytes = file_->bytes();
  if (bytes.size() < sizeof(format::kMagic) ||
      std::memcmp(bytes.data(), format::kMagic.data(), sizeof(format::kMagic)) != 0) {
    fail("is not a Findling file; choose another one");
  }
  const std::string damaged = "is cut short or damaged; " + std::string(kRebuild);
  if (bytes.size() < sizeof(format::Header)) fail(damaged);
  const auto header = read_struct<format::Header>(bytes, 0);
  if (header.container_version > format::kContainerVersion) {
    fail("was written by a newer Findling; update Findling to open it");
  }
  const std::size_t room = bytes.size() - sizeof(format::Header);
  if (header.n_sections > std::min(format::kMaxSections, room / sizeof(format::TocEntry))) {
    fail(damaged);
  }
  std::vector<format::TocEntry> toc(static_cast<std::size_t>(header.n_sections));
  if (!toc.empty()) {
    std::memcpy(toc.data(), bytes.data() + sizeof(header), toc.size() * sizeof(format::TocEntry));
  }
  const bool sound = header.container_version == format::kContainerVersion &&
                     header.total_bytes == bytes.size() &&
                     header.checksum == format::head_checksum(header, toc);
  if (!sound) fail(damaged);
  if (unpadded(header.kind) != expected_kind) {
    fail("holds a " + std::string(unpadded(header.kind)) + ", not a " + std::string(expected_kind) +
         "; choose another file");
  }
  if (header.kind_version > max_version) {
    fail("was written by a newer Findling; update Findling to open it");
  }
  if (header.kind_version == 0) fail(damaged);
  version_ = header.kind_version;
  sections_.resize(toc.size());
}

void ContainerReader::read_sections() {
  const std::span<const std::byte> bytes = file_->bytes();
  const std::string damaged = "is damaged; " + std::string(kRebuild);
  std::uint64_t end = sizeof(format::Header) + sections_.size() * sizeof(format::TocEntry);
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    const auto entry =
        read_struct<format::TocEntry>(bytes, sizeof(format::Header) + i * sizeof(format::TocEntry));
    const std::string_view name = unpadded(entry.name);
    const bool placed = entry.offset == format::aligned(end) && entry.offset <= bytes.size() &&
                        entry.n_bytes <= bytes.size() - entry.offset;
    if (name.empty() || has(name) || !placed || !shape_is_sound(entry)) fail(damaged);
    const auto offset = static_cast<std::size_t>(entry.offset);
    const auto padding =
        bytes.subspan(static_cast<std::size_t>(end), offset - static_cast<std::size_t>(end));
    const auto content = bytes.subspan(offset, static_cast<std::size_t>(entry.n_bytes));
    if (!all_zero(padding) || xxh64(content) != entry.checksum) fail(damaged);
    const auto shape = std::span(entry.shape).first(entry.rank);
    sections_[i] = {std::string(name), static_cast<DType>(entry.dtype),
                    Shape(shape.begin(), shape.end()), content};
    end = entry.offset + entry.n_bytes;
  }
  if (end != bytes.size()) fail(damaged);
}

const ContainerReader::Section* ContainerReader::lookup(std::string_view name) const noexcept {
  const auto at = std::find_if(sections_.begin(), sections_.end(),
                               [&](const Section& section) { return section.name == name; });
  return at == sections_.end() ? nullptr : &*at;
}

bool ContainerReader::has(std::string_view name) const noexcept { return lookup(name) != nullptr; }

const ContainerReader::Section& ContainerReader::find(std::string_view name) const {
  const Section* section = lookup(name);
  if (section == nullptr) {
    fail("lacks the section '" + std::string(name) + "'; " + std::string(kRebuild));
  }
  return *section;
}

const ContainerReader::Section& ContainerReader::find(std::string_view name, DType dtype) const {
  const Section& section = find(name);
  if (section.dtype != dtype) {
    fail("holds " + std::string(format::dtype_name(section.dtype)) + " instead of " +
         std::string(format::dtype_name(dtype)) + " in the section '" + std::string(name) + "'; " +
         std::string(kRebuild));
  }
  return section;
}

void ContainerReader::expect_shape(std::string_view name, const Shape& expected) const {
  if (shape(name) != expected) {
    fail("has an unexpected shape in the section '" + std::string(name) + "'; " +
         std::string(kRebuild));
  }
}

const Shape& ContainerReader::shape(std::string_view name) const { return find(name).shape; }

std::string_view ContainerReader::text(std::string_view name) const {
  const auto bytes = find(name, DType::kText).bytes;
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace findling::io
