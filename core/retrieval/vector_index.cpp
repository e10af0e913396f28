// SPDX-License-Identifier: Apache-2.0
#include "retrieval/vector_index.h"

#include <algorithm>
#include <cmath>

#include "kernels/kernels.h"

namespace findling::retrieval {

namespace {

constexpr const char* kVectors = "meaning/vectors";
// 4 MB of 256 wide vectors: what takes longer than waking a thread.
constexpr std::size_t kRowsPerTask = 4096;

}  // namespace

void VectorIndex::score(std::span<const float> query, base::ThreadPool& pool,
                        std::span<float> out) const {
  const kernels::KernelTable& k = kernels::active();
  std::size_t first = 0;
  for (const std::span<const float> part : rows_.parts()) {
    const std::size_t n = part.size() / dim();
    const std::size_t n_tasks = (n + kRowsPerTask - 1) / kRowsPerTask;
    const auto score_task = [&](std::size_t task, std::size_t) {
      const std::size_t begin = task * kRowsPerTask;
      k.dot_rows(query.data(), part.data() + begin * dim(), dim(),
                 std::min(kRowsPerTask, n - begin), dim(), out.data() + first + begin);
    };
    pool.parallel_for(n_tasks, score_task);
    first += n;
  }
}

void VectorIndex::save(io::ContainerWriter& writer) const { rows_.save(writer, kVectors); }

VectorIndex VectorIndex::load(const std::shared_ptr<const io::ContainerReader>& reader,
                              std::size_t n, std::size_t dim) {
  VectorIndex index(dim);
  index.rows_ = GrowingRows<float>::load(reader, kVectors, n, dim);
  const auto values = index.rows_.parts()[0];
  // One comparison a row: a sum of squares is not finite when a value is not.
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isfinite(kernels::active().sum_squares(values.data() + i * dim, dim))) {
      reader->fail("a passage's vector holds a value that is not a number");
    }
  }
  return index;
}

}  // namespace findling::retrieval
