// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

// What is tried with hostile bytes. A target returns when the bytes were used or refused as they
// should be, and aborts when something else came of them. The fuzzer and the ordinary tests, which
// repeat what it once found, call the same functions.

namespace findling::fuzz {

using Bytes = std::span<const std::byte>;

/// A file, of which only the container is looked at.
void try_container(Bytes file);
/// A file that may hold a network: it is loaded, run, and its training taken up again.
void try_network(Bytes file);
/// A file that may hold a retriever: it is loaded, searched and added to.
void try_retriever(Bytes file);
/// The description of a network.
void try_graph(Bytes text);
/// The first byte chooses a sampler, the rest is its state, a word in four bytes.
void try_sampler(Bytes bytes);
/// The state of the buckets of a MACH head, a word in four bytes.
void try_buckets(Bytes bytes);

}  // namespace findling::fuzz
