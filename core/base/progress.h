// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace findling::base {

/// Told about finished work as (stage, done, total); may be empty, so test it before a call.
/// Called from the thread that started the work, never from a worker of the pool.
using ProgressFn =
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

}  // namespace findling::base
