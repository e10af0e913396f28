// SPDX-License-Identifier: Apache-2.0
#include "io/atomic_file.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>

#include "io/os_error.h"

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>
#else
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#endif

namespace findling::io {

namespace {

// One system call writes at most this much; also below the limits of Windows and macOS (2 GB).
constexpr std::size_t kMaxWrite = std::size_t{1} << 26;

// Opened in the constructor, flushed and renamed by commit(), removed when that did not happen.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void commit();

 private:
  std::size_t write_some(std::span<const std::byte> bytes);
  void close();

  std::filesystem::path target_;
  std::filesystem::path path_;
  bool committed_ = false;
#if defined(_WIN32)
  HANDLE file_ = INVALID_HANDLE_VALUE;
#else
  int file_ = -1;
#endif
};

// Unique among the processes and threads of this computer, so that two writers never share one.
std::filesystem::path temporary_name(const std::filesystem::path& target) {
  static std::atomic<std::uint32_t> count{0};
#if defined(_WIN32)
  const auto process = static_cast<std::uint64_t>(::GetCurrentProcessId());
#else
  const auto process = static_cast<std::uint64_t>(::getpid());
#endif
  std::filesystem::path name = target;
  name += ".tmp-" + std::to_string(process) + "-" + std::to_string(count.fetch_add(1));
  return name;
}

void TemporaryFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty())
    bytes = bytes.subspan(write_some(bytes.first(std::min(bytes.size(), kMaxWrite))));
}

#if defined(_WIN32)

TemporaryFile::TemporaryFile(const std::filesystem::path& target)
    : target_(target), path_(temporary_name(target)) {
  // A leftover of a crashed process that had our number is overwritten.
  file_ = ::CreateFileW(path_.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                        FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file_ == INVALID_HANDLE_VALUE) throw os_error("create", path_);
}

TemporaryFile::~TemporaryFile() {
  if (file_ != INVALID_HANDLE_VALUE) ::CloseHandle(file_);
  if (!committed_) ::DeleteFileW(path_.c_str());
}

std::size_t TemporaryFile::write_some(std::span<const std::byte> bytes) {
  DWORD written = 0;
  if (!::WriteFile(file_, bytes.data(), static_cast<DWORD>(bytes.size()), &written, nullptr)) {
    throw os_error("write", path_);
  }
  return written;
}

void TemporaryFile::close() {
  const HANDLE file = file_;
  file_ = INVALID_HANDLE_VALUE;
  if (!::CloseHandle(file)) throw os_error("close", path_);
}

void TemporaryFile::commit() {
  if (!::FlushFileBuffers(file_)) throw os_error("flush", path_);
  close();
  if (!::MoveFileExW(path_.c_str(), target_.c_str(),
                     MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
    throw os_error("replace", target_);
  }
  committed_ = true;
}

#else

TemporaryFile::TemporaryFile(const std::filesystem::path& target)
    : target_(target), path_(temporary_name(target)) {
  // A leftover of a crashed process that had our number is overwritten. Nobody but the owner may
  // read the file: it holds the words of private documents.
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file_ < 0) throw os_error("create", path_);
}

TemporaryFile::~TemporaryFile() {
  if (file_ >= 0) ::close(file_);
  if (!committed_) ::unlink(path_.c_str());
}

std::size_t TemporaryFile::write_some(std::span<const std::byte> bytes) {
  const ssize_t written = ::write(file_, bytes.data(), bytes.size());
  if (written < 0 && errno != EINTR) throw os_error("write", path_);
  return written < 0 ? 0 : static_cast<std::size_t>(written);
}

void TemporaryFile::close() {
  const int file = file_;
  file_ = -1;
  if (::close(file) != 0) throw os_error("close", path_);
}

// Asks the drive too, not only the system, to write down what it holds.
bool flush(int file) noexcept {
#if defined(__APPLE__)
  if (::fcntl(file, F_FULLFSYNC) == 0) return true;
#endif
  return ::fsync(file) == 0;
}

// A rename is only on the disk once its folder is. Some network file systems cannot flush a folder
// (EINVAL); there the rename is as durable as it gets.
void flush_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) throw os_error("open", folder);
  const bool flushed = ::fsync(file) == 0 || errno == EINVAL;
  const base::IoError error = os_error("flush", folder);
  ::close(file);
  if (!flushed) throw error;
}

void TemporaryFile::commit() {
  if (!flush(file_)) throw os_error("flush", path_);
  close();
  if (::rename(path_.c_str(), target_.c_str()) != 0) throw os_error("replace", target_);
  committed_ = true;
  const std::filesystem::path folder = target_.parent_path();
  flush_folder(folder.empty() ? std::filesystem::path(".") : folder);
}

#endif

}  // namespace

void write_atomically(const std::filesystem::path& path,
                      std::span<const std::span<const std::byte>> pieces) {
  TemporaryFile file(path);
  for (const std::span<const std::byte> piece : pieces) file.write(piece);
  file.commit();
}

}  // namespace findling::io
