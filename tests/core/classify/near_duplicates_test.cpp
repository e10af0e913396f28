// SPDX-License-Identifier: Apache-2.0
#include "classify/near_duplicates.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace findling;
using classify::near_duplicate_groups;

namespace {

std::vector<std::uint32_t> groups(const std::vector<std::string>& texts, int n_threads = 1) {
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  base::ThreadPool pool(n_threads);
  return near_duplicate_groups(views, pool, base::CancelToken());
}

}  // namespace

TEST_CASE("texts that say nearly the same are one group, others are alone") {
  const std::string letter =
      "Dear tenant, the rent of the flat in the third floor rises by four per cent next month.";
  const auto found = groups({letter, "A cake of apples and cinnamon.", letter + " Regards",
                             "Apples are not the only fruit.", letter});
  CHECK(found == std::vector<std::uint32_t>{0, 1, 0, 3, 0});
}

TEST_CASE("the same groups at any number of threads") {
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) {
    std::string text;
    for (int j = 0; j < 12; ++j) text += "word" + std::to_string((i % 50) * 20 + j) + ' ';
    texts.push_back(text + (i < 50 ? "a" : "b"));
  }
  const auto found = groups(texts);
  CHECK(found == groups(texts, 3));
  for (std::uint32_t i = 0; i < 200; ++i) CHECK(found[i] == i % 50);
}

TEST_CASE("texts without a word are one group; no texts are none") {
  CHECK(groups({"", "word", " "}) == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(groups({}).empty());
}
