// SPDX-License-Identifier: Apache-2.0
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "bindings/bindings.h"
#include "bindings/convert.h"
#include "bindings/nn_shared.h"
#include "tasks/bucket_choice.h"
#include "tasks/bucket_decoder.h"
#include "tasks/bucket_index.h"

namespace py = pybind11;

namespace findling::bindings {

namespace {

using tasks::BucketIndex;

// An index that one thread changes while others wait, or many threads read.
struct SharedIndex {
  SharedIndex(BucketIndex made, int n_threads) : index(std::move(made)), pool(n_threads) {}

  BucketIndex index;
  base::ThreadPool pool;
  std::shared_mutex mutex;
};

// Runs `work(index)` without Python's lock, beside others that read.
template <typename Work>
auto read(SharedIndex& self, const Work& work) {
  const py::gil_scoped_release released;
  const std::shared_lock lock(self.mutex);
  return work(self.index);
}

// Runs `work(index)` without Python's lock, alone.
template <typename Work>
void change(SharedIndex& self, const Work& work) {
  const py::gil_scoped_release released;
  const std::unique_lock lock(self.mutex);
  work(self.index);
}

std::span<const float> scores_of(SharedIndex& self, const F32Array& scores) {
  const auto n_buckets = static_cast<py::ssize_t>(self.index.shape().n_buckets);
  if (scores.ndim() != 2 || scores.shape(1) != n_buckets) {
    throw std::invalid_argument("[mach] expected scores [n, " + std::to_string(n_buckets) + "]");
  }
  return {scores.data(), static_cast<std::size_t>(scores.size())};
}

py::tuple decode(SharedIndex& self, const F32Array& scores, std::size_t k, std::size_t n_top) {
  const auto values = scores_of(self, scores);
  tasks::DecodedLabels decoded = read(self, [&](const BucketIndex& index) {
    return tasks::decode(index, values, {.k = k, .n_top = n_top}, self.pool);
  });
  const std::vector<py::ssize_t> shape{scores.shape(0), static_cast<py::ssize_t>(k)};
  return py::make_tuple(to_array(std::move(decoded.labels)).reshape(shape),
                        to_array(std::move(decoded.scores)).reshape(shape));
}

py::array score(SharedIndex& self, const F32Array& scores, const U32Array& labels) {
  const auto values = scores_of(self, scores);
  const auto wanted = view(labels);
  std::vector<float> means = read(self, [&](const BucketIndex& index) {
    return tasks::score_labels(index, values, wanted, self.pool);
  });
  const std::vector<py::ssize_t> shape{scores.shape(0), labels.size()};
  return to_array(std::move(means)).reshape(shape);
}

py::tuple targets(SharedIndex& self, const U64Array& offsets, const U32Array& labels) {
  const sparse::RaggedView lists = ragged(offsets, labels);
  tasks::BucketLists buckets =
      read(self, [&](const BucketIndex& index) { return tasks::bucket_targets(index, lists); });
  return py::make_tuple(to_array(std::move(buckets.offsets)), to_array(std::move(buckets.values)));
}

U32Array buckets_of(SharedIndex& self, std::uint32_t label) {
  return to_array(read(self, [&](const BucketIndex& index) {
    if (!index.contains(label)) {
      throw std::invalid_argument("[mach] expected a label that is here, got " +
                                  std::to_string(label));
    }
    const auto buckets = index.buckets_of(label);
    return std::vector<std::uint32_t>(buckets.begin(), buckets.end());
  }));
}

U32Array labels_in(SharedIndex& self, std::uint32_t bucket) {
  return to_array(read(self, [&](const BucketIndex& index) {
    if (bucket >= index.shape().n_buckets) {
      throw std::invalid_argument("[mach] expected a bucket below " +
                                  std::to_string(index.shape().n_buckets) + ", got " +
                                  std::to_string(bucket));
    }
    const auto labels = index.labels_in(bucket);
    return std::vector<std::uint32_t>(labels.begin(), labels.end());
  }));
}

// The scores are checked before the index changes.
void introduce_by_scores(SharedIndex& self, std::uint32_t label, const F32Array& scores,
                         std::size_t n_top, std::size_t spread) {
  const auto values = scores_of(self, scores);
  change(self, [&](BucketIndex& index) {
    index.introduce(label,
                    tasks::pick_named(index, tasks::named_buckets(index, values, n_top), spread));
  });
}

void introduce_by_key(SharedIndex& self, const U64Array& keys, std::size_t n_choices) {
  const auto values = view(keys);
  change(self, [&](BucketIndex& index) { tasks::introduce_by_key(index, values, n_choices); });
}

void introduce_one_by_key(SharedIndex& self, std::uint32_t label, std::uint64_t key,
                          std::size_t n_choices) {
  change(self, [&](BucketIndex& index) {
    index.introduce(label, tasks::draw_buckets(index, key, n_choices));
  });
}

template <typename Get>
auto getter(const Get& get) {
  return [get](SharedIndex& self) { return read(self, get); };
}

}  // namespace

void bind_mach(py::module_& m) {
  py::class_<SharedIndex>(m, "BucketIndex", R"doc(
Which labels are in which buckets of a MACH head.

Labels are numbers below n_slots. Any number of threads may use one index.
)doc")
      .def(py::init([](std::uint32_t n_buckets, std::uint32_t n_hashes, std::uint64_t seed,
                       int n_threads) {
             return std::make_unique<SharedIndex>(BucketIndex({n_buckets, n_hashes, seed}),
                                                  n_threads);
           }),
           py::arg("n_buckets"), py::arg("n_hashes"), py::arg("seed"), py::arg("n_threads"))
      .def_static(
          "restore",
          [](const U32Array& state, int n_threads) {
            return std::make_unique<SharedIndex>(BucketIndex::restore(view(state)), n_threads);
          },
          py::arg("state").noconvert(), py::arg("n_threads"), "Return what ``state`` was of.")
      .def("state",
           [](SharedIndex& self) {
             return to_array(read(self, [](const BucketIndex& index) { return index.state(); }));
           })
      .def_property_readonly(
          "n_buckets", getter([](const BucketIndex& index) { return index.shape().n_buckets; }))
      .def_property_readonly(
          "n_hashes", getter([](const BucketIndex& index) { return index.shape().n_hashes; }))
      .def_property_readonly("n_slots",
                             getter([](const BucketIndex& index) { return index.n_slots(); }))
      .def_property_readonly("n_labels",
                             getter([](const BucketIndex& index) { return index.n_labels(); }))
      .def_property_readonly("memory_bytes",
                             getter([](const BucketIndex& index) { return index.memory_bytes(); }))
      .def("buckets_of", &buckets_of, py::arg("label"), "Return the buckets of a label, [H].")
      .def("labels_in", &labels_in, py::arg("bucket"), "Return a bucket's labels, ascending.")
      .def("introduce_by_key", &introduce_by_key, py::arg("keys").noconvert(), py::arg("n_choices"),
           "Add labels n_slots, n_slots + 1, ... with buckets by chance.")
      .def("introduce_one_by_key", &introduce_one_by_key, py::arg("label"), py::arg("key"),
           py::arg("n_choices"), "Add one label with buckets by chance.")
      .def("introduce_by_scores", &introduce_by_scores, py::arg("label"),
           py::arg("scores").noconvert(), py::arg("n_top"), py::arg("spread"),
           "Add a label with the buckets that its examples name; scores [n, B] of float32.")
      .def(
          "forget",
          [](SharedIndex& self, std::uint32_t label) {
            change(self, [&](BucketIndex& index) { index.forget(label); });
          },
          py::arg("label"), "Take a label out of all its buckets.")
      .def("targets", &targets, py::arg("offsets").noconvert(), py::arg("labels").noconvert(),
           "Return offsets and buckets of samples whose labels are given.")
      .def("decode", &decode, py::arg("scores").noconvert(), py::arg("k"), py::arg("n_top"),
           "Return labels and mean scores, [n, k] each, for scores [n, B]; n_top 0 is exact.")
      .def("score", &score, py::arg("scores").noconvert(), py::arg("labels").noconvert(),
           "Return the mean scores of given labels, [n, m].");
}

}  // namespace findling::bindings
