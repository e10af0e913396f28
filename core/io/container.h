// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/aligned_buffer.h"
#include "base/errors.h"

namespace findling::io {

/// The type of a section's values. The numbers are part of the file format.
enum class DType : std::uint32_t { kText = 1, kU8, kI8, kU16, kU32, kI32, kU64, kI64, kF32, kF64 };

/// The DType of a C++ type; other types cannot be stored.
template <typename T>
constexpr DType dtype_of() noexcept {
  if constexpr (std::is_same_v<T, std::uint8_t>) return DType::kU8;
  if constexpr (std::is_same_v<T, std::int8_t>) return DType::kI8;
  if constexpr (std::is_same_v<T, std::uint16_t>) return DType::kU16;
  if constexpr (std::is_same_v<T, std::uint32_t>) return DType::kU32;
  if constexpr (std::is_same_v<T, std::int32_t>) return DType::kI32;
  if constexpr (std::is_same_v<T, std::uint64_t>) return DType::kU64;
  if constexpr (std::is_same_v<T, std::int64_t>) return DType::kI64;
  if constexpr (std::is_same_v<T, float>) return DType::kF32;
  if constexpr (std::is_same_v<T, double>) return DType::kF64;
}

/// Lengths along each axis, outermost first; 1 to 4 of them.
using Shape = std::vector<std::uint64_t>;

/// Collects named sections and writes them as one `.fdl` file.
///
/// Throws `std::invalid_argument` for a name that is empty, longer than 63 bytes, not printable
/// ASCII or already taken, and for a shape that does not match its values.
class ContainerWriter {
 public:
  /// `kind` says what the file is ("retriever"); 1 to 31 bytes of printable ASCII. `version` is the
  /// version of that kind, 1 or more.
  ContainerWriter(std::string_view kind, std::uint32_t version);

  /// Adds an array. **Keeps a view**: `values` must stay alive and unchanged until `write()`.
  /// An empty shape means one axis.
  template <typename T>
  void add(std::string_view name, std::span<const T> values, const Shape& shape = {}) {
    add_section(name, dtype_of<T>(), std::as_bytes(values), values.size(), shape, nullptr);
  }

  /// Adds an array and takes it over: for values made only to be saved.
  template <typename T>
  void add_owned(std::string_view name, std::vector<T> values, const Shape& shape = {}) {
    const auto owner = std::make_shared<const std::vector<T>>(std::move(values));
    add_section(name, dtype_of<T>(), std::as_bytes(std::span<const T>(*owner)), owner->size(),
                shape, owner);
  }

  /// Adds a copy of a UTF-8 text.
  void add_text(std::string_view name, std::string_view text);

  /// Writes everything or nothing: to a temporary name in the same folder, flushed to the disk,
  /// then renamed over `path`. Throws `base::IoError`; the old file is untouched then.
  void write(const std::filesystem::path& path) const;

 private:
  struct Section {
    std::string name;
    DType dtype;
    Shape shape;
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;  // null when the caller keeps the values alive
  };

  void add_section(std::string_view name, DType dtype, std::span<const std::byte> bytes,
                   std::uint64_t n_values, const Shape& shape, std::shared_ptr<const void> owner);

  std::string kind_;
  std::uint32_t version_;
  std::vector<Section> sections_;
};

class MappedFile;

/// A `.fdl` file, mapped read-only and verified as a whole. Any number of threads may read.
///
/// The file must not be changed in place while a reader is open. Replacing it by a rename is fine
/// on Linux and macOS, where the reader keeps the old content; Windows refuses it until the reader
/// is gone, so give every new version a new name.
class ContainerReader {
 public:
  /// Maps and verifies a file of this kind with a kind version from 1 to `max_version`.
  /// Throws `base::IoError` when it cannot be opened, `base::FormatError` when it is damaged,
  /// truncated, newer, or something else. Cost: one pass over the file.
  static std::shared_ptr<const ContainerReader> open(const std::filesystem::path& path,
                                                     std::string_view expected_kind,
                                                     std::uint32_t max_version);
  ~ContainerReader();
  ContainerReader(const ContainerReader&) = delete;
  ContainerReader& operator=(const ContainerReader&) = delete;

  /// The kind version that the file was written with.
  std::uint32_t version() const noexcept { return version_; }
  bool has(std::string_view name) const noexcept;

  /// The values of a section, valid as long as the reader lives, 64-byte aligned.
  /// Throws `base::FormatError` when there is no such section or it has another type.
  template <typename T>
  std::span<const T> array(std::string_view name) const {
    const Section& section = find(name, dtype_of<T>());
    return {reinterpret_cast<const T*>(section.bytes.data()), section.bytes.size() / sizeof(T)};
  }

  /// The same, and throws `base::FormatError` unless the section has exactly this shape.
  template <typename T>
  std::span<const T> array(std::string_view name, const Shape& expected) const {
    expect_shape(name, expected);
    return array<T>(name);
  }

  /// The shape of any section. Throws `base::FormatError` when there is none of that name.
  const Shape& shape(std::string_view name) const;

  /// A text section. Throws like `array()`.
  std::string_view text(std::string_view name) const;

  /// Throws a `base::FormatError` that names this file: for callers who find bad values in it.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  struct Section {
    std::string name;
    DType dtype;
    Shape shape;
    std::span<const std::byte> bytes;
  };

  ContainerReader(const std::filesystem::path& path, std::string_view expected_kind,
                  std::uint32_t max_version);
  void read_header(std::string_view expected_kind, std::uint32_t max_version);
  void read_sections();
  const Section* lookup(std::string_view name) const noexcept;
  const Section& find(std::string_view name) const;
  const Section& find(std::string_view name, DType dtype) const;
  void expect_shape(std::string_view name, const Shape& expected) const;

  std::filesystem::path path_;
  std::unique_ptr<const MappedFile> file_;
  std::uint32_t version_ = 0;
  std::vector<Section> sections_;
};

}  // namespace findling::io
