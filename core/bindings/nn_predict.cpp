// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "bindings/nn_shared.h"
#include "layers/active_finder.h"
#include "model/inference.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

using I64Array = py::array_t<std::int64_t, py::array::c_style>;

/// The values of an array of one axis and any type of number, as T.
template <typename T>
std::vector<T> numbers(const py::array& array) {
  const auto typed = py::array_t<T, py::array::c_style | py::array::forcecast>::ensure(array);
  if (!typed || typed.ndim() != 1) {
    throw std::invalid_argument("[network] expected ids and values that are arrays of one axis");
  }
  return {typed.data(), typed.data() + typed.size()};
}

void check_output(const SharedNetwork& self, std::size_t output) {
  const std::size_t n_outputs = self.network->graph().outputs.size();
  if (output < n_outputs) return;
  throw std::invalid_argument("[network] expected output below " + std::to_string(n_outputs) +
                              ", got " + std::to_string(output));
}

/// Reads the network while nobody changes it, with the indexes that the prediction needs: the first
/// one that lacks them makes them.
std::shared_lock<std::shared_mutex> lock_prepared(SharedNetwork& self, std::size_t output,
                                                  const model::InferenceSparsity& sparsity) {
  std::shared_lock lock(self.mutex);
  while (sparsity.is_sparse() && !model::is_prepared(*self.network, output)) {
    lock.unlock();
    {
      const std::unique_lock alone(self.mutex);
      model::prepare_missing(*self.network, output);
    }
    lock.lock();
  }
  return lock;
}

py::list values(SharedNetwork& self, const NetworkSamples& samples, const U64Array& which,
                float sparsity) {
  const auto ids = view(which);
  expect_below(ids, samples.data.n);
  py::list arrays;
  std::vector<std::span<float>> spans;
  const model::GraphSpec& graph = self.network->graph();
  for (const std::size_t node : graph.outputs) {
    F32Array array = new_matrix(ids.size(), graph.nodes[node].dim);
    spans.emplace_back(array.mutable_data(), static_cast<std::size_t>(array.size()));
    arrays.append(std::move(array));
  }
  const py::gil_scoped_release released;
  const model::InferenceSparsity share{.output = 1.0F, .hidden = sparsity};
  const auto lock = lock_prepared(self, 0, share);
  self.predictor.values(samples.data, ids, share, spans);
  return arrays;
}

/// Ids as Python has them: -1 for none.
void widen(std::span<const std::uint32_t> ids, std::int64_t* out) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out[i] = ids[i] == model::kNoColumn ? -1 : static_cast<std::int64_t>(ids[i]);
  }
}

/// The best columns of samples, [n, k].
py::tuple best_of(SharedNetwork& self, const model::NetworkData& data,
                  std::span<const std::uint64_t> which, std::size_t output, float sparsity,
                  std::size_t k) {
  check_output(self, output);
  const auto n = static_cast<py::ssize_t>(which.size());
  I64Array ids({n, static_cast<py::ssize_t>(k)});
  F32Array scores = new_matrix(which.size(), k);
  std::int64_t* const id_values = ids.mutable_data();
  const std::span<float> score_values(scores.mutable_data(), which.size() * k);
  {
    const py::gil_scoped_release released;
    std::vector<std::uint32_t> columns(which.size() * k);
    const model::InferenceSparsity share{.output = sparsity, .hidden = sparsity};
    const auto lock = lock_prepared(self, output, share);
    self.predictor.top(data, which, output, share,
                       {.ids = columns, .scores = score_values, .k = k});
    widen(columns, id_values);
  }
  return py::make_tuple(std::move(ids), std::move(scores));
}

py::tuple top(SharedNetwork& self, const NetworkSamples& samples, const U64Array& which,
              std::size_t output, float sparsity, std::size_t k) {
  const auto ids = view(which);
  expect_below(ids, samples.data.n);
  return best_of(self, samples.data, ids, output, sparsity, k);
}

