// SPDX-License-Identifier: Apache-2.0
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <string_view>

#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "retrieval/explain.h"
#include "retrieval/retriever.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

using retrieval::Explanation;
using retrieval::Retriever;

py::dict score_parts(const retrieval::RankTrace& trace) {
  py::dict parts;
  parts["score"] = trace.hit.score;
  parts["word"] = trace.hit.word;
  parts["meaning"] = trace.hit.meaning;
  parts["neighbours"] = trace.hit.neighbours;
  parts["cosine"] = trace.cosine;
  parts["low"] = trace.low;
  parts["factor"] = trace.factor;
  return parts;
}

py::list word_shares(const std::vector<retrieval::WordShare>& words) {
  py::list rows;
  for (const auto& one : words) rows.append(py::make_tuple(one.word, one.count, one.share));
  return rows;
}

py::tuple explain(const Retriever& self, const py::str& query, const text::Lexicon& extra,
                  retrieval::SearchMode mode, std::uint32_t slot, const py::str& title,
                  const py::str& text, bool exact) {
  const Utf8List asked(query);
  const Utf8List head(title);
  const Utf8List body(text);
  Explanation found;
  {
    const py::gil_scoped_release released;
    found = self.explain({.query = asked.views().front(),
                          .mode = mode,
                          .slot = slot,
                          .title = head.views().front(),
                          .text = body.views().front(),
                          .exact = exact},
                         extra);
  }
  py::list terms;
  for (const auto& one : found.terms) {
    terms.append(py::make_tuple(one.word, one.in_query, one.in_passage, one.share));
  }
  py::list pairs;
  for (const auto& one : found.pairs) {
    pairs.append(py::make_tuple(one.query_word, one.passage_word, one.closeness, one.share));
  }
  py::list feedback;
  for (const auto& one : found.feedback) feedback.append(py::make_tuple(one.slot, one.share));
  py::list neighbours;
  for (const auto& one : found.trace.neighbours) {
    neighbours.append(py::make_tuple(one.slot, one.weight, one.score));
  }
  return py::make_tuple(score_parts(found.trace), terms, word_shares(found.query_words),
                        word_shares(found.passage_words), pairs, feedback, neighbours);
}

}  // namespace

void bind_explaining(py::module_& m) {
  m.def("explain_hit", &explain, py::arg("retriever"), py::arg("query"), py::arg("extra"),
        py::arg("mode"), py::arg("slot"), py::arg("title"), py::arg("text"), py::arg("exact"),
        "Return parts of the score of a live passage, terms (word, in query, in passage, share), "
        "words of query and passage (word, count, share), pairs (word, word, closeness, share), "
        "feedback (slot, share) and neighbours (slot, weight, score).");
}

}  // namespace findling::bindings
