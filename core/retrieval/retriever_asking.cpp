// SPDX-License-Identifier: Apache-2.0
// The part of Retriever that helps people to ask.
#include "retrieval/retriever.h"

namespace findling::retrieval {

std::vector<WordSuggestion> Retriever::suggest_words(std::string_view query,
                                                     const text::Lexicon& extra) const {
  const std::shared_lock lock(state_);
  const std::scoped_lock spelling(spelling_changing_);
  spelling_.update(lexicon_.words());
  return retrieval::suggest_words(query, lexicon_, extra, words_, spelling_);
}

}  // namespace findling::retrieval
