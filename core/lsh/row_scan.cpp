// SPDX-License-Identifier: Apache-2.0
#include "lsh/row_scan.h"

#include <algorithm>

namespace findling::lsh {

namespace {

constexpr std::size_t kRowsPerBlock = 256;
constexpr std::size_t kRowsAhead = 16;  // 4 KB at 256 columns, on their way while others are read

}  // namespace

RowScan::RowScan() : products_(kRowsPerBlock), scores_(kRowsPerBlock) {}

void RowScan::ask(const Int8Rows& rows, std::span<const float> query) {
  query_.take(kernels::active(), query, rows.stride());
}

void RowScan::best_of_all(const Int8Rows& rows, std::size_t k, std::vector<ScoredRow>& best) {
  const kernels::KernelTable& table = kernels::active();
  best_.start(k, best);
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsPerBlock) {
    const std::size_t n = std::min(kRowsPerBlock, rows.size() - begin);
    const auto scores = std::span(scores_).first(n);
    rows.score(table, query_.view(), begin, products_, scores);
    best_.offer(scores, [&](std::size_t i) { return static_cast<std::uint32_t>(begin + i); });
  }
  best_.finish_sorted();
}

void RowScan::best_of(const Int8Rows& rows, std::span<const std::uint32_t> names, std::size_t k,
                      std::vector<ScoredRow>& best) {
  const kernels::KernelTable& table = kernels::active();
  best_.start(k, best);
  for (std::size_t begin = 0; begin < names.size(); begin += kRowsPerBlock) {
    const auto part = names.subspan(begin, std::min(kRowsPerBlock, names.size() - begin));
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (begin + i + kRowsAhead < names.size()) rows.fetch(names[begin + i + kRowsAhead]);
      rows.score(table, query_.view(), part[i], products_, std::span(scores_).subspan(i, 1));
    }
    best_.offer(std::span<const float>(scores_).first(part.size()),
                [&](std::size_t i) { return part[i]; });
  }
  best_.finish_sorted();
}

}  // namespace findling::lsh
