// SPDX-License-Identifier: Apache-2.0
#include "retrieval/cells.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lsh/k_means.h"
#include "retrieval/growing_rows.h"

namespace findling::retrieval {

namespace {

constexpr const char* kCentres = "cells/centres";
constexpr const char* kScales = "cells/scales";
constexpr const char* kOffsets = "cells/offsets";
constexpr const char* kMembers = "cells/members";
constexpr const char* kAdded = "cells/of_added";

constexpr int kRounds = 5;
constexpr std::size_t kSamplesPerCell = 32;
constexpr double kCellsPerRoot = 4.0;
constexpr std::size_t kRowsAtOnce = 16384;  // 16 MB of floats at 256 columns
constexpr std::size_t kRowsPerTask = 64;

std::size_t n_cells_for(std::size_t n) {
  const auto root = std::sqrt(static_cast<double>(n));
  return std::min(n, static_cast<std::size_t>(kCellsPerRoot * root));
}

/// `n` rows at equal distances, the first included, in floats.
std::vector<float> sample_of(const ByteView& rows, std::size_t n) {
  const std::size_t dim = rows.dim();
  std::vector<float> sample(n * dim);
  for (std::size_t i = 0; i < n; ++i) {
    rows.part(i * rows.size() / n, 1).widen(std::span(sample).subspan(i * dim, dim));
  }
  return sample;
}

std::vector<float> fit_centres(const ByteView& rows, base::ThreadPool& pool,
                               const base::CancelToken& cancel) {
  const std::size_t n_cells = n_cells_for(rows.size());
  const std::size_t n_samples = std::min(rows.size(), n_cells * kSamplesPerCell);
  return lsh::spherical_k_means(
      sample_of(rows, n_samples),
      {.dim = rows.dim(), .n_centres = n_cells, .n_samples = n_samples, .n_rounds = kRounds}, pool,
      cancel);
}

std::vector<std::uint32_t> assign(const ByteView& rows, std::span<const float> centres,
                                  base::ThreadPool& pool, const base::CancelToken& cancel) {
  std::vector<std::uint32_t> cells;
  cells.reserve(rows.size());
  std::vector<float> floats;
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsAtOnce) {
    const auto part = rows.part(begin, std::min(kRowsAtOnce, rows.size() - begin));
    floats.resize(part.bytes.size());
    part.widen(floats);
    const auto nearest = lsh::nearest_centres(floats, centres, rows.dim(), pool, cancel);
    cells.insert(cells.end(), nearest.begin(), nearest.end());
  }
  return cells;
}

}  // namespace

struct Cells::Dealt {
  ByteRows centres;
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> members;
};

Cells Cells::make(const ByteView& rows, base::ThreadPool& pool, const base::CancelToken& cancel) {
  const std::size_t dim = rows.dim();
  const auto centres = fit_centres(rows, pool, cancel);
  const auto cells = assign(rows, centres, pool, cancel);
  auto dealt = std::make_shared<Dealt>();
  dealt->centres = ByteRows(centres.size() / dim, dim);
  for (std::size_t c = 0; c < dealt->centres.size(); ++c) {
    dealt->centres.set(c, std::span(centres).subspan(c * dim, dim));
  }
  dealt->offsets.assign(dealt->centres.size() + 1, 0);
  for (const std::uint32_t cell : cells) ++dealt->offsets[cell + 1];
  for (std::size_t c = 1; c < dealt->offsets.size(); ++c) {
    dealt->offsets[c] += dealt->offsets[c - 1];
  }
  auto next = dealt->offsets;
  dealt->members.resize(cells.size());
  for (std::uint32_t slot = 0; slot < cells.size(); ++slot) {
    dealt->members[static_cast<std::size_t>(next[cells[slot]]++)] = slot;
  }
  Cells made;
  made.take(std::move(dealt));
  return made;
}

void Cells::take(std::shared_ptr<const Dealt> dealt) {
  centres_ = dealt->centres;
  offsets_ = dealt->offsets;
  members_ = dealt->members;
  owner_ = std::move(dealt);
  find_places();
}

