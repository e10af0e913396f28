// SPDX-License-Identifier: Apache-2.0
#include "layers/touched_rows.h"

namespace findling::layers {

void TouchedRows::collect(const sparse::RaggedView& samples) {
  rows_.clear();
  cursors_.clear();  // counts first
  for (const std::uint32_t id : samples.values) {
    const std::uint32_t position = rows_.add(id);
    if (position == cursors_.size()) cursors_.push_back(0);
    ++cursors_[position];
  }

  begins_.assign(1, 0);
  for (std::size_t& cursor : cursors_) {
    const std::size_t begin = begins_.back();
    begins_.push_back(begin + cursor);
    cursor = begin;
  }

  samples_.resize(samples.values.size());
  std::size_t at = 0;
  for (std::size_t sample = 0; sample < samples.size(); ++sample) {
    for (; at < samples.offsets[sample + 1]; ++at) {
      const std::uint32_t position = rows_.add(samples.values[at]);  // a member: only looked up
      samples_[cursors_[position]++] = static_cast<std::uint32_t>(sample);
    }
  }
}

}  // namespace findling::layers
