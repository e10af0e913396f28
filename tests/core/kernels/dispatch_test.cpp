// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>

#include "kernels/kernels.h"

using namespace findling::kernels;

TEST_CASE("dispatch: scalar comes first, and every other variant is there once") {
  std::set<std::string> names;
  for (const KernelTable* table : supported()) names.insert(table->name);
  CHECK(names.size() == supported().size());
  CHECK(std::string(supported().front()->name) == "scalar");
}

TEST_CASE("dispatch: without a wish the fastest variant is chosen") {
  CHECK(&choose("") == supported().back());
}

TEST_CASE("dispatch: a wish is granted by name") {
  for (const KernelTable* table : supported()) CHECK(&choose(table->name) == table);
}

TEST_CASE("dispatch: an unknown name is an error that says what would do") {
  CHECK_THROWS_WITH_AS(choose("sse9"), doctest::Contains("FINDLING_FORCE_ISA to be one of scalar"),
                       std::invalid_argument);
  CHECK_THROWS_AS(choose("AVX2"), std::invalid_argument);
}

TEST_CASE("dispatch: a variant of another processor is an error, not a silent fallback") {
#if defined(__x86_64__) || defined(_M_X64)
  CHECK_THROWS_AS(choose("neon"), std::invalid_argument);
#else
  CHECK_THROWS_AS(choose("avx2"), std::invalid_argument);
#endif
}

TEST_CASE("dispatch: active() follows the environment of this process") {
  const char* forced = std::getenv("FINDLING_FORCE_ISA");
  CHECK(&active() == &choose(forced == nullptr ? "" : forced));
}

TEST_CASE("dispatch: every entry of every table is filled") {
  for (const KernelTable* t : supported()) {
    CAPTURE(std::string(t->name));
    CHECK((t->dot && t->sum_squares && t->axpy && t->scale && t->add && t->dot_rows));
    CHECK((t->gemm_nt && t->gemm_nn && t->gemm_tn && t->max && t->exp_sum && t->adam_row));
    CHECK((t->gather_dot && t->scatter_axpy && t->dot_i8 && t->dot_rows_i8 && t->quantize_row_i8));
    CHECK((t->hadamard_signs && t->bin_winners && t->lookup_sums));
  }
}
