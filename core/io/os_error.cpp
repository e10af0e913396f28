// SPDX-License-Identifier: Apache-2.0
#include "io/os_error.h"

#include <system_error>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>
#else
#include <cerrno>
#endif

namespace findling::io {

namespace {

int last_error() noexcept {
#if defined(_WIN32)
  return static_cast<int>(::GetLastError());
#else
  return errno;
#endif
}

}  // namespace

std::string shown(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return std::string(text.begin(), text.end());
}

base::IoError os_error(std::string_view verb, const std::filesystem::path& path) {
  const std::string reason = std::system_category().message(last_error());
  return base::IoError("[io] could not " + std::string(verb) + " '" + shown(path) + "': " + reason);
}

}  // namespace findling::io
