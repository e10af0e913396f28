// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace findling::text {

/// Words that are compared as one: texts share a shingle when they share so many words in a row.
inline constexpr std::size_t kShingleWords = 4;

/// A text repeats another one when this share of its shingles is in that one too: of 150 words
/// about seven, far from each other, may differ.
inline constexpr double kRepeatShare = 0.8;

/// Words of a text that are looked at: its first ones.
inline constexpr std::size_t kMostRepeatWords = 4096;

/// For each text the first text before it that says all of it, or nearly; its own number when it
/// says something new.
///
/// That is the containment of Broder 1997, "On the resemblance and containment of documents",
/// section 2, over shingles of words, counted without sampling. Two rules are our own: a text is
/// compared with texts that say something new only, so that a row of small changes does not join
/// its ends; and every word of a repeat that holds a digit 0 to 9 must be in the other text, as two
/// invoices are the same but for what matters. Texts without words repeat each other.
///
/// Deterministic. Costs `O(words)` for texts that differ, `O(n * words)` when they differ in
/// nothing but numbers.
std::vector<std::uint32_t> find_repeats(std::span<const std::string_view> texts);

}  // namespace findling::text
