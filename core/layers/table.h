// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/aligned_buffer.h"
#include "kernels/kernels.h"
#include "layers/packed_rows.h"

namespace findling::layers {

/// Parameters that are learned row by row: [N, D] floats, in memory of their own or mapped from a
/// file. Mapped ones are read-only until `make_own` copies them.
///
/// A table from a file may be packed: its rows are kept in less than floats, cannot be learned, and
/// are read by `copy_rows` only.
class Table {
 public:
  /// Zeros.
  Table(std::string name, std::size_t n_rows, std::size_t dim)
      : name_(std::move(name)),
        n_rows_(n_rows),
        dim_(dim),
        own_(n_rows * dim),
        data_(own_.span()) {}

  /// One without values, which must be mapped before they are read.
  static Table unmapped(std::string name, std::size_t n_rows, std::size_t dim) {
    Table table(std::move(name), 0, dim);
    table.n_rows_ = n_rows;
    return table;
  }

  Table(Table&&) noexcept = default;
  Table& operator=(Table&&) noexcept = default;

  const std::string& name() const noexcept { return name_; }
  std::size_t n_rows() const noexcept { return n_rows_; }
  std::size_t dim() const noexcept { return dim_; }

  Storage storage() const noexcept { return packed_.storage; }
  bool is_packed() const noexcept { return packed_.storage != Storage::kF32; }
  const PackedRows& packed() const noexcept { return packed_; }

  /// out [n, D] = the rows [begin, begin + n), packed or not.
  void copy_rows(const kernels::KernelTable& k, std::size_t begin, std::size_t n,
                 float* out) const noexcept {
    if (is_packed()) return packed_.widen(k, begin, n, dim_, out);
    std::copy_n(row(begin), n * dim_, out);
  }

  /// The same rows where they lie, or widened in `scratch` [n, D].
  const float* rows_in(const kernels::KernelTable& k, std::size_t begin, std::size_t n,
                       float* scratch) const noexcept {
    if (!is_packed()) return row(begin);
    packed_.widen(k, begin, n, dim_, scratch);
    return scratch;
  }

  // What follows is for tables that are not packed.

  std::span<const float> values() const noexcept { return data_; }
  const float* row(std::size_t i) const noexcept { return data_.data() + i * dim_; }

  /// The same for writing; the table must be its own.
  std::span<float> own() noexcept { return own_.span(); }
  std::span<float> own_row(std::size_t i) noexcept { return own_.span().subspan(i * dim_, dim_); }

  /// Uses N * D foreign values as long as `owner` lives.
  void map(std::span<const float> values, std::shared_ptr<const void> owner) {
    data_ = values;
    owner_ = std::move(owner);
    own_ = {};
  }

  /// Uses foreign rows in less than floats as long as `owner` lives.
  void map(const PackedRows& rows, std::shared_ptr<const void> owner) {
    packed_ = rows;
    data_ = {};
    owner_ = std::move(owner);
    own_ = {};
  }

  /// Copies mapped values, so that they can be written. Throws `std::invalid_argument` when they
  /// are packed.
  void make_own() {
    if (owner_ == nullptr) return;
    if (is_packed()) {
      throw std::invalid_argument("[network] expected weights in fp32 for training, got " +
                                  std::string(name_of(storage())) +
                                  ": train the model that they were saved from");
    }
    base::AlignedBuffer<float> copy(data_.size());
    std::copy(data_.begin(), data_.end(), copy.begin());
    own_ = std::move(copy);
    data_ = own_.span();
    owner_.reset();
  }

 private:
  std::string name_;
  std::size_t n_rows_;
  std::size_t dim_;
  base::AlignedBuffer<float> own_;
  std::span<const float> data_;
  PackedRows packed_;
  std::shared_ptr<const void> owner_;
};

}  // namespace findling::layers
