// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "layers/linear.h"
#include "model/graph_spec.h"

namespace findling::model {

namespace {

constexpr std::array<std::pair<NodeKind, std::string_view>, 6> kKinds{{
    {NodeKind::kInput, "input"},
    {NodeKind::kEmbedding, "embedding"},
    {NodeKind::kLinear, "linear"},
    {NodeKind::kLayerNorm, "layer_norm"},
    {NodeKind::kConcat, "concat"},
    {NodeKind::kDropout, "dropout"},
}};
constexpr std::size_t kLongestText = 1U << 20U;

[[noreturn]] void fail(const std::string& what, std::string_view got) {
  throw std::invalid_argument("[network] expected " + what + ", got '" + std::string(got) + "'");
}

// Cuts `text` at the first `separator`; what is behind it stays in `text`.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return head;
}

template <typename T>
T number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) fail("a number", text);
  return value;
}

bool flag(std::string_view text) {
  if (text != "0" && text != "1") fail("0 or 1", text);
  return text == "1";
}

std::vector<std::size_t> numbers(std::string_view text) {
  std::vector<std::size_t> all;
  while (!text.empty()) all.push_back(number<std::size_t>(take(text, ',')));
  return all;
}

NodeKind kind_of(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  fail("input, embedding, linear, layer_norm, concat or dropout", name);
}

bool has_key(NodeKind kind, std::string_view key) {
  const bool is_linear = kind == NodeKind::kLinear;
  if (key == "from") return kind != NodeKind::kInput;
  if (key == "sparse") return kind == NodeKind::kInput;
  if (key == "rate") return kind == NodeKind::kDropout;
  if (key == "activation" || key == "bias") return is_linear || kind == NodeKind::kEmbedding;
  return key == "dim" || is_linear;
}

void set(NodeSpec& node, std::string_view key, std::string_view value) {
  if (!has_key(node.kind, key)) fail("a key of " + std::string(name_of(node.kind)), key);
  if (key == "from") {
    node.from = numbers(value);
  } else if (key == "dim") {
    node.dim = number<std::size_t>(value);
  } else if (key == "sparse") {
    node.sparse = flag(value);
  } else if (key == "activation") {
    node.activation = layers::activation_of(value);
  } else if (key == "bias") {
    node.bias = flag(value);
  } else if (key == "sparsity") {
    node.sparsity = value == "auto" ? layers::automatic_sparsity(node.dim) : number<float>(value);
  } else if (key == "sampling") {
    node.sampling = value;
  } else if (key == "normalise") {
    node.normalise = flag(value);
  } else if (key == "scale") {
    node.scale = number<float>(value);
  } else if (key == "rate") {
    node.rate = number<float>(value);
  } else {
    fail("a known key of node " + node.name, key);
  }
}

NodeSpec parse_node(std::string_view kind, std::string_view rest) {
  NodeSpec node;
  node.kind = kind_of(kind);
  node.name = take(rest, ' ');
  while (!rest.empty()) {
    std::string_view value = take(rest, ' ');
    const std::string_view key = take(value, '=');
    set(node, key, value);
  }
  return node;
}

std::string joined(const std::vector<std::size_t>& values) {
  std::string text;
  for (const std::size_t value : values) {
    if (!text.empty()) text += ',';
    text += std::to_string(value);
  }
  return text;
}

// The shortest text that gives the same float again, in any locale.
std::string exact(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string line_of(const NodeSpec& node) {
  std::string line(name_of(node.kind));
  const auto add = [&](std::string_view key, std::string_view value) {
    line.append(" ").append(key).append("=").append(value);
  };
  line.append(" ").append(node.name);
  if (!node.from.empty()) add("from", joined(node.from));
  add("dim", std::to_string(node.dim));
  if (node.kind == NodeKind::kInput) add("sparse", node.sparse ? "1" : "0");
  if (node.kind == NodeKind::kDropout) add("rate", exact(node.rate));
  if (node.kind != NodeKind::kEmbedding && node.kind != NodeKind::kLinear) return line;
  add("activation", layers::name_of(node.activation));
  add("bias", node.bias ? "1" : "0");
  if (node.kind != NodeKind::kLinear) return line;
  add("sparsity", exact(node.sparsity));
  add("sampling", node.sampling);
  add("normalise", node.normalise ? "1" : "0");
  add("scale", exact(node.scale));
  return line;
}

}  // namespace

std::string_view name_of(NodeKind kind) noexcept {
  return kKinds[static_cast<std::size_t>(kind)].second;
}

GraphSpec GraphSpec::parse(std::string_view text) {
  if (text.size() > kLongestText) fail("a description below 1 MB", text.substr(0, 40));
  GraphSpec graph;
  while (!text.empty()) {
    std::string_view line = take(text, '\n');
    if (line.empty()) continue;
    const std::string_view kind = take(line, ' ');
    if (kind == "outputs") {
      graph.outputs = numbers(line);
    } else {
      graph.nodes.push_back(parse_node(kind, line));
    }
  }
  graph.check();
  return graph;
}

std::string GraphSpec::to_text() const {
  std::string text;
  for (const NodeSpec& node : nodes) text += line_of(node) + "\n";
  return text + "outputs " + joined(outputs) + "\n";
}

}  // namespace findling::model
