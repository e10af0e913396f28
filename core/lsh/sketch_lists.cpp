// SPDX-License-Identifier: Apache-2.0
#include "lsh/sketch_lists.h"

#include <numeric>

namespace findling::lsh {

namespace {

constexpr std::size_t kHalf = SketchLists::kBlock / 2;

unsigned shift_of(std::size_t place) noexcept {
  return place % SketchLists::kBlock < kHalf ? 0 : 4;
}

}  // namespace

// A list has one block that is not full at most, so there are never more than N / 32 + cells.
SketchLists::SketchLists(std::size_t n_rows, std::size_t n_cells, std::size_t n_groups)
    : n_groups_(n_groups),
      codes_((n_rows / kBlock + n_cells) * n_groups * kHalf),
      factors_((n_rows / kBlock + n_cells) * kBlock),
      biases_(factors_.size()),
      rows_(factors_.size()),
      places_(n_rows),
      cells_(n_rows),
      sizes_(n_cells),
      blocks_(n_cells) {}

void SketchLists::deal(std::span<const std::uint32_t> cells) {
  std::fill(sizes_.begin(), sizes_.end(), 0U);
  cells_.assign(cells.begin(), cells.end());
  for (const std::uint32_t cell : cells) ++sizes_[cell];
  n_used_ = 0;
  for (std::size_t cell = 0; cell < sizes_.size(); ++cell) {
    blocks_[cell].resize((sizes_[cell] + kBlock - 1) / kBlock);
    std::iota(blocks_[cell].begin(), blocks_[cell].end(), static_cast<std::uint32_t>(n_used_));
    n_used_ += blocks_[cell].size();
  }
  free_.resize(rows_.size() / kBlock - n_used_);
  std::iota(free_.rbegin(), free_.rend(), static_cast<std::uint32_t>(n_used_));
  std::fill(sizes_.begin(), sizes_.end(), 0U);
  for (std::uint32_t row = 0; row < cells.size(); ++row) {
    const std::uint32_t at = sizes_[cells[row]]++;
    const auto place =
        static_cast<std::uint32_t>(blocks_[cells[row]][at / kBlock] * kBlock + at % kBlock);
    places_[row] = place;
    rows_[place] = row;
  }
}

std::span<const std::uint32_t> SketchLists::rows_of(std::size_t block) const noexcept {
  const std::size_t cell = cells_[rows_[block * kBlock]];
  const std::size_t before = (block - blocks_[cell].front()) * kBlock;
  return std::span(rows_).subspan(block * kBlock, std::min(kBlock, sizes_[cell] - before));
}

void SketchLists::write(std::uint32_t row, const Sketch& sketch, float bias) noexcept {
  const std::size_t place = places_[row];
  const unsigned shift = shift_of(place);
  std::uint8_t* code = codes_of(place / kBlock) + place % kHalf;
  for (std::size_t group = 0; group < n_groups_; ++group) {
    const unsigned other = code[group * kHalf] & (0xF0U >> shift);
    code[group * kHalf] = static_cast<std::uint8_t>(other | unsigned{sketch.codes[group]} << shift);
  }
  factors_[place] = sketch.factor;
  biases_[place] = bias;
}

void SketchLists::copy_place(std::size_t from, std::size_t to) noexcept {
  const std::uint8_t* source = codes_of(from / kBlock) + from % kHalf;
  std::uint8_t* target = codes_of(to / kBlock) + to % kHalf;
  for (std::size_t group = 0; group < n_groups_; ++group) {
    const unsigned code = (unsigned{source[group * kHalf]} >> shift_of(from)) & 15U;
    const unsigned other = target[group * kHalf] & (0xF0U >> shift_of(to));
    target[group * kHalf] = static_cast<std::uint8_t>(other | code << shift_of(to));
  }
  factors_[to] = factors_[from];
  biases_[to] = biases_[from];
  rows_[to] = rows_[from];
  places_[rows_[to]] = static_cast<std::uint32_t>(to);
}

void SketchLists::remove(std::uint32_t row) {
  const std::uint32_t cell = cells_[row];
  const std::uint32_t last = --sizes_[cell];
  copy_place(blocks_[cell].back() * kBlock + last % kBlock, places_[row]);
  if (last % kBlock != 0) return;
  free_.push_back(blocks_[cell].back());
  blocks_[cell].pop_back();
}

void SketchLists::append(std::uint32_t row, std::uint32_t cell) {
  const std::uint32_t at = sizes_[cell]++;
  if (at % kBlock == 0) {
    blocks_[cell].push_back(free_.back());
    free_.pop_back();
  }
  cells_[row] = cell;
  places_[row] = static_cast<std::uint32_t>(blocks_[cell].back() * kBlock + at % kBlock);
  rows_[places_[row]] = row;
}

void SketchLists::move(std::uint32_t row, std::uint32_t cell) {
  remove(row);
  append(row, cell);
}

void SketchLists::score_blocks(const kernels::KernelTable& k, const SketchQuery& query,
                               std::size_t first, std::size_t n, float base,
                               Scratch& scratch) const noexcept {
  k.lookup_sums(codes_.data() + first * n_groups_ * kHalf, query.tables.data(), n_groups_, n,
                scratch.sums.data());
  const float* factors = factors_.data() + first * kBlock;
  const float* biases = biases_.data() + first * kBlock;
  const std::uint16_t* sums = scratch.sums.data();
  float* scores = scratch.scores.data();
  for (std::size_t i = 0; i < n * kBlock; ++i) {
    scores[i] =
        base + biases[i] + factors[i] * (query.scale * static_cast<float>(sums[i]) + query.offset);
  }
}

std::size_t SketchLists::memory_bytes() const noexcept {
  std::size_t n_words = rows_.capacity() + places_.capacity() + cells_.capacity() +
                        sizes_.capacity() + free_.capacity();
  for (const auto& blocks : blocks_) n_words += blocks.capacity();
  return codes_.size() + (factors_.capacity() + biases_.capacity()) * sizeof(float) +
         n_words * sizeof(std::uint32_t);
}

}  // namespace findling::lsh
