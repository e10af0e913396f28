// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.h"

#include <pybind11/native_enum.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/progress.h"
#include "base/thread_pool.h"
#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "model/encoder.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

using retrieval::Hit;
using retrieval::Retriever;
using retrieval::SearchMode;
using Released = py::call_guard<py::gil_scoped_release>;

/// Takes the GIL for each report, so that a Ctrl+C is seen too.
base::ProgressFn reporter(const py::object& progress) {
  return [&progress](std::string_view stage, std::uint64_t done, std::uint64_t total) {
    const py::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (!progress.is_none()) progress(py::str(stage.data(), stage.size()), done, total);
  };
}

text::TextBatch read(const Retriever& self, const py::list& texts, const py::list& titles,
                     const base::CancelToken& cancel) {
  const Utf8List text_views(texts);
  const Utf8List title_views(titles);
  const py::gil_scoped_release released;
  return self.read(text_views.views(), title_views.views(), cancel);
}

void add_words(Retriever& self, const text::TextBatch& batch, const py::list& terms,
               const U64Array& offsets, const U32Array& pieces) {
  const Utf8List term_views(terms);
  const auto lists = ragged(offsets, pieces);
  const py::gil_scoped_release released;
  self.add_words(batch, term_views.views(), lists);
}

void learn(Retriever& self, const text::TextBatch& batch, std::size_t n_pieces,
           const model::EncoderConfig& config, const py::object& progress,
           const base::CancelToken& cancel) {
  const auto report = reporter(progress);
  const py::gil_scoped_release released;
  self.learn(batch, n_pieces, config, report, cancel);
}

std::size_t remove(Retriever& self, const U32Array& slots) {
  const auto values = view(slots);
  const py::gil_scoped_release released;
  return self.remove(values);
}

/// A row a hit: slots [k] and parts [k, 4] (score, word, meaning, neighbours).
py::tuple search(const Retriever& self, const py::str& query, const text::Lexicon& extra,
                 SearchMode mode, const U8Array& allowed, std::size_t k, bool exact) {
  const Utf8List text(query);
  const auto may_be_found = view(allowed);
  std::vector<std::uint32_t> slots;
  std::vector<float> parts;
  {
    const py::gil_scoped_release released;
    for (const Hit& hit : self.search(text.views().front(), extra, mode, may_be_found, k, exact)) {
      slots.push_back(hit.slot);
      parts.insert(parts.end(), {hit.score, hit.word, hit.meaning, hit.neighbours});
    }
  }
  const auto n = static_cast<py::ssize_t>(slots.size());
  return py::make_tuple(to_array(std::move(slots)),
                        to_array(std::move(parts)).reshape({n, py::ssize_t{4}}));
}

std::vector<retrieval::TextRange> match_ranges(const Retriever& self, const py::str& query,
                                               const py::str& text, const text::Lexicon& extra) {
  const Utf8List query_view(query);
  const Utf8List text_view(text);
  const py::gil_scoped_release released;
  return self.match_ranges(query_view.views().front(), text_view.views().front(), extra);
}

py::array_t<std::uint32_t> slots_with_all(const Retriever& self, const py::str& text,
                                          const text::Lexicon& extra) {
  const Utf8List view(text);
  std::vector<std::uint32_t> slots;
  {
    const py::gil_scoped_release released;
    slots = self.slots_with_all(view.views().front(), extra);
  }
  return to_array(std::move(slots));
}

py::array_t<float> encode(const Retriever& self, const py::list& texts,
                          const text::Lexicon& extra) {
  const Utf8List views(texts);
  std::vector<float> vectors;
  {
    const py::gil_scoped_release released;
    vectors = self.encode(views.views(), extra);
  }
  const auto n = static_cast<py::ssize_t>(views.views().size());
  return to_array(std::move(vectors)).reshape({n, static_cast<py::ssize_t>(self.dim())});
}

std::vector<float> rarities(const Retriever& self, const py::list& terms) {
  const Utf8List views(terms);
  const py::gil_scoped_release released;
  return self.rarities(views.views());
}

py::list unknown_words(const Retriever& self, const py::list& texts) {
  const Utf8List views(texts);
  text::StringTable unknown;
  {
    const py::gil_scoped_release released;
    unknown = self.unknown_words(views.views());
  }
  return to_list(unknown);
}

