// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "base/rng.h"
#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "bindings/nn_shared.h"
#include "model/network_file.h"
#include "model/network_trainer.h"
#include "model/table_file.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

/// Training of a network, which it keeps alive.
struct SharedTrainer {
  SharedTrainer(std::shared_ptr<SharedNetwork> which, const model::TrainingConfig& config)
      : shared(std::move(which)), trainer(*shared->network, config) {}

  std::shared_ptr<SharedNetwork> shared;
  model::NetworkTrainer trainer;
};

std::span<const float> matrix(const F32Array& array) {
  if (array.ndim() != 2) throw std::invalid_argument("[bindings] expected an array of two axes");
  return {array.data(), static_cast<std::size_t>(array.size())};
}

std::size_t columns(const F32Array& array) { return static_cast<std::size_t>(array.shape(1)); }

void bind_samples(py::module_& m) {
  py::class_<NetworkSamples>(m, "NetworkSamples", "Inputs and targets of samples; keeps arrays.")
      .def(py::init<std::size_t>(), py::arg("n"))
      .def(
          "add_sparse_input",
          [](NetworkSamples& self, std::size_t dim, const U64Array& offsets, const U32Array& ids,
             const F32Array& values) {
            self.kept.insert(self.kept.end(), {offsets, ids, values});
            self.data.inputs.push_back({.is_sparse = true,
                                        .dim = dim,
                                        .csr = {ragged(offsets, ids), view(values)},
                                        .values = {}});
          },
          py::arg("dim"), py::arg("offsets").noconvert(), py::arg("ids").noconvert(),
          py::arg("values").noconvert())
      .def(
          "add_dense_input",
          [](NetworkSamples& self, const F32Array& values) {
            const auto span = matrix(values);
            self.kept.push_back(values);
            self.data.inputs.push_back(
                {.is_sparse = false, .dim = columns(values), .csr = {}, .values = span});
          },
          py::arg("values").noconvert())
      .def(
          "add_labels",
          [](NetworkSamples& self, std::size_t dim, const U64Array& offsets, const U32Array& ids) {
            self.kept.insert(self.kept.end(), {offsets, ids});
            self.data.targets.push_back(
                {.dim = dim, .is_labels = true, .labels = ragged(offsets, ids), .values = {}});
          },
          py::arg("dim"), py::arg("offsets").noconvert(), py::arg("ids").noconvert())
      .def(
          "add_dense_target",
          [](NetworkSamples& self, const F32Array& values) {
            const auto span = matrix(values);
            self.kept.push_back(values);
            self.data.targets.push_back(
                {.dim = columns(values), .is_labels = false, .labels = {}, .values = span});
          },
          py::arg("values").noconvert())
      .def("add_no_target", [](NetworkSamples& self) { self.data.targets.emplace_back(); });
}

void bind_config(py::module_& m) {
  using model::TrainingConfig;
  using train::OptimizerConfig;
  py::class_<OptimizerConfig>(m, "OptimizerConfig", "Which rule moves the parameters.")
      .def(py::init([](const std::string& name) {
             OptimizerConfig config;
             config.kind = train::optimizer_of(name);
             return config;
           }),
           py::arg("name"))
      .def_readwrite("beta1", &OptimizerConfig::beta1)
      .def_readwrite("beta2", &OptimizerConfig::beta2)
      .def_readwrite("eps", &OptimizerConfig::eps)
      .def_readwrite("weight_decay", &OptimizerConfig::weight_decay)
      .def_readwrite("decay_while_asleep", &OptimizerConfig::decay_while_asleep);
  py::class_<TrainingConfig>(m, "TrainingConfig", "How a network learns.")
      .def(py::init<>())
      .def_readwrite("optimizer", &TrainingConfig::optimizer)
      .def_readwrite("clip_value", &TrainingConfig::clip_value)
      .def_readwrite("clip_norm", &TrainingConfig::clip_norm)
      .def(
          "add_loss",
          [](TrainingConfig& self, const std::string& name, float weight, float margin, float delta,
             float scale) {
            self.losses.push_back({.kind = train::loss_of(name),
                                   .weight = weight,
                                   .margin = margin,
                                   .delta = delta,
                                   .scale = scale});
          },
          py::arg("name"), py::arg("weight"), py::arg("margin"), py::arg("delta"), py::arg("scale"),
          "Add the loss of the next output, or two outputs.");
}

F32Array get_table(SharedNetwork& self, const std::string& name) {
  const layers::Table& table = self.network->table(name);
  F32Array out = new_matrix(table.n_rows(), table.dim());
  const std::shared_lock lock(self.mutex);
  table.copy_rows(self.network->kernels(), 0, table.n_rows(), out.mutable_data());
  return out;
}

void set_table(SharedNetwork& self, const std::string& name, const F32Array& values) {
  const auto span = matrix(values);
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.mutex);
  self.network->set_table(name, span);
}

void check_inputs(const SharedNetwork& self, const NetworkSamples& samples) {
  const py::gil_scoped_release released;
  self.network->check_inputs(samples.data);
  samples.data.validate();
}

/// How weights are kept, by name; as they are, without one.
layers::Storage storage_of(const SharedNetwork& self, const std::optional<std::string>& weights) {
  return weights ? layers::storage_of(*weights) : model::storage_of(*self.network);
}

