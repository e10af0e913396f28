// SPDX-License-Identifier: Apache-2.0
#include "text/string_table.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/rng.h"

namespace findling::text {

namespace {

constexpr std::size_t kFirstPlaces = 64;
constexpr std::uint32_t kMostStrings = 0x80000000U;

std::uint32_t hash_of(std::string_view text) noexcept {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ text.size();
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t block = 0;
    std::memcpy(&block, text.data() + at, 8);
    h = base::mix64(h ^ block);
  }
  std::uint64_t rest = 0;
  if (at < text.size()) std::memcpy(&rest, text.data() + at, text.size() - at);
  return static_cast<std::uint32_t>(base::mix64(h ^ rest) >> 32);
}

}  // namespace

StringTable::StringTable(std::span<const std::uint8_t> bytes,
                         std::span<const std::uint64_t> offsets) {
  const bool fits = !offsets.empty() && offsets.front() == 0 && offsets.back() == bytes.size() &&
                    std::is_sorted(offsets.begin(), offsets.end());
  if (!fits) throw std::invalid_argument("[text] the offsets of strings do not fit their bytes");
  bytes_.reserve(bytes.size());
  offsets_.reserve(offsets.size());
  hashes_.reserve(offsets.size());
  const auto* chars = reinterpret_cast<const char*>(bytes.data());
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const auto begin = static_cast<std::size_t>(offsets[i]);
    const auto end = static_cast<std::size_t>(offsets[i + 1]);
    if (add({chars + begin, end - begin}) != i) {
      throw std::invalid_argument("[text] a string is stored twice");
    }
  }
}

std::uint32_t StringTable::find(std::string_view text) const noexcept {
  return places_.empty() ? kNone : places_[find_place(text, hash_of(text))];
}

std::uint32_t StringTable::add(std::string_view text) {
  if ((hashes_.size() + 1) * 3 > places_.size() * 2) grow();
  const std::uint32_t hash = hash_of(text);
  const std::size_t place = find_place(text, hash);
  if (places_[place] != kNone) return places_[place];
  if (size() == kMostStrings) throw std::length_error("[text] more than 2^31 different strings");
  const std::uint32_t id = size();
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  offsets_.push_back(bytes_.size());
  hashes_.push_back(hash);
  places_[place] = id;
  return id;
}

std::size_t StringTable::find_place(std::string_view text, std::uint32_t hash) const noexcept {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = hash & mask;
  while (true) {
    const std::uint32_t id = places_[place];
    if (id == kNone || (hashes_[id] == hash && (*this)[id] == text)) return place;
    place = (place + 1) & mask;
  }
}

void StringTable::grow() {
  const std::size_t n = std::max(kFirstPlaces, places_.size() * 2);
  places_.assign(n, kNone);
  for (std::uint32_t id = 0; id < size(); ++id) {
    std::size_t place = hashes_[id] & (n - 1);
    while (places_[place] != kNone) place = (place + 1) & (n - 1);
    places_[place] = id;
  }
}

}  // namespace findling::text
