// SPDX-License-Identifier: Apache-2.0
#include "text/repeats.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using findling::text::find_repeats;

namespace {

using Views = std::vector<std::string_view>;
using Numbers = std::vector<std::uint32_t>;

/// `n` different words that begin with `prefix`; `changed` of them, spread out, are others.
std::string words(std::size_t n, std::size_t changed = 0, const std::string& prefix = "w") {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) {
    const bool other = changed > 0 && i % (n / changed) == n / changed / 2;
    text.append(other ? "other" : prefix);
    // Letters, as words with digits have a rule of their own.
    for (std::size_t rest = i + 1; rest > 0; rest /= 26) {
      text.push_back(static_cast<char>('a' + rest % 26));
    }
    text.push_back(' ');
  }
  return text;
}

Numbers repeats(const std::vector<std::string>& texts) {
  return find_repeats(Views(texts.begin(), texts.end()));
}

}  // namespace

TEST_CASE("the same words in other clothes are a repeat of the first text that has them") {
  const Views texts{"The rent is due on Monday.", "Something else entirely, that is new.",
                    "the rent is due -- on MONDAY", "The rent is due on Tuesday."};
  CHECK(find_repeats(texts) == Numbers{0, 1, 0, 3});
}

TEST_CASE("a few changed words leave a repeat, many make a new text") {
  CHECK(repeats({words(150), words(150, 5)}) == Numbers{0, 0});
  CHECK(repeats({words(150), words(150, 15)}) == Numbers{0, 1});
}

TEST_CASE("a part repeats the whole, the whole says more than its part") {
  const std::string part = words(60);
  const std::string whole = part + words(60, 0, "v");
  CHECK(repeats({whole, part}) == Numbers{0, 0});
  CHECK(repeats({part, whole}) == Numbers{0, 1});
}

TEST_CASE("texts that differ in a number are never repeats") {
  const std::string text = words(150);
  CHECK(repeats({text + "invoice 210", text + "invoice 211"}) == Numbers{0, 1});
  CHECK(repeats({text + "invoice 210", text + "invoice 210"}) == Numbers{0, 0});
}

TEST_CASE("a row of small changes does not join its ends") {
  const std::string first = words(150);
  const std::string second = first + words(25, 0, "x");
  const std::string third = first + words(50, 0, "x");
  CHECK(repeats({first, second, third}) == Numbers{0, 0, 2});
  CHECK(repeats({second, third}) == Numbers{0, 0});
}

TEST_CASE("short texts, empty texts, none") {
  CHECK(repeats({}).empty());
  CHECK(repeats({"", "...", "one", "one", "one two", ""}) == Numbers{0, 0, 2, 2, 4, 0});
}

TEST_CASE("a text without spaces is compared by pairs of characters") {
  const Views texts{"東京都の天気は晴れです", "東京都の天気は晴れです。", "大阪府の天気は雨です"};
  CHECK(find_repeats(texts) == Numbers{0, 0, 2});
}
