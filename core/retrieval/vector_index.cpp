// SPDX-License-Identifier: Apache-2.0
#include "retrieval/vector_index.h"

#include <algorithm>
#include <utility>

#include "lsh/prefetch.h"

namespace findling::retrieval {

namespace {

constexpr const char* kVectors = "meaning/vectors";
constexpr const char* kScales = "meaning/scales";
// 2 MB of 256 wide vectors: what takes longer than waking a thread.
constexpr std::size_t kRowsPerTask = 8192;
constexpr std::size_t kRowsAhead = 16;  // 4 KB at 256 columns, on their way while others are read

}  // namespace

void VectorIndex::row(std::size_t slot, std::span<float> out) const noexcept {
  const std::size_t place = cells_.place_of(static_cast<std::uint32_t>(slot));
  ByteView(bytes_.row(place), scales_.row(place)).widen(out);
}

std::array<ByteView, 2> VectorIndex::parts() const noexcept {
  const auto bytes = bytes_.parts();
  const auto scales = scales_.parts();
  return {ByteView(bytes[0], scales[0]), ByteView(bytes[1], scales[1])};
}

VectorIndex::Incoming VectorIndex::receive(ByteRows rows, base::ThreadPool& pool,
                                           const base::CancelToken& cancel) const {
  if (size() == 0 && rows.size() > kWithoutCells) {
    Cells cells = Cells::make(rows, pool, cancel);
    ByteRows ordered = cells.in_order(rows);
    return {std::move(ordered), std::move(cells), {}};
  }
  auto joins = cells_.size() == 0 ? std::vector<std::uint32_t>() : cells_.nearest(rows, pool);
  return {std::move(rows), {}, std::move(joins)};
}

void VectorIndex::append(Incoming incoming) {
  if (size() == 0) cells_ = std::move(incoming.cells);
  cells_.add(incoming.joins);
  bytes_.append(std::move(incoming.rows.bytes));
  scales_.append(std::move(incoming.rows.scales));
}

void VectorIndex::score(const ByteQuery& query, base::ThreadPool& pool,
                        std::span<float> out) const {
  std::size_t first = 0;
  for (const ByteView& part : parts()) {
    const auto score_task = [&](std::size_t task, std::size_t) {
      const std::size_t begin = task * kRowsPerTask;
      const auto rows = part.part(begin, std::min(kRowsPerTask, part.size() - begin));
      if (first + begin >= cells_.n_dealt()) {
        query.score(rows, out.subspan(first + begin, rows.size()));
        return;
      }
      std::vector<float> scores(rows.size());
      query.score(rows, scores);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        out[cells_.slot_at(first + begin + i)] = scores[i];
      }
    };
    pool.parallel_for((part.size() + kRowsPerTask - 1) / kRowsPerTask, score_task);
    first += part.size();
  }
}

void VectorIndex::score_of(const ByteQuery& query, std::span<const std::uint32_t> slots,
                           std::span<float> out) const noexcept {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (i + kRowsAhead < slots.size()) {
      const std::size_t ahead = cells_.place_of(slots[i + kRowsAhead]);
      lsh::prefetch(bytes_.row(ahead).data(), dim());
    }
    const std::size_t place = cells_.place_of(slots[i]);
    out[i] = query.score(bytes_.row(place).data(), scales_[place]);
  }
}

void VectorIndex::save(io::ContainerWriter& writer) const {
  bytes_.save(writer, kVectors);
  scales_.save(writer, kScales);
  cells_.save(writer);
}

VectorIndex VectorIndex::load(const std::shared_ptr<const io::ContainerReader>& reader,
                              std::size_t n, std::size_t dim) {
  VectorIndex index(dim);
  if (!reader->has(kScales)) {  // version 1 had floats
    const auto floats = reader->array<float>(kVectors, {n, dim});
    ByteRows rows(n, dim);
    for (std::size_t i = 0; i < n; ++i) rows.set(i, floats.subspan(i * dim, dim));
    index.append({std::move(rows), {}, {}});
    return index;
  }
  index.bytes_ = GrowingRows<std::int8_t>::load(reader, kVectors, n, dim);
  index.scales_ = GrowingRows<float>::load(reader, kScales, n, 1);
  if (!are_sound(index.parts()[0])) {
    reader->fail("a passage's vector holds a value that it cannot have");
  }
  index.cells_ = Cells::load(reader, n, dim);
  return index;
}

}  // namespace findling::retrieval
