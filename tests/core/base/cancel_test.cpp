// SPDX-License-Identifier: Apache-2.0
#include "base/cancel.h"

#include <doctest/doctest.h>

#include <thread>

using findling::base::CancelledError;
using findling::base::CancelToken;

TEST_CASE("cancel: a token throws after it was cancelled from another thread, and not before") {
  CancelToken token;
  CHECK_NOTHROW(token.throw_if_cancelled());
  std::thread([&] { token.cancel(); }).join();
  CHECK(token.cancelled());
  CHECK_THROWS_AS(token.throw_if_cancelled(), CancelledError);
}
