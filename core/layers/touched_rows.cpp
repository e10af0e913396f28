// SPDX-License-Identifier: Apache-2.0
#include "layers/touched_rows.h"

#include <algorithm>

namespace findling::layers {

namespace {

// Some milliseconds of work.
constexpr std::size_t kIdsBetweenLooks = std::size_t{1} << 20;

// Calls fn(begin, end) for parts of [0, n), with a look at the token before each.
template <typename Fn>
void in_parts(std::size_t n, const base::CancelToken* cancel, Fn&& fn) {
  for (std::size_t begin = 0; begin < n; begin += kIdsBetweenLooks) {
    if (cancel != nullptr) cancel->throw_if_cancelled();
    fn(begin, std::min(n, begin + kIdsBetweenLooks));
  }
}

}  // namespace

void TouchedRows::collect(const sparse::RaggedView& samples, const base::CancelToken* cancel) {
  const std::span<const std::uint32_t> ids = samples.values;
  rows_.clear();
  cursors_.clear();  // counts first
  in_parts(ids.size(), cancel, [&](std::size_t begin, std::size_t end) {
    for (const std::uint32_t id : ids.subspan(begin, end - begin)) {
      const std::uint32_t position = rows_.add(id);
      if (position == cursors_.size()) cursors_.push_back(0);
      ++cursors_[position];
    }
  });

  begins_.assign(1, 0);
  for (std::size_t& cursor : cursors_) {
    const std::size_t begin = begins_.back();
    begins_.push_back(begin + cursor);
    cursor = begin;
  }

  samples_.resize(ids.size());
  std::uint32_t sample = 0;
  in_parts(ids.size(), cancel, [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
      while (at >= samples.offsets[sample + 1]) ++sample;
      const std::uint32_t position = rows_.add(ids[at]);  // a member: only looked up
      samples_[cursors_[position]++] = sample;
    }
  });
}

}  // namespace findling::layers