std::vector<std::uint32_t> column_ids(const py::array& array) {
  const char kind = array.dtype().kind();
  if (kind != 'u' && kind != 'i') {
    throw std::invalid_argument("[network] expected ids that are whole numbers");
  }
  const std::vector<std::int64_t> wide = numbers<std::int64_t>(array);
  std::vector<std::uint32_t> ids(wide.size());
  for (std::size_t i = 0; i < wide.size(); ++i) {
    if (!std::in_range<std::uint32_t>(wide[i])) {
      throw std::invalid_argument("[network] expected ids from 0 to 2^32 - 1, got " +
                                  std::to_string(wide[i]));
    }
    ids[i] = static_cast<std::uint32_t>(wide[i]);
  }
  return ids;
}

/// One sparse row for a network with one input, checked here: no arrays for Python to make.
py::tuple top_of_row(SharedNetwork& self, const py::array& ids, const py::array& values,
                     std::size_t output, float sparsity, std::size_t k) {
  const std::vector<std::uint32_t> columns = column_ids(ids);
  const char kind = values.dtype().kind();
  if (kind != 'f' && kind != 'i' && kind != 'u' && kind != 'b') {
    throw std::invalid_argument("[network] expected values that are numbers");
  }
  const std::vector<float> floats = numbers<float>(values);
  const std::vector<std::uint64_t> offsets{0, columns.size()};
  model::NetworkData data{.n = 1, .inputs = {}, .targets = {}};
  data.inputs.push_back(
      {.is_sparse = true,
       .dim = self.network->graph().nodes[self.network->inputs()[0]].dim,
       .csr = {{std::span<const std::uint64_t>(offsets), std::span(columns)}, std::span(floats)},
       .values = {}});
  self.network->check_inputs(data);
  data.validate();
  const std::uint64_t only = 0;
  return best_of(self, data, {&only, 1}, output, sparsity, k);
}

void prepare(SharedNetwork& self, const std::string& kind, const NetworkSamples* typical) {
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.mutex);
  model::prepare_inference(*self.network, kind, typical == nullptr ? nullptr : &typical->data);
}

/// What the layers with an index have, by name: its kind and its bytes.
py::dict indexes(SharedNetwork& self) {
  py::dict found;
  const std::shared_lock lock(self.mutex);
  for (const auto& entry : self.network->layers()) {
    const layers::Linear* layer = self.network->linear_of(entry.nodes[0]);
    if (layer == nullptr || layer->finder() == nullptr) continue;
    found[py::str(entry.name)] = py::make_tuple(py::str(std::string(layer->finder()->kind())),
                                                layer->finder()->memory_bytes());
  }
  return found;
}

bool has_sparse_hidden(const SharedNetwork& self) {
  return model::has_sparse_hidden(*self.network);
}

std::size_t freeze_tables(SharedNetwork& self) {
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.mutex);
  return model::freeze_tables(*self.network);
}

}  // namespace

void bind_prediction(py::class_<SharedNetwork, std::shared_ptr<SharedNetwork>>& network) {
  network
      .def("values", &values, py::arg("samples"), py::arg("which").noconvert(), py::arg("sparsity"),
           "Return the values of every output, [n, dim] float32, for checked samples.")
      .def("top", &top, py::arg("samples"), py::arg("which").noconvert(), py::arg("output"),
           py::arg("sparsity"), py::arg("k"),
           "Return the best columns and their scores, [n, k] int64 and float32, for checked "
           "samples.")
      .def("top_of_row", &top_of_row, py::arg("ids"), py::arg("values"), py::arg("output"),
           py::arg("sparsity"), py::arg("k"),
           "Return the same, [1, k], for one row of the only input, which is sparse.")
      .def("prepare_inference", &prepare, py::arg("kind"), py::arg("typical").none(true),
           "Make the indexes of sparse predictions anew, for checked samples where there are some.")
      .def("indexes", &indexes, "Return kind and bytes of the index of each layer that has one.")
      .def("has_sparse_hidden", &has_sparse_hidden,
           "Return whether there is a hidden linear layer that is trained sparse.")
      .def("freeze_tables", &freeze_tables,
           "Freeze the hash tables of all layers; return how many layers have some.");
}

}  // namespace findling::bindings