void Cells::find_places() {
  places_.resize(members_.size());
  for (std::size_t place = 0; place < members_.size(); ++place) {
    places_[members_[place]] = static_cast<std::uint32_t>(place);
  }
}

std::vector<std::uint32_t> Cells::nearest(const ByteView& rows, base::ThreadPool& pool) const {
  std::vector<std::uint32_t> cells(rows.size());
  const auto find = [&](std::size_t task, std::size_t) {
    std::vector<float> row(rows.dim());
    std::vector<float> scores(size());
    const std::size_t end = std::min(rows.size(), (task + 1) * kRowsPerTask);
    for (std::size_t i = task * kRowsPerTask; i < end; ++i) {
      rows.part(i, 1).widen(row);
      ByteQuery(row).score(centres_, scores);
      const auto best = std::max_element(scores.begin(), scores.end());
      cells[i] = static_cast<std::uint32_t>(best - scores.begin());
    }
  };
  pool.parallel_for((rows.size() + kRowsPerTask - 1) / kRowsPerTask, find);
  return cells;
}

void Cells::add(std::span<const std::uint32_t> cells) {
  added_.resize(size());
  for (const std::uint32_t cell : cells) {
    added_[cell].push_back(static_cast<std::uint32_t>(n_dealt() + cell_of_added_.size()));
    cell_of_added_.push_back(cell);
  }
}

ByteRows Cells::in_order(const ByteRows& rows) const {
  const std::size_t dim = centres_.dim();
  ByteRows ordered(rows.size(), dim);
  for (std::size_t place = 0; place < rows.size(); ++place) {
    const std::uint32_t slot = slot_at(place);
    std::copy_n(rows.bytes.data() + slot * dim, dim, ordered.bytes.data() + place * dim);
    ordered.scales[place] = rows.scales[slot];
  }
  return ordered;
}

void Cells::save(io::ContainerWriter& writer) const {
  if (size() == 0) return;
  writer.add(kCentres, centres_.bytes, {size(), centres_.dim()});
  writer.add(kScales, centres_.scales);
  writer.add(kOffsets, offsets_);
  writer.add(kMembers, members_);
  writer.add(kAdded, std::span<const std::uint32_t>(cell_of_added_));
}

Cells Cells::load(const std::shared_ptr<const io::ContainerReader>& reader, std::size_t n,
                  std::size_t dim) {
  Cells cells;
  if (!reader->has(kCentres)) return cells;
  cells.owner_ = reader;
  const auto scales = reader->array<float>(kScales);
  cells.centres_ = {reader->array<std::int8_t>(kCentres, {scales.size(), dim}), scales};
  cells.offsets_ = reader->array<std::uint64_t>(kOffsets, {scales.size() + 1});
  cells.members_ = reader->array<std::uint32_t>(kMembers);
  const auto added = reader->array<std::uint32_t>(kAdded);
  const auto is_cell = [&](std::uint32_t cell) { return cell < cells.size(); };
  if (!cells.fit(n - std::min(n, added.size()), dim) ||
      !std::all_of(added.begin(), added.end(), is_cell)) {
    reader->fail("the cells of passages are inconsistent");
  }
  cells.find_places();
  cells.add(added);
  return cells;
}

// Whether what was loaded deals every one of `n` passages once.
bool Cells::fit(std::size_t n, std::size_t dim) const {
  if (size() == 0 || members_.size() != n || dim == 0) return false;
  if (offsets_.front() != 0 || offsets_.back() != n ||
      !std::is_sorted(offsets_.begin(), offsets_.end())) {
    return false;
  }
  if (!are_sound(centres_)) return false;
  std::vector<std::uint8_t> seen(n);
  for (const std::uint32_t slot : members_) {
    if (slot >= n || seen[slot] != 0) return false;
    seen[slot] = 1;
  }
  return true;
}

}  // namespace findling::retrieval
