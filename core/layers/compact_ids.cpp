// SPDX-License-Identifier: Apache-2.0
#include "layers/compact_ids.h"

#include <algorithm>

namespace findling::layers {

CompactIds::CompactIds(std::size_t limit) : slots_(limit) {}

void CompactIds::clear() noexcept {
  ids_.clear();
  if (++stamp_ != 0) return;
  // The stamp wrapped around after 2^32 rounds: old stamps could look new.
  std::fill(slots_.begin(), slots_.end(), Slot{});
  stamp_ = 1;
}

std::uint32_t CompactIds::add(std::uint32_t id) {
  Slot& slot = slots_[id];
  if (slot.stamp != stamp_) {
    slot = {stamp_, static_cast<std::uint32_t>(ids_.size())};
    ids_.push_back(id);
  }
  return slot.position;
}

}  // namespace findling::layers
