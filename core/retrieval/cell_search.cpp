// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cell_search.h"

#include <algorithm>
#include <cmath>

namespace findling::retrieval {

namespace {

// Times the square root of all rows: the work grows as that of scoring the centres does.
constexpr double kFewPerRoot = 32.0;
constexpr double kManyPerRoot = 64.0;
constexpr std::size_t kFarRows = 512;
constexpr std::size_t kSortedAtOnce = 128;
constexpr std::size_t kReadWhole = 4;  // a cell is read as a whole when one row in four is allowed

}  // namespace

std::uint32_t CellSearch::Order::operator[](std::size_t i) {
  while (i >= n_sorted_) {
    const auto begin = cells.begin() + static_cast<std::ptrdiff_t>(n_sorted_);
    n_sorted_ = std::min(cells.size(), n_sorted_ + kSortedAtOnce);
    const auto end = cells.begin() + static_cast<std::ptrdiff_t>(n_sorted_);
    if (end != cells.end()) std::nth_element(begin, end, cells.end());
    std::sort(begin, end);
  }
  return cells[i].row;
}

CellSearch::CellSearch(const VectorIndex& vectors, const ByteQuery& query)
    : vectors_(vectors), query_(query) {
  const Cells& cells = vectors.cells();
  scores_.resize(cells.size());
  query.score(cells.centres(), scores_);
  for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
    nearest_first_.cells.push_back({scores_[cell], cell});
    farthest_first_.cells.push_back({-scores_[cell], cell});
  }
}

std::size_t CellSearch::n_rows(std::size_t n, Rows rows) noexcept {
  const double factor = rows == Rows::kFew ? kFewPerRoot : kManyPerRoot;
  return static_cast<std::size_t>(factor * std::sqrt(static_cast<double>(n)));
}

void CellSearch::keep_allowed(std::span<const std::uint32_t> slots,
                              std::span<const std::uint8_t> allowed) {
  slots_.clear();
  for (const std::uint32_t slot : slots) {
    if (allowed.empty() || allowed[slot] != 0) slots_.push_back(slot);
  }
}

/// Calls `fn(scores, slots)` for the allowed rows of a cell; returns how many there are.
template <typename Fn>
std::size_t CellSearch::read_cell(std::size_t cell, std::span<const std::uint8_t> allowed,
                                  Fn&& fn) {
  const Cells& cells = vectors_.cells();
  const auto dealt = cells.dealt(cell);
  keep_allowed(dealt, allowed);
  scores_.resize(std::max(scores_.size(), dealt.size()));
  if (slots_.size() * kReadWhole >= dealt.size()) {
    query_.score(vectors_.dealt_rows(cell), scores_);
    std::size_t n_kept = 0;
    for (std::size_t i = 0; i < dealt.size() && slots_.size() < dealt.size(); ++i) {
      if (allowed[dealt[i]] != 0) scores_[n_kept++] = scores_[i];
    }
  } else {
    vectors_.score_of(query_, slots_, scores_);
  }
  std::size_t n = slots_.size();
  fn(std::span<const float>(scores_).first(n), std::span<const std::uint32_t>(slots_));
  if (cells.added(cell).empty()) return n;
  keep_allowed(cells.added(cell), allowed);
  scores_.resize(std::max(scores_.size(), slots_.size()));
  vectors_.score_of(query_, slots_, scores_);
  fn(std::span<const float>(scores_).first(slots_.size()), std::span<const std::uint32_t>(slots_));
  return n + slots_.size();
}

const std::vector<lsh::ScoredRow>& CellSearch::nearest(std::size_t n, std::size_t n_rows,
                                                       std::span<const std::uint8_t> allowed) {
  gathered_.start(n, found_);
  std::size_t n_read = 0;
  for (std::size_t i = 0; i < vectors_.cells().size() && n_read < n_rows; ++i) {
    n_read += read_cell(nearest_first_[i], allowed,
                        [&](std::span<const float> scores, std::span<const std::uint32_t> slots) {
                          gathered_.offer(scores, [&](std::size_t at) { return slots[at]; });
                        });
  }
  gathered_.finish_sorted();
  return found_;
}

float CellSearch::lowest(std::span<const std::uint8_t> allowed) {
  float low = std::numeric_limits<float>::infinity();
  std::size_t n_read = 0;
  for (std::size_t i = 0; i < vectors_.cells().size() && n_read < kFarRows; ++i) {
    n_read += read_cell(farthest_first_[i], allowed,
                        [&](std::span<const float> scores, std::span<const std::uint32_t>) {
                          for (const float score : scores) low = std::min(low, score);
                        });
  }
  return n_read == 0 ? 0.0F : low;
}

}  // namespace findling::retrieval
