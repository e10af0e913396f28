// SPDX-License-Identifier: Apache-2.0
#include "classify/text_model_file.h"

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "io/container.h"

namespace findling::classify {

namespace {

constexpr const char* kKind = "text_classifier";
constexpr std::uint32_t kVersion = 1;

// Whole numbers in the order of the section "shape".
enum Place : std::uint8_t { kWords, kMinChars, kMaxChars, kTexts, kOutputs, kVectorDim, kPlaces };

std::uint32_t small(std::uint64_t value) {
  return value > 0xFFFFU ? 0xFFFFU : static_cast<std::uint32_t>(value);  // validate() refuses both
}

}  // namespace

void save_text_model(const std::filesystem::path& path, const TextModel& model,
                     std::string_view notes) {
  const text::NgramVocabulary& vocabulary = model.vocabulary();
  const text::NgramConfig& config = vocabulary.config();
  io::ContainerWriter writer(kKind, kVersion);
  writer.add_text("notes", notes);
  writer.add_owned<std::uint64_t>(
      "shape", {config.max_words, config.min_chars, config.max_chars, vocabulary.n_texts(),
                model.n_outputs(), model.vector_dim()});
  writer.add("ngram/hash", vocabulary.hashes());
  writer.add("ngram/count", vocabulary.counts());
  writer.add("weight", model.weights(),
             {model.weights().size() / model.n_outputs(), model.n_outputs()});
  writer.write(path);
}

StoredTextModel load_text_model(const std::filesystem::path& path) {
  const auto reader = io::ContainerReader::open(path, kKind, kVersion);
  const auto shape = reader->array<std::uint64_t>("shape", {kPlaces});
  const auto weights = reader->array<float>("weight");
  try {
    text::NgramVocabulary vocabulary({.max_words = small(shape[kWords]),
                                      .min_chars = small(shape[kMinChars]),
                                      .max_chars = small(shape[kMaxChars])},
                                     reader->array<std::uint64_t>("ngram/hash"),
                                     reader->array<std::uint32_t>("ngram/count"), shape[kTexts]);
    if (shape[kVectorDim] > weights.size()) throw std::invalid_argument("too few weights");
    TextModel model(std::move(vocabulary), std::vector<float>(weights.begin(), weights.end()),
                    shape[kOutputs], shape[kVectorDim]);
    return {std::move(model), std::string(reader->text("notes"))};
  } catch (const std::invalid_argument&) {
    reader->fail("holds parts of a classifier that do not fit each other");
  }
}

}  // namespace findling::classify
