// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

// BM25 after Robertson and Zaragoza 2009, "The probabilistic relevance framework: BM25 and beyond",
// section 3.4, with the idf that cannot become negative:
//
//   score = sum over terms of  n_query * idf * n (k1 + 1) / (n + k1 (1 - b + b length / mean))
//   idf   = ln(1 + (N - df + .5) / (df + .5))
//
// n is how often the passage holds the term; length counts its terms, repeats included.
namespace findling::retrieval {

inline constexpr float kSaturation = 1.2F;    ///< k1
inline constexpr float kLengthShare = 0.75F;  ///< b
/// No count makes the weight of a term in a passage larger.
inline constexpr float kLargestWeight = kSaturation + 1.0F;

/// What is added to the count below the line: `base + by_length * length`.
struct LengthNorm {
  float base;
  float by_length;

  explicit LengthNorm(float mean_length) noexcept
      : base(kSaturation * (1.0F - kLengthShare)),
        by_length(kSaturation * kLengthShare / mean_length) {}
};

/// The part of the score that depends on the passage; in (0, kLargestWeight].
inline float bm25_weight(float count, float length, LengthNorm norm) noexcept {
  return count * kLargestWeight / (count + norm.base + norm.by_length * length);
}

/// `with_term` of `n_passages` hold the term.
inline float bm25_idf(std::size_t n_passages, std::size_t with_term) noexcept {
  const auto n = static_cast<double>(n_passages);
  const auto df = static_cast<double>(with_term);
  return static_cast<float>(std::log(1.0 + (n - df + 0.5) / (df + 0.5)));
}

// The largest weight of a block of postings is kept in a byte, rounded up.

/// The byte whose `top_weight` is not below `weight`.
inline std::uint8_t top_of(float weight) noexcept {
  constexpr float kSlack = 0.01F;  // for rounding
  const float steps = std::floor(weight * (255.0F / kLargestWeight) + kSlack) + 1.0F;
  return static_cast<std::uint8_t>(std::min(steps, 255.0F));
}

inline float top_weight(std::uint8_t top) noexcept {
  return static_cast<float>(top) * (kLargestWeight / 255.0F);
}

/// A bound for weights when the mean length is another than the one for which `bound` holds:
/// `ratio` is the new one divided by the old one.
///
/// With D = n + base + x = (k1 + 1) n / w below the line, a mean `ratio` times as long leaves
/// (n + base) (1 - 1 / ratio) + D / ratio. Divided by n, with (n + base) / n > 1, that is more than
/// (1 - 1 / ratio) + (k1 + 1) / (w ratio). Weights only fall when the mean does.
inline float bound_at_mean(float bound, float ratio) noexcept {
  if (ratio <= 1.0F || bound <= 0.0F) return bound;
  constexpr float kSlack = 1.00001F;  // for rounding
  const float below = (1.0F - 1.0F / ratio) + kLargestWeight / (bound * ratio);
  return std::min(kLargestWeight, kSlack * kLargestWeight / below);
}

/// Whole numbers that stand for scores of one query.
///
/// Sums of whole numbers do not depend on the order, so that terms may be added in any order, and
/// bounds of sums hold without slack. A score is at most 2^24 steps, which floats hold exactly:
/// equal and greater mean the same for steps and for floats. Terms are added in steps 64 times
/// finer, rounded up, so that no passage with a term of the query has the score 0. A score differs
/// from that of exact arithmetic by less than 1.3e-7 of the largest that the query could have.
class ScoreSteps {
 public:
  /// `largest` is what the weights of all terms times kLargestWeight come to; finite, not negative.
  explicit ScoreSteps(float largest) noexcept {
    constexpr float kRoom = 1.001F;  // for what rounding up adds, in a million terms
    int exponent = 0;
    std::frexp(largest * kRoom, &exponent);
    fine_ = std::ldexp(1.0F, kFineBits - exponent);
    step_ = std::ldexp(1.0F, exponent - kFineBits + kFinerBits);
  }

  /// Fine steps in 1; a power of two, so that a product with it is exact.
  float fine() const noexcept { return fine_; }

  /// The score of a sum of fine steps.
  float score(std::uint32_t sum) const noexcept {
    return static_cast<float>(to_steps(sum)) * step_;
  }

  /// Steps, rounded up.
  static std::uint32_t to_steps(std::uint32_t sum) noexcept {
    return (sum + ((1U << kFinerBits) - 1)) >> kFinerBits;
  }
  /// Sums of fine steps above this, and no others, are more than `steps`.
  static std::uint32_t to_fine(std::uint32_t steps) noexcept { return steps << kFinerBits; }

 private:
  static constexpr int kFineBits = 30;
  static constexpr int kFinerBits = 6;

  float fine_;
  float step_;
};

/// What a term adds, in fine steps: `weight` is n_query * idf * steps.fine().
inline std::uint32_t fine_steps(float weight, float bm25) noexcept {
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(weight * bm25)) + 1;
}

}  // namespace findling::retrieval
