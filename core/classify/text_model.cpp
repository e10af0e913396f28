// SPDX-License-Identifier: Apache-2.0
#include "classify/text_model.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/kernels.h"

namespace findling::classify {

namespace {

constexpr std::size_t kTextsPerTask = 32;
constexpr std::size_t kMoreColumns = 2;  // the constant and novelty

// Rows of n-grams with the further columns behind them.
struct Samples {
  std::vector<std::uint64_t> offsets{0};
  std::vector<std::uint32_t> columns;
  std::vector<float> values;

  sparse::CsrView view() const { return {{offsets, columns}, values}; }

  void add(std::uint32_t column, float value) {
    columns.push_back(column);
    values.push_back(value);
  }
};

Samples join(const text::NgramRows& rows, const Texts& texts, std::uint32_t n_ngrams) {
  Samples samples;
  const std::size_t more = kMoreColumns + texts.vector_dim;
  samples.offsets.reserve(rows.size() + 1);
  samples.columns.reserve(rows.ids.size() + rows.size() * more);
  samples.values.reserve(rows.ids.size() + rows.size() * more);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto begin = static_cast<std::size_t>(rows.offsets[i]);
    const auto end = static_cast<std::size_t>(rows.offsets[i + 1]);
    for (std::size_t j = begin; j < end; ++j) samples.add(rows.ids[j], rows.weights[j]);
    samples.add(n_ngrams, 1.0F);
    samples.add(n_ngrams + 1, rows.novelty[i]);
    for (std::size_t j = 0; j < texts.vector_dim; ++j) {
      samples.add(n_ngrams + 2 + static_cast<std::uint32_t>(j),
                  texts.vectors[i * texts.vector_dim + j]);
    }
    samples.offsets.push_back(samples.columns.size());
  }
  return samples;
}

}  // namespace

void Texts::validate() const {
  if (vectors.size() != texts.size() * vector_dim) {
    throw std::invalid_argument("[text_model] expected a vector of " + std::to_string(vector_dim) +
                                " values for each of " + std::to_string(texts.size()) + " texts");
  }
  if (!std::all_of(vectors.begin(), vectors.end(), [](float x) { return std::isfinite(x); })) {
    throw std::invalid_argument("[text_model] expected vectors of finite values");
  }
}

TextModel TextModel::learn(const Texts& texts, const TextAnswers& answers,
                           const TextModelConfig& config, base::ThreadPool& pool,
                           const base::CancelToken& cancel) {
  texts.validate();
  config.margins.validate();
  auto vocabulary =
      text::NgramVocabulary::learn(texts.texts, config.ngrams, config.min_count, pool, cancel);
  const Samples samples =
      join(text::read_ngram_rows(texts.texts, vocabulary, pool, cancel), texts, vocabulary.size());
  const MarginTask task{.samples = samples.view(),
                        .dim = vocabulary.size() + kMoreColumns + texts.vector_dim,
                        .yes = answers.yes,
                        .n_outputs = answers.n_outputs,
                        .sample_cost = answers.sample_cost,
                        .yes_cost = answers.yes_cost};
  auto weights = learn_margins(task, config.margins, pool, cancel);
  return {std::move(vocabulary), std::move(weights), answers.n_outputs, texts.vector_dim};
}

TextModel::TextModel(text::NgramVocabulary vocabulary, std::vector<float> weights,
                     std::size_t n_outputs, std::size_t vector_dim)
    : vocabulary_(std::move(vocabulary)),
      weights_(std::move(weights)),
      n_outputs_(n_outputs),
      vector_dim_(vector_dim) {
  const std::size_t columns = vocabulary_.size() + kMoreColumns + vector_dim_;
  if (n_outputs_ == 0 || weights_.size() / columns != n_outputs_ ||
      weights_.size() % columns != 0) {
    throw std::invalid_argument("[text_model] expected weights of " + std::to_string(columns) +
                                " columns for " + std::to_string(n_outputs_) + " outputs");
  }
  if (!std::all_of(weights_.begin(), weights_.end(), [](float w) { return std::isfinite(w); })) {
    throw std::invalid_argument("[text_model] expected finite weights");
  }
}