void save(const Retriever& self, const std::filesystem::path& path, const py::str& note) {
  const Utf8List text(note);
  const py::gil_scoped_release released;
  self.save(path, text.views().front());
}

py::tuple load(const std::filesystem::path& path, int n_threads) {
  Retriever::Loaded loaded;
  {
    const py::gil_scoped_release released;
    loaded = Retriever::load(path, std::make_shared<base::ThreadPool>(n_threads));
  }
  return py::make_tuple(std::move(loaded.retriever), loaded.note);
}

void bind_config(py::module_& m) {
  using model::EncoderConfig;
  py::class_<EncoderConfig>(m, "EncoderConfig", "How an encoder learns; see its attributes.")
      .def(py::init<>())
      .def_readwrite("dim", &EncoderConfig::dim, "int: width of a vector, a multiple of 16.")
      .def_readwrite("epochs", &EncoderConfig::epochs, "int: passes over the passages.")
      .def_readwrite("most_passages", &EncoderConfig::most_passages,
                     "int: of more passages, a sample is learned from.")
      .def_readwrite("seed", &EncoderConfig::seed, "int: what chance depends on.")
      .def("validate", &EncoderConfig::validate, "Raise EngineValueError for a bad value.");
}

}  // namespace

void bind_retriever(py::module_& m) {
  bind_config(m);
  py::native_enum<SearchMode>(m, "SearchMode", "enum.Enum", "What a search goes by.")
      .value("BEST", SearchMode::kBest)
      .value("MEANING", SearchMode::kMeaning)
      .value("WORDS", SearchMode::kWords)
      .finalize();

  py::class_<Retriever>(m, "Retriever", R"doc(
An index of passages in slots 0, 1, ...; findling.bolt.Retriever gives it ids and words.

Any number of threads may search while one changes it. All methods release the GIL.
)doc")
      .def(py::init([](int n_threads) {
             return std::make_unique<Retriever>(std::make_shared<base::ThreadPool>(n_threads));
           }),
           py::arg("n_threads"))
      .def("read", &read, py::arg("texts"), py::arg("titles"), py::arg("cancel"),
           "Find the words of texts; ``titles`` has the same length or is empty.")
      .def("add_words", &add_words, py::arg("batch"), py::arg("terms"),
           py::arg("piece_offsets").noconvert(), py::arg("pieces").noconvert(),
           "Take the term (empty: a stop word) and the sub-words of each new word of a batch.")
      .def("add", &Retriever::add, Released(), py::arg("batch"), py::arg("cancel"),
           "Add the passages of a batch; return the slot of the first.")
      .def("learn", &learn, py::arg("batch"), py::arg("n_pieces"), py::arg("config"),
           py::arg("progress"), py::arg("cancel"),
           "Learn an encoder from a batch and add its passages to this empty index.")
      .def("remove", &remove, py::arg("slots").noconvert(),
           "Remove passages; return how many were there.")
      .def("search", &search, py::arg("query"), py::arg("extra"), py::arg("mode"),
           py::arg("allowed").noconvert(), py::arg("k"), py::arg("exact") = false,
           "Return slots [k] uint32 and their score, word, meaning, neighbours [k, 4] float32.")
      .def("match_ranges", &match_ranges, py::arg("query"), py::arg("text"), py::arg("extra"),
           "Return code-point ranges of the words of a text that share a term with the query.")
      .def("slots_with_all", &slots_with_all, py::arg("text"), py::arg("extra"),
           "Return the slots of passages that hold all words of a text but stop words, uint32.")
      .def("encode", &encode, py::arg("texts"), py::arg("extra"),
           "Return vectors of any texts [n, dim] float32, of unit length or zero.")
      .def("rarities", &rarities, py::arg("terms"),
           "Return how rare terms are, 0 to 1 for those that no passage holds.")
      .def("unknown_words", &unknown_words, py::arg("texts"),
           "Return the words of texts that the index does not know, each once.")
      .def_property_readonly("n_slots", &Retriever::n_slots)
      .def_property_readonly("n_live", &Retriever::n_live)
      .def_property_readonly("n_learned", &Retriever::n_learned)
      .def_property_readonly("losses", &Retriever::losses)
      .def("save", &save, py::arg("path"), py::arg("note"), "Write one file, or nothing.")
      .def_static("load", &load, py::arg("path"), py::arg("n_threads"),
                  "Map a file; return the index and its note.");
}

}  // namespace findling::bindings
