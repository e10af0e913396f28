// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/thread_pool.h"
#include "kernels/kernels.h"
#include "layers/signal.h"
#include "layers/table.h"

namespace findling::layers {

/// What a layer needs to run.
struct Context {
  const kernels::KernelTable& k;
  base::ThreadPool& pool;
  bool training = false;
  std::uint64_t seed = 0;     ///< Another one every step; only where chance takes part.
  std::uint64_t step = 0;     ///< Steps of training so far.
  bool way_back = false;      ///< Whether `backward` follows although nobody trains.
  bool hold_lengths = false;  ///< Backward, lengths and deviations of samples are constants.
};

/// Rows of a table: `ids`, ascending or not, each once; or all `n`, when `ids` is empty.
struct RowSet {
  std::size_t n = 0;
  std::span<const std::uint32_t> ids;

  std::size_t operator[](std::size_t i) const noexcept { return ids.empty() ? i : ids[i]; }
};

/// One step of a network. It owns parameters; what belongs to a batch lies in its uses.
///
/// A layer may be used at several places of a network, which then share its parameters. Tasks own
/// the values they write and depend on nothing but the batch, so results are the same at any number
/// of threads.
class Layer {
 public:
  /// What one use of a layer keeps from a batch's way forward for its way back.
  class Scratch {
   public:
    virtual ~Scratch() = default;
  };

  /// A place in the network: what goes in, what comes out.
  struct Use {
    std::vector<Signal*> in;
    Signal* out = nullptr;
    std::unique_ptr<Scratch> scratch;
    std::uint64_t stream = 0;  ///< Its own stream of random numbers.
  };

  virtual ~Layer() = default;

  virtual std::unique_ptr<Scratch> make_scratch() const { return std::make_unique<Scratch>(); }

  /// Chooses the neurons that take part in this batch of training; before `forward`.
  virtual void choose(const Context& /*ctx*/, Use& /*use*/) {}

  /// Fills `out` from `in`. Any number of threads may call it, each with a use of its own.
  virtual void forward(const Context& ctx, Use& use) const = 0;

  /// Adds to the gradient of those `in` that want one, from the gradient of `out`, which it may
  /// change.
  virtual void backward(const Context& ctx, Use& use) const = 0;

  virtual std::span<Table> tables() noexcept { return {}; }

  /// Gets ready for `gradient`, after all uses have gone backward.
  virtual void prepare_gradients(const Context& /*ctx*/, std::span<Use* const> /*uses*/) const {}

  /// The rows of a table that this batch has a gradient for.
  virtual RowSet touched(std::size_t /*table*/, std::span<Use* const> /*uses*/) const { return {}; }

  /// Writes the gradient of the touched rows [begin, end) of a table to `out` [end - begin, dim].
  virtual void gradient(const kernels::KernelTable& /*k*/, std::size_t /*table*/,
                        std::span<Use* const> /*uses*/, std::size_t /*begin*/, std::size_t /*end*/,
                        float* /*out*/) const {}

  /// Follows an update of the touched rows.
  virtual void updated(const Context& /*ctx*/, std::span<Use* const> /*uses*/) {}
};

/// Makes room for the gradient of `signal`. True when what follows must add to it, false when it
/// must overwrite it.
inline bool open_gradient(Signal& signal) {
  if (signal.has_gradient) return true;
  signal.make_gradient();
  signal.has_gradient = true;
  return false;
}

}  // namespace findling::layers
