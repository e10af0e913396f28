// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <stdexcept>
#include <utility>

#include "retrieval/retriever.h"

namespace findling::retrieval {

namespace {

constexpr const char* kKind = "retriever";
constexpr std::uint32_t kVersion = 2;
constexpr const char* kNote = "note";
constexpr const char* kLearned = "meaning/learned_from";  // there when an encoder is

void save_strings(io::ContainerWriter& writer, const std::string& name,
                  const text::StringTable& strings) {
  writer.add(name + "_bytes", strings.bytes());
  writer.add(name + "_offsets", strings.offsets());
}

text::StringTable load_strings(const io::ContainerReader& reader, const std::string& name) {
  return {reader.array<std::uint8_t>(name + "_bytes"),
          reader.array<std::uint64_t>(name + "_offsets")};
}

void save_lexicon(io::ContainerWriter& writer, const text::Lexicon& lexicon) {
  save_strings(writer, "lexicon/words", lexicon.words());
  save_strings(writer, "lexicon/terms", lexicon.terms());
  writer.add("lexicon/word_terms", lexicon.word_terms());
  writer.add("lexicon/piece_offsets", lexicon.pieces_view().offsets);
  writer.add("lexicon/pieces", lexicon.pieces_view().values);
}

text::Lexicon load_lexicon(const io::ContainerReader& reader) {
  try {
    return {load_strings(reader, "lexicon/words"), load_strings(reader, "lexicon/terms"),
            reader.array<std::uint32_t>("lexicon/word_terms"),
            sparse::RaggedView{reader.array<std::uint64_t>("lexicon/piece_offsets"),
                               reader.array<std::uint32_t>("lexicon/pieces")}};
  } catch (const std::invalid_argument&) {
    reader.fail("the lexicon is inconsistent");
  }
}

}  // namespace

void Retriever::save(const std::filesystem::path& path, std::string_view note) const {
  // Whoever wants to change the index waits, so that searching threads never have to.
  const std::scoped_lock change(changing_);
  const std::shared_lock lock(state_);
  const std::array<std::uint64_t, 1> learned{n_learned_};
  io::ContainerWriter writer(kKind, kVersion);
  writer.add_text(kNote, note);
  save_lexicon(writer, lexicon_);
  words_.save(writer);
  if (meaning_) {
    writer.add(kLearned, std::span<const std::uint64_t>(learned));
    meaning_->encoder.save(writer);
    meaning_->vectors.save(writer);
    meaning_->graph.save(writer);
  }
  writer.write(path);
}

Retriever::Loaded Retriever::load(const std::filesystem::path& path,
                                  std::shared_ptr<base::ThreadPool> pool) {
  const auto reader = io::ContainerReader::open(path, kKind, kVersion);
  auto retriever = std::make_unique<Retriever>(std::move(pool));
  retriever->lexicon_ = load_lexicon(*reader);
  retriever->words_ = InvertedIndex::load(reader, retriever->lexicon_.n_terms());
  if (reader->has(kLearned)) {
    const std::size_t n = retriever->words_.n_slots();
    auto encoder = model::Encoder::load(reader);
    auto vectors = VectorIndex::load(reader, n, encoder.dim());
    retriever->n_learned_ =
        static_cast<std::size_t>(reader->array<std::uint64_t>(kLearned, {1}).front());
    retriever->meaning_.emplace(Meaning{std::move(encoder), std::move(vectors),
                                        PassageGraph::load(reader, n, reader->version())});
  }
  return {std::move(retriever), std::string(reader->text(kNote))};
}

}  // namespace findling::retrieval