void save(SharedNetwork& self, const std::filesystem::path& path, const py::str& notes,
          SharedTrainer* trainer, const std::optional<std::string>& weights, bool with_indexes) {
  const Utf8List text(notes);
  const py::gil_scoped_release released;
  const std::shared_lock lock(self.mutex);
  model::save_network(*self.network, trainer == nullptr ? nullptr : &trainer->trainer,
                      text.views().front(), path, storage_of(self, weights), with_indexes);
}

py::tuple load(const std::filesystem::path& path, int n_threads) {
  std::shared_ptr<SharedNetwork> shared;
  std::string notes;
  {
    const py::gil_scoped_release released;
    model::LoadedNetwork loaded = model::load_network(path, n_threads);
    shared = std::make_shared<SharedNetwork>(std::move(loaded.network));
    shared->file = std::move(loaded.reader);
    notes = std::move(loaded.notes);
  }
  return py::make_tuple(shared, notes);
}

double train_batch(SharedTrainer& self, const NetworkSamples& samples, const U64Array& which,
                   float lr) {
  const auto ids = view(which);
  expect_below(ids, samples.data.n);
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.shared->mutex);
  return self.trainer.train_batch(samples.data, ids, lr);
}

double evaluate_batch(SharedTrainer& self, const NetworkSamples& samples, const U64Array& which) {
  const auto ids = view(which);
  expect_below(ids, samples.data.n);
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.shared->mutex);
  return self.trainer.evaluate_batch(samples.data, ids);
}

void check_samples(const SharedTrainer& self, const NetworkSamples& samples) {
  const py::gil_scoped_release released;
  self.trainer.check(samples.data);
}

/// Goes on where the file that the network was loaded from had stopped.
void restore(SharedTrainer& self) {
  const auto file = std::move(self.shared->file);
  self.shared->file.reset();
  if (file == nullptr) {
    throw std::invalid_argument(
        "[network] expected a network that was just loaded, to restore "
        "its training");
  }
  const std::unique_lock lock(self.shared->mutex);
  self.trainer.restore(*file);
}

py::array_t<std::uint64_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t stream) {
  std::vector<std::uint64_t> order(n);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  base::Rng rng(seed, stream);
  rng.shuffle(std::span(order));
  return to_array(std::move(order));
}

}  // namespace

void bind_nn(py::module_& m) {
  bind_samples(m);
  bind_config(m);
  m.def("permutation", &permutation, py::arg("n"), py::arg("seed"), py::arg("stream"),
        "Return 0..n-1 in a random order, the same on every machine, as uint64.");

  py::class_<SharedNetwork, std::shared_ptr<SharedNetwork>> network(m, "Network", R"doc(
A network made from its description, one line a node; findling.bolt.nn.Model writes it.

Any number of threads may predict; a step of training waits for them and they for it.
)doc");
  bind_prediction(network);
  network
      .def(py::init([](const std::string& graph, std::uint64_t seed, int n_threads) {
             return std::make_shared<SharedNetwork>(
                 std::make_unique<model::Network>(model::GraphSpec::parse(graph), seed, n_threads));
           }),
           py::arg("graph"), py::arg("seed"), py::arg("n_threads"))
      .def_property_readonly(
          "graph", [](const SharedNetwork& self) { return self.network->graph().to_text(); })
      .def_property_readonly("seed", [](const SharedNetwork& self) { return self.network->seed(); })
      .def("table_names", [](const SharedNetwork& self) { return self.network->table_names(); })
      .def(
          "table_shape",
          [](const SharedNetwork& self, const std::string& name) {
            const layers::Table& table = self.network->table(name);
            return py::make_tuple(table.n_rows(), table.dim());
          },
          py::arg("name"))
      .def("table", &get_table, py::arg("name"), "Return a copy, [n_rows, dim] float32.")
      .def("set_table", &set_table, py::arg("name"), py::arg("values").noconvert())
      .def("check_inputs", &check_inputs, py::arg("samples"),
           "Raise EngineValueError unless the samples can go in.")
      .def("save", &save, py::arg("path"), py::arg("notes"), py::arg("trainer"), py::arg("weights"),
           py::arg("with_indexes"), "Write one file, or nothing.")
      .def_property_readonly(
          "weights",
          [](const SharedNetwork& self) {
            return std::string(name_of(model::storage_of(*self.network)));
          },
          "How weights are kept: fp32, bf16 or int8.")
      .def_static("load", &load, py::arg("path"), py::arg("n_threads"),
                  "Map a file; return the network and its notes.");

  py::class_<SharedTrainer>(m, "NetworkTrainer", "Training of a network, a batch at a time.")
      .def(py::init<std::shared_ptr<SharedNetwork>, const model::TrainingConfig&>(),
           py::arg("network"), py::arg("config"))
      .def("check", &check_samples, py::arg("samples"),
           "Raise EngineValueError unless the samples can be learned from.")
      .def("train_batch", &train_batch, py::arg("samples"), py::arg("which").noconvert(),
           py::arg("lr"), "Learn from checked samples; return the loss before the update.")
      .def("evaluate_batch", &evaluate_batch, py::arg("samples"), py::arg("which").noconvert(),
           "Return the loss of checked samples with all neurons active.")
      .def("restore", &restore, "Take the state of training out of the loaded file.");
}

}  // namespace findling::bindings
