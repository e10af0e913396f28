// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace findling::io {

/// Writes `pieces` one after another as the new content of `path`: to a temporary name in the same
/// folder, flushed to the disk, then renamed over `path`. After a crash at any moment `path` holds
/// either the old or the new content. Throws `base::IoError`; the temporary file is removed then.
void write_atomically(const std::filesystem::path& path,
                      std::span<const std::span<const std::byte>> pieces);

}  // namespace findling::io
