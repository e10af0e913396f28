// SPDX-License-Identifier: Apache-2.0
#include "layers/packed_rows.h"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "layers/parallel.h"

namespace findling::layers {

namespace {

constexpr std::size_t kRowsPerTask = 256;

constexpr std::array<std::pair<Storage, std::string_view>, 3> kNames{{
    {Storage::kF32, "fp32"},
    {Storage::kBf16, "bf16"},
    {Storage::kInt8, "int8"},
}};

}  // namespace

Storage storage_of(std::string_view name) {
  for (const auto& [storage, known] : kNames) {
    if (known == name) return storage;
  }
  throw std::invalid_argument("[network] expected weights as fp32, bf16 or int8, got " +
                              std::string(name));
}

std::string_view name_of(Storage storage) noexcept {
  return kNames[static_cast<std::size_t>(storage)].second;
}

void PackedRows::widen(const kernels::KernelTable& k, std::size_t begin, std::size_t n,
                       std::size_t dim, float* out) const noexcept {
  if (storage == Storage::kBf16) {
    k.widen_bf16(halves.data() + begin * dim, n * dim, out);
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    k.widen_i8(bytes.data() + (begin + i) * dim, scales[begin + i], dim, out + i * dim);
  }
}

OwnPackedRows pack_rows(const kernels::KernelTable& k, base::ThreadPool& pool, Storage storage,
                        std::span<const float> values, std::size_t dim) {
  OwnPackedRows out;
  const std::size_t n_rows = values.size() / dim;
  if (storage == Storage::kBf16) out.halves.resize(values.size());
  if (storage == Storage::kInt8) {
    out.bytes.resize(values.size());
    out.scales.resize(n_rows);
  }
  parallel_blocks(pool, n_rows, kRowsPerTask, [&](std::size_t begin, std::size_t end, std::size_t) {
    const float* from = values.data() + begin * dim;
    if (storage == Storage::kBf16) {
      k.narrow_bf16(from, (end - begin) * dim, out.halves.data() + begin * dim);
      return;
    }
    for (std::size_t i = begin; i < end; ++i, from += dim) {
      out.scales[i] = k.quantize_row_i8(from, dim, out.bytes.data() + i * dim);
    }
  });
  return out;
}

}  // namespace findling::layers
