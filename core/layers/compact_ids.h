// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace findling::layers {

/// A set of ids below a limit that numbers its members 0, 1, 2... in the order they came.
///
/// Emptying it costs nothing (every id carries the stamp of the round that added it), so one set
/// serves all batches and a batch pays for the ids it touches only.
class CompactIds {
 public:
  /// For ids in [0, limit). Takes 8 bytes an id.
  explicit CompactIds(std::size_t limit);

  /// Forgets all members.
  void clear() noexcept;

  /// The position of `id`, which joins the set when it is new. `id` must be below the limit.
  std::uint32_t add(std::uint32_t id);

  bool contains(std::uint32_t id) const noexcept { return slots_[id].stamp == stamp_; }

  /// The members, by position.
  std::span<const std::uint32_t> ids() const noexcept { return ids_; }
  std::size_t size() const noexcept { return ids_.size(); }
  std::size_t limit() const noexcept { return slots_.size(); }

 private:
  struct Slot {
    std::uint32_t stamp = 0;  // the round in which `position` was set
    std::uint32_t position = 0;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> ids_;
  std::uint32_t stamp_ = 1;
};

}  // namespace findling::layers
