// SPDX-License-Identifier: Apache-2.0
#include "bindings/convert.h"

namespace py = pybind11;

namespace findling::bindings {

Utf8List::Utf8List(const py::list& strings) {
  kept_.reserve(strings.size());
  views_.reserve(strings.size());
  for (const py::handle text : strings) add(text);
}

Utf8List::Utf8List(const py::str& text) { add(text); }

void Utf8List::add(py::handle text) {
  if (!PyUnicode_Check(text.ptr())) throw py::type_error("[bindings] expected str");
  Py_ssize_t n = 0;
  const char* utf8 = PyUnicode_AsUTF8AndSize(text.ptr(), &n);
  if (utf8 != nullptr) {
    kept_.push_back(py::reinterpret_borrow<py::object>(text));
    views_.emplace_back(utf8, static_cast<std::size_t>(n));
    return;
  }
  PyErr_Clear();
  PyObject* bytes = PyUnicode_AsEncodedString(text.ptr(), "utf-8", "replace");
  if (bytes == nullptr) throw py::error_already_set();
  kept_.push_back(py::reinterpret_steal<py::object>(bytes));
  views_.emplace_back(PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes)));
}

py::list to_list(const text::StringTable& strings) {
  py::list list(strings.size());
  for (std::uint32_t i = 0; i < strings.size(); ++i) {
    const std::string_view text = strings[i];
    list[i] = py::str(text.data(), text.size());
  }
  return list;
}

}  // namespace findling::bindings
