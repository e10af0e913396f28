// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "base/errors.h"

namespace findling::base {

/// A flag that asks running work to stop soon. Any thread may set or read it.
class CancelToken {
 public:
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

  /// Throws `CancelledError` once `cancel()` was called.
  void throw_if_cancelled() const {
    if (cancelled()) throw CancelledError("The work was cancelled.");
  }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace findling::base
