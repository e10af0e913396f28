// SPDX-License-Identifier: Apache-2.0
#include "text/string_table.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using findling::text::StringTable;

TEST_CASE("strings are numbered in the order in which they come") {
  StringTable table;
  CHECK(table.find("a") == StringTable::kNone);
  CHECK(table.add("b") == 0);
  CHECK(table.add("a") == 1);
  CHECK(table.add("b") == 0);
  CHECK(table.add("") == 2);
  CHECK(table.size() == 3);
  CHECK(table[1] == "a");
  CHECK(table.find("") == 2);
  CHECK(table.find("c") == StringTable::kNone);
}

TEST_CASE("ten thousand strings are all found again, also after being stored") {
  StringTable table;
  for (int i = 0; i < 10'000; ++i) table.add("word" + std::to_string(i * 7919));
  const StringTable copy(table.bytes(), table.offsets());
  REQUIRE(copy.size() == 10'000);
  for (std::uint32_t i = 0; i < copy.size(); ++i) {
    const std::string expected = "word" + std::to_string(i * 7919);
    REQUIRE(copy[i] == expected);
    REQUIRE(copy.find(expected) == i);
  }
}

TEST_CASE("strings that differ in their last bytes only are told apart") {
  StringTable table;
  const std::string zeros("abcdefgh\0", 9);
  CHECK(table.add("abcdefgh") == 0);
  CHECK(table.add(zeros) == 1);
  CHECK(table.add("abcdefghi") == 2);
}

TEST_CASE("stored strings that do not fit are refused") {
  const std::vector<std::uint8_t> bytes{'a', 'a'};
  using Offsets = std::vector<std::uint64_t>;
  CHECK_THROWS_AS(StringTable(bytes, Offsets{}), std::invalid_argument);
  CHECK_THROWS_AS(StringTable(bytes, (Offsets{0, 1})), std::invalid_argument);
  CHECK_THROWS_AS(StringTable(bytes, (Offsets{1, 2})), std::invalid_argument);
  CHECK_THROWS_AS(StringTable(bytes, (Offsets{0, 3, 2})), std::invalid_argument);
  CHECK_THROWS_AS(StringTable(bytes, (Offsets{0, 1, 2})), std::invalid_argument);  // "a" twice
}
