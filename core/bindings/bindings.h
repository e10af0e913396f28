// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

namespace findling::bindings {

// One function a file; module.cpp calls them in this order.
void bind_errors(pybind11::module_& m);
void bind_cpu(pybind11::module_& m);
void bind_text(pybind11::module_& m);
void bind_retriever(pybind11::module_& m);
void bind_asking(pybind11::module_& m);
void bind_explaining(pybind11::module_& m);
void bind_nn(pybind11::module_& m);
void bind_nn_explain(pybind11::module_& m);
void bind_mach(pybind11::module_& m);
void bind_text_model(pybind11::module_& m);

}  // namespace findling::bindings
