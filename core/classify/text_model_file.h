// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "classify/text_model.h"

namespace findling::classify {

/// A model and what its owner wrote beside it.
struct StoredTextModel {
  TextModel model;
  std::string notes;
};

/// Writes model and notes to a `.fdl` file of kind "text_classifier", or nothing. Throws
/// `base::IoError`.
void save_text_model(const std::filesystem::path& path, const TextModel& model,
                     std::string_view notes);

/// Reads such a file into memory. Throws `base::IoError` and `base::FormatError`.
StoredTextModel load_text_model(const std::filesystem::path& path);

}  // namespace findling::classify
