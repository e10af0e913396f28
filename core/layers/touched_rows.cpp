// SPDX-License-Identifier: Apache-2.0
#include "layers/touched_rows.h"

namespace findling::layers {

void TouchedRows::collect(const sparse::RaggedView& samples) {
  rows_.clear();
  positions_.clear();
  cursors_.clear();  // counts first
  for (const std::uint32_t id : samples.values) {
    const std::uint32_t position = rows_.add(id);
    positions_.push_back(position);
    if (position == cursors_.size()) cursors_.push_back(0);
    ++cursors_[position];
  }

  begins_.assign(1, 0);
  for (std::size_t& cursor : cursors_) {
    const std::size_t begin = begins_.back();
    begins_.push_back(begin + cursor);
    cursor = begin;
  }

  samples_.resize(positions_.size());
  std::size_t at = 0;
  for (std::size_t sample = 0; sample < samples.size(); ++sample) {
    for (; at < samples.offsets[sample + 1]; ++at) {
      samples_[cursors_[positions_[at]]++] = static_cast<std::uint32_t>(sample);
    }
  }
}

}  // namespace findling::layers
