// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/errors.h"
#include "base/rng.h"
#include "io/container.h"
#include "retrieval/retriever.h"
#include "retrieval/retriever_fixture.h"

using namespace findling;
using namespace findling::retrieval;
using findling::base::FormatError;
using findling::base::ThreadPool;

namespace {

class TemporaryFile {
 public:
  explicit TemporaryFile(const char* name)
      : path_(std::filesystem::temp_directory_path() /
              (std::string("findling_") + name + std::to_string(::time(nullptr)) +
               std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {}
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

  std::vector<char> bytes() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path path_;
};

std::shared_ptr<ThreadPool> one_thread() { return std::make_shared<ThreadPool>(1); }

std::string answers(const Retriever& retriever) {
  std::string all;
  for (const char* query : {"t1w1 t2w5", "t7w3", "the of", ""}) {
    for (const Hit& hit : retriever.search(query, {}, SearchMode::kBest, {}, 30)) {
      all.append(std::to_string(hit.slot)).append(":").append(std::to_string(hit.score));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a saved index answers as before, with what was added and removed") {
  const auto retriever = test::learned(test::topic_texts(120), 1);
  test::add(*retriever, test::topic_texts(30));
  retriever->remove(std::vector<std::uint32_t>{3, 130});
  const TemporaryFile file("answers");
  retriever->save(file.path(), "my note");
  auto [again, note] = Retriever::load(file.path(), one_thread());
  CHECK(note == "my note");
  CHECK(again->n_slots() == 150);
  CHECK(again->n_live() == 148);
  CHECK(again->n_learned() == 120);
  CHECK(answers(*again) == answers(*retriever));
  test::add(*again, test::topic_texts(10));
  test::add(*retriever, test::topic_texts(10));
  CHECK(answers(*again) == answers(*retriever));
}

TEST_CASE("an index of words only, and an empty one, can be saved") {
  Retriever retriever(one_thread());
  const TemporaryFile file("words");
  retriever.save(file.path(), "");
  CHECK(Retriever::load(file.path(), one_thread()).retriever->n_slots() == 0);
  test::add(retriever, {"red apple", "green pear"});
  retriever.save(file.path(), "");
  const auto again = Retriever::load(file.path(), one_thread()).retriever;
  CHECK(again->search("pear", {}, SearchMode::kBest, {}, 5).size() == 1);
  CHECK(again->n_learned() == 0);
}

TEST_CASE("the same passages give the same bytes at any number of threads") {
  const auto texts = test::topic_texts(300);
  const TemporaryFile one("one");
  const TemporaryFile three("three");
  test::learned(texts, 1)->save(one.path(), "note");
  test::learned(texts, 3)->save(three.path(), "note");
  CHECK(one.bytes() == three.bytes());
}

TEST_CASE("files whose checksums are right but whose numbers are not are refused") {
  struct Change {
    const char* section;
    std::uint32_t value;
  };
  const auto retriever = test::learned(test::topic_texts(40), 1);
  const TemporaryFile file("whole");
  retriever->save(file.path(), "");
  const auto reader = io::ContainerReader::open(file.path(), "retriever", 2);
  for (const Change change :
       {Change{"words/last_slots", 40}, Change{"graph/neighbours", 40},
        Change{"lexicon/word_terms", 1'000'000}, Change{"meaning/vectors", 0}}) {
    CAPTURE(change.section);
    const TemporaryFile bad("bad");
    io::ContainerWriter writer("retriever", 2);
    writer.add_text("note", reader->text("note"));
    for (const char* name : {"lexicon/words_bytes", "lexicon/terms_bytes", "words/live",
                             "words/tops", "words/postings", "graph/weights"}) {
      writer.add(name, reader->array<std::uint8_t>(name), reader->shape(name));
    }
    for (const char* name : {"lexicon/words_offsets", "lexicon/terms_offsets",
                             "lexicon/piece_offsets", "words/starts", "meaning/learned_from"}) {
      writer.add(name, reader->array<std::uint64_t>(name), reader->shape(name));
    }
    for (const char* name :
         {"encoder/table", "encoder/weight", "meaning/scales", "words/top_mean"}) {
      writer.add(name, reader->array<float>(name), reader->shape(name));
    }
    const auto bytes = reader->array<std::int8_t>("meaning/vectors");
    std::vector<std::int8_t> vectors(bytes.begin(), bytes.end());
    if (std::strcmp("meaning/vectors", change.section) == 0) vectors.front() = -128;
    writer.add_owned("meaning/vectors", std::move(vectors), reader->shape("meaning/vectors"));
    for (const char* name :
         {"lexicon/word_terms", "lexicon/pieces", "words/first_blocks", "words/sizes",
          "words/last_slots", "words/lengths", "graph/neighbours"}) {
      const auto values = reader->array<std::uint32_t>(name);
      std::vector<std::uint32_t> copy(values.begin(), values.end());
      if (std::strcmp(name, change.section) == 0) copy.front() = change.value;
      writer.add_owned(name, std::move(copy), reader->shape(name));
    }
    writer.write(bad.path());
    CHECK_THROWS_AS(Retriever::load(bad.path(), one_thread()), FormatError);
  }
}
