// SPDX-License-Identifier: Apache-2.0
#include "io/mapped_file.h"

#include <cstdint>
#include <limits>
#include <string>

#include "io/os_error.h"

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace findling::io {

namespace {

std::size_t checked_size(std::uint64_t n_bytes, const std::filesystem::path& path) {
  if (n_bytes > std::numeric_limits<std::size_t>::max()) {
    throw base::IoError("[io] '" + shown(path) + "' is too large for this computer");
  }
  return static_cast<std::size_t>(n_bytes);
}

#if defined(_WIN32)

class Handle {
 public:
  explicit Handle(HANDLE handle) noexcept : handle_(handle) {}
  ~Handle() {
    if (valid()) ::CloseHandle(handle_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  bool valid() const noexcept { return handle_ != nullptr && handle_ != INVALID_HANDLE_VALUE; }
  HANDLE get() const noexcept { return handle_; }

 private:
  HANDLE handle_;
};

std::span<const std::byte> map(const std::filesystem::path& path) {
  // Sharing "delete" lets others rename this file, or the folder that holds it, while it is mapped.
  const Handle file(::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.valid()) throw os_error("open", path);
  LARGE_INTEGER length;
  if (!::GetFileSizeEx(file.get(), &length)) throw os_error("measure", path);
  const std::size_t size = checked_size(static_cast<std::uint64_t>(length.QuadPart), path);
  if (size == 0) return {};
  const Handle mapping(::CreateFileMappingW(file.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
  if (!mapping.valid()) throw os_error("map", path);
  const void* start = ::MapViewOfFile(mapping.get(), FILE_MAP_READ, 0, 0, 0);
  if (start == nullptr) throw os_error("map", path);
  return {static_cast<const std::byte*>(start), size};
}

void unmap(std::span<const std::byte> bytes) noexcept { ::UnmapViewOfFile(bytes.data()); }

#else

class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return fd_; }

 private:
  int fd_;
};

std::span<const std::byte> map(const std::filesystem::path& path) {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) throw os_error("open", path);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) throw os_error("measure", path);
  if (!S_ISREG(status.st_mode)) {
    throw base::IoError("[io] could not open '" + shown(path) + "': it is not an ordinary file");
  }
  const std::size_t size = checked_size(static_cast<std::uint64_t>(status.st_size), path);
  if (size == 0) return {};
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (start == MAP_FAILED) throw os_error("map", path);
  return {static_cast<const std::byte*>(start), size};
}

void unmap(std::span<const std::byte> bytes) noexcept {
  ::munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
}

#endif

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) : bytes_(map(path)) {}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) unmap(bytes_);
}

}  // namespace findling::io
