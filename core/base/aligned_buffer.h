// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <limits>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace findling::base {

/// One cache line, and the width of the widest vector register we use.
inline constexpr std::size_t kAlignment = 64;

/// An array of plain values that starts on a 64-byte boundary. Copies are deep.
template <typename T>
class AlignedBuffer {
  static_assert(std::is_trivially_copyable_v<T>, "AlignedBuffer holds plain values only");

 public:
  AlignedBuffer() noexcept = default;
  /// `n` zeros.
  explicit AlignedBuffer(std::size_t n) { resize(n); }

  AlignedBuffer(const AlignedBuffer& other) : AlignedBuffer(other.size_) {
    copy(other.data_, other.size_, data_);
  }
  AlignedBuffer(AlignedBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  AlignedBuffer& operator=(AlignedBuffer other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~AlignedBuffer() { release(data_); }

  /// Keeps the first values; new ones are zero. Any pointer into the buffer is invalid afterwards,
  /// unless the size stays the same. Throws `std::bad_alloc`.
  void resize(std::size_t n) {
    if (n == size_) return;
    T* fresh = allocate(n);
    const std::size_t kept = n < size_ ? n : size_;
    copy(data_, kept, fresh);
    if (n > kept) std::memset(static_cast<void*>(fresh + kept), 0, (n - kept) * sizeof(T));
    release(data_);
    data_ = fresh;
    size_ = n;
  }

  T* data() noexcept { return data_; }
  const T* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::span<T> span() noexcept { return {data_, size_}; }
  std::span<const T> span() const noexcept { return {data_, size_}; }
  T& operator[](std::size_t i) noexcept { return data_[i]; }
  const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  T* begin() noexcept { return data_; }
  T* end() noexcept { return data_ + size_; }
  const T* begin() const noexcept { return data_; }
  const T* end() const noexcept { return data_ + size_; }

 private:
  static T* allocate(std::size_t n) {
    if (n == 0) return nullptr;
    if (n > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{kAlignment}));
  }
  static void release(T* data) noexcept {
    if (data != nullptr) ::operator delete(data, std::align_val_t{kAlignment});
  }
  static void copy(const T* from, std::size_t n, T* to) noexcept {
    if (n != 0) std::memcpy(static_cast<void*>(to), from, n * sizeof(T));
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace findling::base
