// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "retrieval/retriever.h"
#include "text/lexicon.h"
#include "text/repeats.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

py::array_t<std::uint32_t> find_repeats(const py::list& texts) {
  const Utf8List views(texts);
  std::vector<std::uint32_t> repeats;
  {
    const py::gil_scoped_release released;
    repeats = text::find_repeats(views.views());
  }
  return to_array(std::move(repeats));
}

/// Lists of one length: where each word begins and ends, what was meant, how many passages hold it.
py::tuple suggest_words(const retrieval::Retriever& retriever, const py::str& query,
                        const text::Lexicon& extra) {
  const Utf8List text(query);
  std::vector<retrieval::WordSuggestion> suggestions;
  {
    const py::gil_scoped_release released;
    suggestions = retriever.suggest_words(text.views().front(), extra);
  }
  py::list places;
  py::list words;
  py::list counts;
  for (const retrieval::WordSuggestion& suggestion : suggestions) {
    places.append(py::make_tuple(suggestion.place.first, suggestion.place.second));
    words.append(py::str(suggestion.word));
    counts.append(suggestion.n_passages);
  }
  return py::make_tuple(places, words, counts);
}

}  // namespace

// What helps people to ask: functions that take an index or texts and change nothing.
void bind_asking(py::module_& m) {
  m.def(
      "suggest_words", &suggest_words, py::arg("retriever"), py::arg("query"), py::arg("extra"),
      "Return for the misspelt words of a query their places, words meant, and passages of each.");
  m.def("find_repeats", &find_repeats, py::arg("texts"),
        "Return for each text the first one that says all of it, or nearly: uint32 [n].");
}

}  // namespace findling::bindings
