// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace findling::text {

/// Different strings, numbered in the order in which they were added.
///
/// One block of bytes and open addressing: about 17 bytes a string beside its own. Reading is safe
/// from any number of threads while nobody adds.
class StringTable {
 public:
  /// Never the number of a string.
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  StringTable() = default;

  /// Strings stored one after the other: string i is `bytes[offsets[i] .. offsets[i + 1])`.
  /// Throws `std::invalid_argument` when the offsets do not fit the bytes or a string comes twice.
  StringTable(std::span<const std::uint8_t> bytes, std::span<const std::uint64_t> offsets);

  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(hashes_.size()); }

  /// String `id`, valid until the next `add`.
  std::string_view operator[](std::uint32_t id) const noexcept {
    const auto at = static_cast<std::size_t>(offsets_[id]);
    return {reinterpret_cast<const char*>(bytes_.data()) + at,
            static_cast<std::size_t>(offsets_[id + 1]) - at};
  }

  /// The number of a string, or kNone.
  std::uint32_t find(std::string_view text) const noexcept;

  /// The number of a string, which is added when it is new. Throws `std::length_error` when there
  /// are 2^31 strings.
  std::uint32_t add(std::string_view text);

  std::span<const std::uint8_t> bytes() const noexcept { return bytes_; }
  std::span<const std::uint64_t> offsets() const noexcept { return offsets_; }

 private:
  std::size_t find_place(std::string_view text, std::uint32_t hash) const noexcept;
  void grow();

  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint64_t> offsets_{0};
  std::vector<std::uint32_t> hashes_;
  std::vector<std::uint32_t> places_;  // a power of two of them, at most two thirds in use
};

}  // namespace findling::text
