// SPDX-License-Identifier: Apache-2.0
#include "classify/text_model.h"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl/filesystem.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/cancel.h"
#include "base/thread_pool.h"
#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "bindings/nn_shared.h"
#include "classify/near_duplicates.h"
#include "classify/text_model_file.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

using classify::TextModel;
using classify::TextModelConfig;

struct PooledTextModel {
  PooledTextModel(TextModel made, std::shared_ptr<base::ThreadPool> threads)
      : model(std::move(made)), pool(std::move(threads)) {}

  TextModel model;
  std::shared_ptr<base::ThreadPool> pool;
};

// Texts and vectors where Python has them.
struct GivenTexts {
  GivenTexts(const py::list& strings, const F32Array& given) : texts(strings), vectors(given) {
    if (vectors.ndim() != 2 || vectors.shape(0) != static_cast<py::ssize_t>(strings.size())) {
      throw std::invalid_argument("[text_model] expected vectors [" +
                                  std::to_string(strings.size()) + ", D]");
    }
  }

  classify::Texts view() const {
    return {texts.views(),
            {vectors.data(), static_cast<std::size_t>(vectors.size())},
            static_cast<std::size_t>(vectors.shape(1))};
  }

  Utf8List texts;
  const F32Array& vectors;
};

std::unique_ptr<PooledTextModel> learn(const py::list& texts, const F32Array& vectors,
                                       const U64Array& offsets, const U32Array& labels,
                                       std::size_t n_outputs, const F32Array& sample_cost,
                                       const F32Array& yes_cost, const TextModelConfig& config,
                                       int n_threads, const base::CancelToken& cancel) {
  const GivenTexts given(texts, vectors);
  const classify::TextAnswers answers{.yes = ragged(offsets, labels),
                                      .n_outputs = n_outputs,
                                      .sample_cost = view(sample_cost),
                                      .yes_cost = view(yes_cost)};
  const py::gil_scoped_release released;
  auto pool = std::make_shared<base::ThreadPool>(n_threads);
  TextModel model = TextModel::learn(given.view(), answers, config, *pool, cancel);
  return std::make_unique<PooledTextModel>(std::move(model), std::move(pool));
}

py::array margins(const PooledTextModel& self, const py::list& texts, const F32Array& vectors,
                  const base::CancelToken& cancel) {
  const GivenTexts given(texts, vectors);
  std::vector<float> found;
  {
    const py::gil_scoped_release released;
    found = self.model.margins(given.view(), *self.pool, cancel);
  }
  const std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(texts.size()),
                                       static_cast<py::ssize_t>(self.model.n_outputs())};
  return to_array(std::move(found)).reshape(shape);
}

py::tuple explain(const PooledTextModel& self, const py::str& text, const F32Array& vectors,
                  std::size_t output) {
  py::list texts;
  texts.append(text);
  const classify::MarginParts parts = self.model.explain(GivenTexts(texts, vectors).view(), output);
  std::vector<std::uint32_t> begins;
  std::vector<std::uint32_t> ends;
  std::vector<float> values;
  for (const classify::TokenPart& part : parts.tokens) {
    begins.push_back(part.token.begin);
    ends.push_back(part.token.end);
    values.push_back(part.part);
  }
  return py::make_tuple(to_array(std::move(begins)), to_array(std::move(ends)),
                        to_array(std::move(values)), parts.bias, parts.vector);
}

void save(const PooledTextModel& self, const std::filesystem::path& path,
          const std::string& notes) {
  const py::gil_scoped_release released;
  classify::save_text_model(path, self.model, notes);
}

py::tuple load(const std::filesystem::path& path, int n_threads) {
  std::unique_ptr<PooledTextModel> made;
  std::string notes;
  {
    const py::gil_scoped_release released;
    auto stored = classify::load_text_model(path);
    made = std::make_unique<PooledTextModel>(std::move(stored.model),
                                             std::make_shared<base::ThreadPool>(n_threads));
    notes = std::move(stored.notes);
  }
  return py::make_tuple(std::move(made), notes);
}

U32Array groups(const py::list& texts, int n_threads, const base::CancelToken& cancel) {
  const Utf8List given(texts);
  std::vector<std::uint32_t> found;
  {
    const py::gil_scoped_release released;
    base::ThreadPool pool(n_threads);
    found = classify::near_duplicate_groups(given.views(), pool, cancel);
  }
  return to_array(std::move(found));
}

void bind_config(py::module_& m) {
  py::class_<TextModelConfig>(m, "TextModelConfig", "What is learned of texts, and how.")
      .def(py::init([](std::uint32_t max_words, std::uint32_t min_chars, std::uint32_t max_chars,
                       std::uint32_t min_count, float cost, std::uint32_t epochs,
                       std::uint64_t seed) {
             return TextModelConfig{
                 .ngrams = {max_words, min_chars, max_chars},
                 .min_count = min_count,
                 .margins = {.cost = cost, .epochs = epochs, .seed = seed},
             };
           }),
           py::kw_only(), py::arg("max_words"), py::arg("min_chars"), py::arg("max_chars"),
           py::arg("min_count"), py::arg("cost"), py::arg("epochs"), py::arg("seed"));
}

}  // namespace

void bind_text_model(py::module_& m) {
  bind_config(m);
  m.def("near_duplicate_groups", &groups, py::arg("texts"), py::arg("n_threads"), py::arg("cancel"),
        "Return for each text the first of those that say nearly the same: array of uint32, [n].");
  py::class_<PooledTextModel>(m, "TextModel",
                              "Linear margins over the n-grams of texts. Immutable; any number of "
                              "threads may use one.")
      .def_static("learn", &learn, py::arg("texts"), py::arg("vectors").noconvert(),
                  py::arg("offsets").noconvert(), py::arg("labels").noconvert(),
                  py::arg("n_outputs"), py::arg("sample_cost").noconvert(),
                  py::arg("yes_cost").noconvert(), py::arg("config"), py::arg("n_threads"),
                  py::arg("cancel"),
                  "Learn K margins; sample i is in the lists of labels, costs may be empty.")
      .def_static("load", &load, py::arg("path"), py::arg("n_threads"),
                  "Return a saved model and its notes.")
      .def("save", &save, py::arg("path"), py::arg("notes"), "Write model and notes, or nothing.")
      .def_property_readonly("n_outputs",
                             [](const PooledTextModel& self) { return self.model.n_outputs(); })
      .def_property_readonly(
          "n_ngrams", [](const PooledTextModel& self) { return self.model.vocabulary().size(); })
      .def_property_readonly("vector_dim",
                             [](const PooledTextModel& self) { return self.model.vector_dim(); })
      .def("margins", &margins, py::arg("texts"), py::arg("vectors").noconvert(), py::arg("cancel"),
           "Return margins of texts and vectors [n, D]: float32 [n, K].")
      .def("explain", &explain, py::arg("text"), py::arg("vectors").noconvert(), py::arg("output"),
           "Return begins, ends and parts of the tokens, the constant's and the vector's part.");
}

}  // namespace findling::bindings
