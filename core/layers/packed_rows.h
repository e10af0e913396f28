// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/thread_pool.h"
#include "kernels/kernels.h"

namespace findling::layers {

/// How the values of a table are kept. Only floats can be trained.
enum class Storage : std::uint8_t {
  kF32,   ///< 4 bytes a value.
  kBf16,  ///< 2 bytes: the upper half of a float, rounded to even; 8 bits of precision.
  kInt8,  ///< 1 byte, and a scale for each row: 127 steps up to the largest value of the row.
};

/// "fp32", "bf16" or "int8"; throws `std::invalid_argument` for other names.
Storage storage_of(std::string_view name);
std::string_view name_of(Storage storage) noexcept;

/// Rows of a table in less than floats: a view. Shapes: [N, D] values, [N] scales.
struct PackedRows {
  Storage storage = Storage::kF32;
  std::span<const std::uint16_t> halves;  ///< [N, D], kBf16.
  std::span<const std::int8_t> bytes;     ///< [N, D], kInt8.
  std::span<const float> scales;          ///< [N], kInt8.

  /// out [n, D] = the rows [begin, begin + n) in floats.
  void widen(const kernels::KernelTable& k, std::size_t begin, std::size_t n, std::size_t dim,
             float* out) const noexcept;
};

/// The same with memory of its own.
struct OwnPackedRows {
  std::vector<std::uint16_t> halves;
  std::vector<std::int8_t> bytes;
  std::vector<float> scales;

  PackedRows view(Storage storage) const noexcept { return {storage, halves, bytes, scales}; }
};

/// Rounds values [N, D]. `storage` is not kF32.
OwnPackedRows pack_rows(const kernels::KernelTable& k, base::ThreadPool& pool, Storage storage,
                        std::span<const float> values, std::size_t dim);

}  // namespace findling::layers
