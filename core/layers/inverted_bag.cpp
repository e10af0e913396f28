// SPDX-License-Identifier: Apache-2.0
#include "layers/inverted_bag.h"

namespace findling::layers {

void InvertedBag::clear() noexcept {
  rows_.clear();
  ends_.clear();
  positions_.clear();
  placed_ = 0;
}

void InvertedBag::count(const sparse::CsrView& batch) {
  for (const std::uint32_t id : batch.rows.values) {
    const std::uint32_t position = rows_.add(id);
    if (position == ends_.size()) ends_.push_back(0);
    ++ends_[position];
    positions_.push_back(position);
  }
}

void InvertedBag::make_room() {
  std::size_t begin = 0;
  for (std::size_t& end : ends_) {
    const std::size_t n = end;
    end = begin;
    begin += n;
  }
  entries_.resize(begin);
}

void InvertedBag::place(const sparse::CsrView& batch, const float* gradients, std::size_t dim) {
  if (placed_ == 0) make_room();
  std::size_t at = 0;
  for (std::size_t sample = 0; sample < batch.size(); ++sample) {
    const float* gradient = gradients + sample * dim;
    for (; at < batch.rows.offsets[sample + 1]; ++at) {
      entries_[ends_[positions_[placed_++]]++] = {gradient, batch.values[at]};
    }
  }
}

}  // namespace findling::layers
