// SPDX-License-Identifier: Apache-2.0
#include "bindings/bindings.h"

PYBIND11_MODULE(_core, m) {
  using namespace findling::bindings;
  m.doc() = "The engine of Findling. Only findling.bolt imports this module.";
  bind_errors(m);
  bind_cpu(m);
  bind_text(m);
  bind_retriever(m);
  bind_asking(m);
  bind_explaining(m);
  bind_nn(m);
  bind_nn_explain(m);
  bind_mach(m);
  bind_text_model(m);
}
