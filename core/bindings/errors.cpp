// SPDX-License-Identifier: Apache-2.0
#include "base/errors.h"

#include <exception>
#include <stdexcept>
#include <string>

#include "bindings/bindings.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

// The classes belong to the module; these references live as long as the process, as exception
// translators may run until the interpreter ends.
struct ErrorClasses {
  PyObject* engine = nullptr;
  PyObject* value = nullptr;
  PyObject* format = nullptr;
  PyObject* io = nullptr;
  PyObject* cancelled = nullptr;
};

ErrorClasses& classes() noexcept {
  static ErrorClasses instance;
  return instance;
}

PyObject* new_class(py::module_& m, const char* name, const char* doc, const py::tuple& bases) {
  const std::string full_name = "findling._core." + std::string(name);
  PyObject* made = PyErr_NewExceptionWithDoc(full_name.c_str(), doc, bases.ptr(), nullptr);
  if (made == nullptr) throw py::error_already_set();
  m.attr(name) = py::handle(made);
  return made;
}

// pybind11's own exceptions (a failed cast, StopIteration, ...) derive from std::runtime_error too
// and have translators of their own. Their signature is pybind11's.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void translate(std::exception_ptr error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const py::builtin_exception&) {
    throw;
  } catch (const std::invalid_argument& e) {
    PyErr_SetString(classes().value, e.what());
  } catch (const base::FormatError& e) {
    PyErr_SetString(classes().format, e.what());
  } catch (const base::IoError& e) {
    PyErr_SetString(classes().io, e.what());
  } catch (const base::CancelledError& e) {
    PyErr_SetString(classes().cancelled, e.what());
  } catch (const std::runtime_error& e) {
    PyErr_SetString(classes().engine, e.what());
  }
}

}  // namespace

void bind_errors(py::module_& m) {
  const py::handle root(PyExc_Exception);
  ErrorClasses& all = classes();
  all.engine =
      new_class(m, "EngineError", "The engine could not do what was asked.", py::make_tuple(root));
  const py::handle engine(all.engine);
  all.value = new_class(m, "EngineValueError", "An argument is outside of what the engine accepts.",
                        py::make_tuple(engine, py::handle(PyExc_ValueError)));
  all.format = new_class(m, "EngineFormatError", "A stored file is damaged, foreign or too new.",
                         py::make_tuple(engine, py::handle(PyExc_ValueError)));
  all.io = new_class(m, "EngineIoError", "The operating system refused to read or write a file.",
                     py::make_tuple(engine, py::handle(PyExc_OSError)));
  all.cancelled = new_class(m, "CancelledError", "The work was cancelled; not a failure.",
                            py::make_tuple(root));
  py::register_local_exception_translator(&translate);
}

}  // namespace findling::bindings
