// SPDX-License-Identifier: Apache-2.0
#include "lsh/int8_rows.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "lsh/fixtures.h"
#include "lsh/row_scan.h"
#include "lsh/row_values.h"

using namespace findling;
using namespace findling::test;
using lsh::Int8Query;
using lsh::Int8Rows;

namespace {

const kernels::KernelTable& kernel = kernels::active();

std::vector<float> scores(const Int8Rows& rows, std::span<const float> x) {
  Int8Query query;
  query.take(kernel, x, rows.stride());
  std::vector<std::int32_t> products(rows.size());
  std::vector<float> out(rows.size());
  rows.score(kernel, query.view(), 0, products, out);
  return out;
}

}  // namespace

TEST_CASE("products of rows in bytes are about those of the rows") {
  for (const std::size_t dim : {1U, 63U, 64U, 65U, 256U}) {
    CAPTURE(dim);
    Int8Rows rows(20, dim);
    const auto x = random_vector(dim, 1, 0);
    for (std::size_t i = 0; i < 20; ++i) {
      rows.set(kernel, i, random_vector(dim, 2, i), 2.0F, static_cast<float>(i));
    }
    const auto got = scores(rows, x);
    for (std::size_t i = 0; i < 20; ++i) {
      const auto row = random_vector(dim, 2, i);
      const float exact = 2.0F * kernel.dot(x.data(), row.data(), dim) + static_cast<float>(i);
      // Each of the 2 D roundings is half a step at most, and they rarely add up.
      CHECK(std::abs(got[i] - exact) < 0.15F * std::sqrt(static_cast<float>(dim)));
    }
  }
}

TEST_CASE("a row that was saved comes back to the bit") {
  Int8Rows rows(3, 70);
  for (std::size_t i = 0; i < 3; ++i) rows.set(kernel, i, random_vector(70, 2, i), 0.3F, 5.0F);
  std::vector<std::uint32_t> words;
  rows.save_row(1, words);
  CHECK(words.size() == rows.words_per_row());
  Int8Rows other(2, 70);
  other.load_row(0, words);
  const auto x = random_vector(70, 1, 0);
  CHECK(scores(other, x)[0] == scores(rows, x)[1]);
  std::vector<float> values(70);
  std::vector<float> expected(70);
  other.get(0, values);
  rows.get(1, expected);
  CHECK(values == expected);
  const auto row = random_vector(70, 2, 1);
  for (std::size_t i = 0; i < 70; ++i) {
    CHECK(values[i] == doctest::Approx(0.3F * row[i]).scale(1).epsilon(0.01));
  }
}

TEST_CASE("rows are taken as they are, or with a bias as unit vectors") {
  const std::vector<float> data{3.0F, 4.0F, 0.0F, 0.0F, -8.0F, 6.0F};
  const std::vector<float> bias{1.0F, 2.0F, 3.0F};
  base::ThreadPool pool(1);
  Int8Rows plain(3, 2);
  lsh::set_all_rows({data.data(), 3, 2}, false, pool, plain);
  Int8Rows unit(3, 2);
  lsh::set_all_rows({data.data(), 3, 2, bias.data()}, true, pool, unit);
  const std::vector<float> x{1.0F, 0.0F};
  const std::vector<float> products{3.0F, 0.0F, -8.0F};
  const std::vector<float> cosines{1.6F, 2.0F, 2.2F};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(scores(plain, x)[i] == doctest::Approx(products[i]).scale(1).epsilon(0.05));
    CHECK(scores(unit, x)[i] == doctest::Approx(cosines[i]).scale(1).epsilon(0.01));
  }
}

TEST_CASE("a scan finds the best of all rows and of some") {
  const ClusteredRows data(1000, 32);
  Int8Rows rows(1000, 32);
  base::ThreadPool pool(1);
  lsh::set_all_rows(data.view(), false, pool, rows);
  lsh::RowScan scan;
  std::vector<lsh::ScoredRow> best;
  const std::vector<std::uint32_t> some{7, 900, 33, 250};
  for (std::size_t i = 0; i < 20; ++i) {
    const auto x = data.query(i * 49, 0.9);
    const auto all = scores(rows, x);
    scan.ask(rows, x);
    scan.best_of_all(rows, 5, best);
    REQUIRE(best.size() == 5);
    CHECK(best[0].row == data.exact(x, 1)[0]);
    for (std::size_t j = 0; j < 5; ++j) CHECK(best[j].score == all[best[j].row]);
    for (std::size_t j = 1; j < 5; ++j) CHECK(best[j - 1] < best[j]);
    scan.best_of(rows, some, 9, best);
    REQUIRE(best.size() == 4);
    for (const auto& one : best) CHECK(one.score == all[one.row]);
  }
}