void TextModel::expect_width(const Texts& texts) const {
  texts.validate();
  if (texts.vector_dim == vector_dim_) return;
  throw std::invalid_argument("[text_model] expected vectors of " + std::to_string(vector_dim_) +
                              " values, as in training, got " + std::to_string(texts.vector_dim));
}

std::vector<float> TextModel::margins(const Texts& texts, base::ThreadPool& pool,
                                      const base::CancelToken& cancel) const {
  expect_width(texts);
  const std::size_t n = texts.texts.size();
  std::vector<float> margins(n * n_outputs_);
  const std::size_t n_tasks = (n + kTextsPerTask - 1) / kTextsPerTask;
  std::vector<text::NgramWeigher> weighers(std::min(n_tasks, pool.n_threads()),
                                           text::NgramWeigher(vocabulary_));
  const auto score = [&](std::size_t task, std::size_t worker) {
    cancel.throw_if_cancelled();
    text::NgramWeigher& weigher = weighers[worker];
    const std::size_t end = std::min(n, (task + 1) * kTextsPerTask);
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) {
      weigher.read(texts.texts[i]);
      add_margins(weigher, texts.vectors.subspan(i * vector_dim_, vector_dim_),
                  std::span(margins).subspan(i * n_outputs_, n_outputs_));
    }
  };
  if (n_tasks == 1) {
    score(0, 0);  // a few texts do not wake a thread
  } else {
    weighers.resize(pool.n_threads(), text::NgramWeigher(vocabulary_));
    pool.parallel_for(n_tasks, score);
  }
  return margins;
}

void TextModel::add_margins(const text::NgramWeigher& weigher, std::span<const float> vector,
                            std::span<float> margins) const {
  const auto& kernels = kernels::active();
  const auto add = [&](std::size_t column, float value) {
    kernels.axpy(value, row(column).data(), margins.data(), n_outputs_);
  };
  for (std::size_t i = 0; i < weigher.ids().size(); ++i) {
    if (weigher.ids()[i] != text::NgramVocabulary::kNone) {
      add(weigher.ids()[i], weigher.weights()[i]);
    }
  }
  add(bias_column(), 1.0F);
  add(bias_column() + 1, weigher.novelty());
  for (std::size_t j = 0; j < vector.size(); ++j) add(bias_column() + kMoreColumns + j, vector[j]);
}

// A known n-gram has its own weight; an unknown one its share of the novelty.
float TextModel::ngram_part(const text::NgramWeigher& weigher, std::size_t number,
                            std::size_t output) const {
  const std::uint32_t id = weigher.ids()[number];
  const float weight = weigher.weights()[number];
  if (id != text::NgramVocabulary::kNone) return weight * row(id)[output];
  return weight * weight * row(bias_column() + 1)[output];
}

MarginParts TextModel::explain(const Texts& text, std::size_t output) const {
  expect_width(text);
  if (text.texts.size() != 1 || output >= n_outputs_) {
    throw std::invalid_argument("[text_model] expected one text and an output below " +
                                std::to_string(n_outputs_));
  }
  text::NgramWeigher weigher(vocabulary_);
  weigher.read(text.texts[0]);
  MarginParts parts;
  for (const text::Token& token : weigher.reader().tokens()) parts.tokens.push_back({token, 0.0F});
  const auto ngrams = weigher.reader().ngrams();
  for (std::size_t i = 0; i < ngrams.size(); ++i) {
    const std::uint32_t number = weigher.numbers()[i];
    const auto places = static_cast<float>(weigher.counts()[number]);
    const auto n_tokens = static_cast<float>(ngrams[i].last - ngrams[i].first + 1);
    const float part = ngram_part(weigher, number, output) / (places * n_tokens);
    for (std::uint32_t j = ngrams[i].first; j <= ngrams[i].last; ++j) parts.tokens[j].part += part;
  }
  parts.bias = row(bias_column())[output];
  // A text without tokens is all new, and no token says so.
  if (parts.tokens.empty()) parts.bias += row(bias_column() + 1)[output];
  for (std::size_t j = 0; j < vector_dim_; ++j) {
    parts.vector += text.vectors[j] * row(bias_column() + kMoreColumns + j)[output];
  }
  return parts;
}

}  // namespace findling::classify
