// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <random>
#include <span>
#include <string>

namespace findling::fuzz {

/// A file of this process with these bytes, removed afterwards.
class ScratchFile {
 public:
  explicit ScratchFile(std::span<const std::byte> bytes) : path_(own_path()) {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  ~ScratchFile() {
    std::error_code ignored;  // a leftover in the system's temporary folder harms nobody
    std::filesystem::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  static const std::filesystem::path& own_path() {
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() /
        ("findling-fuzz-" + std::to_string(std::random_device{}()) + ".fdl");
    return path;
  }

  std::filesystem::path path_;
};

}  // namespace findling::fuzz
