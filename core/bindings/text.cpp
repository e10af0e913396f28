// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cancel.h"
#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "text/lexicon.h"
#include "text/text_batch.h"

namespace py = pybind11;

namespace findling::bindings {

void bind_text(py::module_& m) {
  py::class_<base::CancelToken, std::shared_ptr<base::CancelToken>>(
      m, "CancelToken", "A flag that asks running work to stop soon. Any thread may set it.")
      .def(py::init<>())
      .def("cancel", &base::CancelToken::cancel, "Ask the work to stop.")
      .def_property_readonly("cancelled", &base::CancelToken::cancelled,
                             "bool: whether ``cancel`` was called.");

  py::class_<text::Lexicon>(m, "WordMeanings",
                            "Words with the term and the sub-words of each. Immutable.")
      .def(py::init([](const py::list& words, const py::list& terms, const U64Array& offsets,
                       const U32Array& pieces) {
             const Utf8List word_views(words);
             text::StringTable table;
             for (const std::string_view word : word_views.views()) table.add(word);
             text::Lexicon lexicon;
             lexicon.add(table, Utf8List(terms).views(), ragged(offsets, pieces));
             return lexicon;
           }),
           py::arg("words"), py::arg("terms"), py::arg("piece_offsets").noconvert(),
           py::arg("pieces").noconvert());

  py::class_<text::TextBatch>(m, "TextBatch", "Texts as lists of word numbers. Immutable.")
      .def("__len__", &text::TextBatch::size)
      .def(
          "new_words", [](const text::TextBatch& batch) { return to_list(batch.new_words); },
          "Return the words that the index does not know yet, each once: list of str.")
      .def(
          "new_word_counts",
          [](const text::TextBatch& batch) { return to_array(batch.new_word_counts()); },
          "Return how often each new word occurs: array of uint64, [new words].");
}

}  // namespace findling::bindings
