// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <stdexcept>
#include <string>

#include "model/encoder.h"

namespace findling::model {

namespace {

void require(bool holds, const char* expected, const std::string& got) {
  if (holds) return;
  throw std::invalid_argument("[encoder] expected " + std::string(expected) + ", got " + got);
}

void require_rate(float value, const char* name) {
  require(std::isfinite(value) && value > 0.0F && value <= 1.0F, name, std::to_string(value));
}

}  // namespace

void EncoderConfig::validate() const {
  require(dim >= 16 && dim <= 4096 && dim % 16 == 0, "dim to be a multiple of 16 from 16 to 4096",
          std::to_string(dim));
  require(epochs >= 0 && epochs <= 10000, "0 to 10,000 epochs", std::to_string(epochs));
  require(spans_per_passage >= 1 && spans_per_passage <= 1000, "1 to 1,000 spans a passage",
          std::to_string(spans_per_passage));
  require(min_span >= 1 && min_span <= max_span && max_span <= 10000,
          "1 <= min_span <= max_span <= 10,000",
          std::to_string(min_span) + " and " + std::to_string(max_span));
  require(batch_size >= 1 && batch_size <= 16384, "a batch_size from 1 to 16,384",
          std::to_string(batch_size));
  require(most_passages >= 1, "1 or more passages to learn from", std::to_string(most_passages));
  require(negatives <= 16384, "at most 16,384 negatives", std::to_string(negatives));
  require(std::isfinite(scale) && scale > 0.0F && scale <= 1000.0F,
          "a scale above 0 and at most 1,000", std::to_string(scale));
  require(start_rounds >= 0 && start_rounds <= 100, "0 to 100 start_rounds",
          std::to_string(start_rounds));
  require(std::isfinite(start_share) && start_share >= 0.0F && start_share <= 1.0F,
          "a start_share from 0 to 1", std::to_string(start_share));
  require_rate(lr_output, "lr_output above 0 and at most 1");
  require_rate(lr_embedding, "lr_embedding above 0 and at most 1");
  require_rate(lr_token, "lr_token above 0 and at most 1");
}

}  // namespace findling::model
