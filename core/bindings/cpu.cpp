// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "bindings/bindings.h"
#include "build_id.h"
#include "kernels/kernels.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

std::vector<std::string> supported_names() {
  std::vector<std::string> names;
  for (const kernels::KernelTable* table : kernels::supported()) names.emplace_back(table->name);
  return names;
}

py::dict cpu_info() {
  py::dict info;
  info["isa"] = kernels::active().name;
  info["supported"] = supported_names();
  info["threads"] = base::ThreadPool().n_threads();
  return info;
}

}  // namespace

void bind_cpu(py::module_& m) {
  // A wrong FINDLING_FORCE_ISA or FINDLING_NUM_THREADS stops the import with its own sentence,
  // before anything has been computed with it.
  cpu_info();
  m.def("cpu_info", &cpu_info, R"doc(
Say which kernels and how many threads the engine uses.

Returns
-------
dict
    ``isa`` : str, the chosen kernels; ``supported`` : list of str, all kernels that this processor
    runs, slowest first; ``threads`` : int, threads of a new engine object, the caller's included.
)doc");
  m.def("build_id", [] { return kBuildId; }, R"doc(
Return the fingerprint of the sources that this module was built from.

Returns
-------
str
    16 hexadecimal digits, the same as ``findling._build_id.BUILD_ID`` of the same build.
)doc");
}

}  // namespace findling::bindings
