// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// How the text of a passage is read; what explains a passage must read it alike.
namespace findling::retrieval {

// What a passage means is said in its first hundreds of words; and it bounds the work.
inline constexpr std::size_t kMaxPieces = 512;

// A title says in a few words what a passage is about, so that each of its words counts for this
// many: as in BM25F (Robertson, Zaragoza and Taylor 2004), and for the encoder too, which ranks
// better for it (docs/retrieval.md).
inline constexpr std::size_t kTitleWeight = 3;

}  // namespace findling::retrieval
