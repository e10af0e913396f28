// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/errors.h"

namespace findling::io {

/// A path as UTF-8 text, for messages.
std::string shown(const std::filesystem::path& path);

/// The operating system's last error as one sentence: "Could not open 'x.fdl': no such file."
/// Call it before anything that may overwrite that error.
base::IoError os_error(std::string_view verb, const std::filesystem::path& path);

}  // namespace findling::io
