// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sparse/ragged.h"
#include "text/string_table.h"

namespace findling::bindings {

using U64Array = pybind11::array_t<std::uint64_t, pybind11::array::c_style>;
using U32Array = pybind11::array_t<std::uint32_t, pybind11::array::c_style>;
using U8Array = pybind11::array_t<std::uint8_t, pybind11::array::c_style>;

/// The values of an array of one axis, where they are. Throws `std::invalid_argument` for others.
template <typename T>
std::span<const T> view(const pybind11::array_t<T, pybind11::array::c_style>& array) {
  if (array.ndim() != 1) throw std::invalid_argument("[bindings] expected an array of one axis");
  return {array.data(), static_cast<std::size_t>(array.size())};
}

inline sparse::RaggedView ragged(const U64Array& offsets, const U32Array& values) {
  return {view(offsets), view(values)};
}

/// An array that owns its memory, without a copy.
template <typename T>
pybind11::array_t<T> to_array(std::vector<T> values) {
  auto owner = std::make_unique<std::vector<T>>(std::move(values));
  const auto n = static_cast<pybind11::ssize_t>(owner->size());
  T* data = owner->data();
  pybind11::capsule capsule(owner.get(), [](void* p) {
    const std::unique_ptr<std::vector<T>> owned(static_cast<std::vector<T>*>(p));
  });
  static_cast<void>(owner.release());
  return pybind11::array_t<T>(n, data, capsule);
}

/// Python's strings as UTF-8, kept alive while the GIL is released.
///
/// Text that is not valid Unicode (lone surrogates, from odd file names) is taken with question
/// marks in those places, so that offsets stay right.
class Utf8List {
 public:
  explicit Utf8List(const pybind11::list& strings);
  explicit Utf8List(const pybind11::str& text);

  std::span<const std::string_view> views() const noexcept { return views_; }

 private:
  void add(pybind11::handle text);

  std::vector<pybind11::object> kept_;
  std::vector<std::string_view> views_;
};

/// The strings of a table. They are valid UTF-8.
pybind11::list to_list(const text::StringTable& strings);

}  // namespace findling::bindings
