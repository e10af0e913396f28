// SPDX-License-Identifier: Apache-2.0
#include "lsh/sketches.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "kernels/kernels.h"
#include "lsh/fixtures.h"

using namespace findling;
using namespace findling::test;
using lsh::Sketch;
using lsh::Sketcher;
using lsh::SketchQuery;

namespace {

const kernels::KernelTable& kernel = kernels::active();

// The product of the query and the sketched row, from one block with this row in every place.
float estimate(const Sketcher& sketcher, const SketchQuery& query, const Sketch& sketch) {
  std::vector<std::uint8_t> codes(sketcher.n_groups() * 16);
  for (std::size_t group = 0; group < sketcher.n_groups(); ++group) {
    const unsigned both = sketch.codes[group] | unsigned{sketch.codes[group]} << 4U;
    std::fill_n(codes.begin() + static_cast<std::ptrdiff_t>(group * 16), 16,
                static_cast<std::uint8_t>(both));
  }
  std::vector<std::uint16_t> sums(kernels::kLookupBlock);
  kernel.lookup_sums(codes.data(), query.tables.data(), sketcher.n_groups(), 1, sums.data());
  return sketch.factor * (query.scale * static_cast<float>(sums[17]) + query.offset);
}

struct Errors {
  double mean = 0.0;
  double deviation = 0.0;
};

// Of estimates for unit vectors at this cosine, over many pairs.
Errors errors_at(std::size_t dim, double cosine) {
  const std::vector<float> origin(65536);
  constexpr std::uint64_t kPairs = 400;
  double sum = 0.0;
  double squares = 0.0;
  for (std::uint64_t pair = 0; pair < kPairs; ++pair) {
    const Sketcher sketcher(dim, pair);
    auto x = random_vector(dim, 3, pair);
    to_unit_length(x);
    const auto y = at_cosine(x, cosine, pair);
    SketchQuery query;
    Sketch sketch;
    sketcher.ask(kernel, y, query);
    sketcher.take(kernel, x, std::span(origin).first(sketcher.width()), sketch);
    const double error = static_cast<double>(estimate(sketcher, query, sketch)) - cosine;
    sum += error / kPairs;
    squares += error * error / kPairs;
  }
  return {sum, std::sqrt(squares)};
}

}  // namespace

TEST_CASE("a sketch tells products without bias, to about 0.76 / sqrt(D)") {
  for (const std::size_t dim : {64U, 256U, 1000U}) {
    for (const double cosine : {0.0, 0.3, 0.6}) {
      CAPTURE(dim);
      CAPTURE(cosine);
      // The sketch of a vector at this angle errs across it only: by sqrt(1 - cosine^2). Dimensions
      // that are no power of two gain bits.
      const double width = dim == 1000 ? 1024.0 : static_cast<double>(dim);
      const double expected = 0.76 * std::sqrt((1.0 - cosine * cosine) / width);
      const Errors errors = errors_at(dim, cosine);
      CHECK(std::abs(errors.mean) < 4.0 * expected / 20.0);
      CHECK(errors.deviation > 0.8 * expected);
      CHECK(errors.deviation < 1.2 * expected);
    }
  }
}

TEST_CASE("a centre that is taken away leaves the rest of the product") {
  const Sketcher sketcher(256, 1);
  const auto centre = random_vector(256, 1, 1);
  auto row = centre;
  const auto rest = random_vector(256, 1, 2);
  for (std::size_t i = 0; i < 256; ++i) row[i] += 0.01F * rest[i];
  const auto x = random_vector(256, 1, 3);
  std::vector<float> rotated(sketcher.width());
  sketcher.rotate(kernel, centre, rotated.data());
  SketchQuery query;
  Sketch sketch;
  sketcher.ask(kernel, x, query);
  sketcher.take(kernel, row, rotated, sketch);
  const float exact = kernel.dot(x.data(), row.data(), 256);
  const float whole = kernel.dot(x.data(), centre.data(), 256) + estimate(sketcher, query, sketch);
  // The error is that of the small rest: 0.76 * 16 * 0.16 / 16 at one deviation.
  CHECK(std::abs(whole - exact) < 0.5F);
}

TEST_CASE("a rotation keeps lengths and products") {
  const Sketcher sketcher(300, 5);
  CHECK(sketcher.width() == 512);
  const auto x = random_vector(300, 1, 1);
  const auto y = random_vector(300, 1, 2);
  std::vector<float> rx(512);
  std::vector<float> ry(512);
  sketcher.rotate(kernel, x, rx.data());
  sketcher.rotate(kernel, y, ry.data());
  CHECK(kernel.dot(rx.data(), ry.data(), 512) ==
        doctest::Approx(kernel.dot(x.data(), y.data(), 300)).epsilon(1e-4));
  CHECK(kernel.sum_squares(rx.data(), 512) ==
        doctest::Approx(kernel.sum_squares(x.data(), 300)).epsilon(1e-5));
}

TEST_CASE("zeros have a sketch and a query, and both give zero") {
  const Sketcher sketcher(40, 1);
  const std::vector<float> zeros(64);
  const auto x = random_vector(40, 1, 1);
  SketchQuery query;
  Sketch sketch;
  sketcher.ask(kernel, std::span(zeros).first(40), query);
  sketcher.take(kernel, x, zeros, sketch);
  CHECK(estimate(sketcher, query, sketch) == 0.0F);
  sketcher.ask(kernel, x, query);
  sketcher.take(kernel, std::span(zeros).first(40), zeros, sketch);
  CHECK(estimate(sketcher, query, sketch) == 0.0F);
}

TEST_CASE("widths without sense are refused") {
  CHECK_THROWS_AS(Sketcher(0, 1), std::invalid_argument);
  CHECK_THROWS_AS(Sketcher(65537, 1), std::invalid_argument);
  CHECK(Sketcher(1, 1).width() == 16);
}
