// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "io/container.h"

namespace findling::retrieval {

/// Rows of equal width: a fixed part, which may lie in a mapped file, and rows added since.
///
/// So that a file of any size opens at once and still takes new rows. Not thread-safe for adding.
template <typename T>
class GrowingRows {
 public:
  explicit GrowingRows(std::size_t width = 1) : width_(width) {}

  /// `base` is used where it lies; `owner` keeps it alive.
  GrowingRows(std::shared_ptr<const void> owner, std::span<const T> base, std::size_t width)
      : owner_(std::move(owner)), base_(base), width_(width) {}

  std::size_t size() const noexcept { return (base_.size() + tail_.size()) / width_; }
  std::size_t width() const noexcept { return width_; }

  std::span<const T> row(std::size_t i) const noexcept {
    const std::size_t at = i * width_;
    if (at < base_.size()) return base_.subspan(at, width_);
    return std::span<const T>(tail_).subspan(at - base_.size(), width_);
  }
  /// The first value of row `i`; for rows of one value.
  const T& operator[](std::size_t i) const noexcept { return row(i).front(); }

  /// The fixed rows and the added ones, in this order.
  std::array<std::span<const T>, 2> parts() const noexcept { return {base_, tail_}; }

  /// Adds whole rows. The first ones become the fixed part, without a copy.
  void append(std::vector<T> rows) {
    if (size() != 0) {
      tail_.insert(tail_.end(), rows.begin(), rows.end());
      return;
    }
    auto owner = std::make_shared<const std::vector<T>>(std::move(rows));
    base_ = *owner;
    owner_ = std::move(owner);
  }

  /// Adds a section, which keeps a view: these rows must stay as they are until the file is
  /// written.
  void save(io::ContainerWriter& writer, std::string_view name) const {
    const io::Shape shape{size(), width_};
    if (tail_.empty()) {
      writer.add(name, base_, shape);
      return;
    }
    std::vector<T> all(base_.begin(), base_.end());
    all.insert(all.end(), tail_.begin(), tail_.end());
    writer.add_owned(name, std::move(all), shape);
  }

  /// The rows of a section, used where they are mapped. Throws `base::FormatError` unless there are
  /// `n` of this width.
  static GrowingRows load(const std::shared_ptr<const io::ContainerReader>& reader,
                          std::string_view name, std::size_t n, std::size_t width) {
    return {reader, reader->template array<T>(name, {n, width}), width};
  }

 private:
  std::shared_ptr<const void> owner_;
  std::span<const T> base_;
  std::vector<T> tail_;
  std::size_t width_;
};

}  // namespace findling::retrieval
