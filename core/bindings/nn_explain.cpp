// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <shared_mutex>
#include <utility>
#include <vector>

#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "bindings/nn_shared.h"
#include "model/explain.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

std::vector<model::PathPoint> path_of(const F32Array& points, const F32Array& weights) {
  const auto at = view(points);
  const auto weight = view(weights);
  if (at.size() != weight.size()) {
    throw std::invalid_argument("[bindings] expected as many weights as points");
  }
  std::vector<model::PathPoint> path;
  for (std::size_t i = 0; i < at.size(); ++i) path.push_back({at[i], weight[i]});
  return path;
}

py::list arrays_of(std::vector<model::InputContributions> inputs) {
  py::list arrays;
  for (model::InputContributions& input : inputs) {
    arrays.append(py::make_tuple(to_array(std::move(input.offsets)), to_array(std::move(input.ids)),
                                 to_array(std::move(input.contributions))));
  }
  return arrays;
}

py::tuple explain(SharedNetwork& self, const NetworkSamples& samples, const U64Array& which,
                  std::size_t output, const U32Array& columns, const F32Array& points,
                  const F32Array& weights, bool hold_lengths) {
  const auto ids = view(which);
  expect_below(ids, samples.data.n);
  const std::vector<model::PathPoint> path = path_of(points, weights);
  const model::ExplainQuestion question{
      .output = output, .columns = view(columns), .path = path, .hold_lengths = hold_lengths};
  model::Explained explained;
  {
    const py::gil_scoped_release released;
    const std::shared_lock lock(self.mutex);
    explained = model::explain(*self.network, samples.data, ids, question);
  }
  return py::make_tuple(to_array(std::move(explained.values)),
                        to_array(std::move(explained.baselines)),
                        arrays_of(std::move(explained.inputs)));
}

}  // namespace

void bind_nn_explain(py::module_& m) {
  m.def("explain", &explain, py::arg("network"), py::arg("samples"), py::arg("which").noconvert(),
        py::arg("output"), py::arg("columns").noconvert(), py::arg("points").noconvert(),
        py::arg("weights").noconvert(), py::arg("hold_lengths"), R"doc(
Say what the inputs of checked samples did to one column an output each.

Returns values and baselines, [n] each, and for each input its offsets and ids (empty for a dense
one) and contributions.
)doc");
}

}  // namespace findling::bindings
