// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace findling::base {

// A caller's mistake is a std::invalid_argument. Every text names its room first and is one
// sentence: "[encoder] expected dim >= 8, got 0".

/// Stored bytes are damaged, foreign, or newer than this program.
class FormatError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The operating system refused to open, read, write or rename something.
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The work was stopped because its CancelToken was cancelled. Not a failure.
class CancelledError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace findling::base
