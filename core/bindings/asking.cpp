// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "text/repeats.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

py::array_t<std::uint32_t> find_repeats(const py::list& texts) {
  const Utf8List views(texts);
  std::vector<std::uint32_t> repeats;
  {
    const py::gil_scoped_release released;
    repeats = text::find_repeats(views.views());
  }
  return to_array(std::move(repeats));
}

}  // namespace

// What helps people to ask: functions that take an index or texts and change nothing.
void bind_asking(py::module_& m) {
  m.def("find_repeats", &find_repeats, py::arg("texts"),
        "Return for each text the first one that says all of it, or nearly: uint32 [n].");
}

}  // namespace findling::bindings
