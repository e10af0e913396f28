# SPDX-License-Identifier: Apache-2.0
"""The tasks of the engine's benchmarks: spans of books, a power-law set, XMLRepository files."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

from common import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Csr: TypeAlias = Any
"""A ``scipy.sparse.csr_matrix``; scipy is not installed where types are checked."""

N_HASHES = 100_000
SPAN = 20


@dataclass(frozen=True)
class Task:
    """Samples with one or more right outputs each.

    Attributes
    ----------
    x, x_test : csr_matrix of float32, shape (n, D)
        Features.
    y, y_test : csr_matrix of float32, shape (n, K)
        Ones at the labels.
    """

    x: Csr
    y: Csr
    x_test: Csr
    y_test: Csr

    @property
    def n_outputs(self) -> int:
        """Return K."""
        return int(self.y.shape[1])

    @property
    def first_labels(self) -> NDArray[np.int64]:
        """Return the first label of every training sample, shape (n,)."""
        return self.y.indices[self.y.indptr[:-1]].astype(np.int64)


def spans(data: Path, n_passages: int, n_samples: int, n_test: int, seed: int = 0) -> Task:
    """Return "which passage is this span of 20 words from?".

    The words of all books, in the order of the files' names, are cut into ``n_passages`` pieces of
    equal length. A sample is a random span of 20 neighbouring words of a piece, as counts of
    crc32(lower-case word) modulo 100,000; pieces take turns. Test spans are other random ones.
    """
    words = _hashed_words(data / "text" / "gutenberg")
    length = len(words) // n_passages
    if length < SPAN:
        msg = f"{len(words)} words are too few for {n_passages} passages"
        raise ValueError(msg)
    rng = np.random.default_rng(seed)
    x, labels = _cut(words, length, np.arange(n_samples) % n_passages, rng)
    x_test, test = _cut(words, length, rng.integers(0, n_passages, n_test), rng)
    return Task(x, _one_hot(labels, n_passages), x_test, _one_hot(test, n_passages))


def _hashed_words(folder: Path) -> NDArray[np.int32]:
    """Return all words of the books as numbers; kept, as every process of a benchmark asks."""
    paths = sorted(folder.glob("*.txt"))
    key = zlib.crc32(repr([(path.name, path.stat().st_size) for path in paths]).encode())
    kept = ROOT / "build" / "bench-data" / f"words-{key:08x}.npy"
    if kept.is_file():
        return np.load(kept)
    hashes: list[int] = []
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        hashes.extend(zlib.crc32(word.encode()) % N_HASHES for word in text.split())
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.save(kept, np.array(hashes, np.int32))
    return np.array(hashes, np.int32)


def _cut(
    words: NDArray[np.int32], length: int, passages: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Csr, NDArray[np.int64]]:
    first = passages * length + rng.integers(0, length - SPAN + 1, len(passages))
    ids = words[first[:, None] + np.arange(SPAN)].ravel()
    offsets = np.arange(len(passages) + 1) * SPAN
    shape = (len(passages), N_HASHES)
    x = sparse.csr_matrix((np.ones(len(ids), np.float32), ids, offsets), shape)
    x.sum_duplicates()
    return x, passages


def _one_hot(labels: NDArray[np.int64], n: int) -> Csr:
    ones, offsets = np.ones(len(labels), np.float32), np.arange(len(labels) + 1)
    return sparse.csr_matrix((ones, labels, offsets), (len(labels), n))


def power_law(
    n_samples: int,
    n_test: int,
    *,
    n_features: int = 135_909,
    n_labels: int = 670_091,
    n_topics: int = 1_000,
    seed: int = 0,
) -> Task:
    """Return a made-up set of Amazon-670K's shape: 75 features and about 5 labels a sample.

    Features and labels follow Zipf's law: the chance of the r-th most frequent one goes by
    (r + 50)^-0.9. As products belong to departments, labels belong to topics: every topic has a
    vocabulary of 600 features that are drawn so, and every label a profile of 16 features, 12 from
    its topic's vocabulary and 4 from all. A sample draws one label so, and with it its four
    neighbours in a fixed random order of the topic's labels, each kept with the chance 0.95; 45 of
    its features come from these labels' profiles, 15 from the topic's vocabulary and 15 are noise
    drawn as all. Values are 1, then rows are made unit length.

    Parameters
    ----------
    n_samples, n_test : int
        Samples to learn from and to be judged by, from one and the same law.
    n_features, n_labels : int
        Columns; Amazon-670K's.
    n_topics : int
        Departments; as many as labels for labels that have nothing in common.
    seed : int
        What chance depends on.
    """
    rng = np.random.default_rng(seed)
    features = _Zipf(n_features, rng)
    labels = _Zipf(n_labels, rng)
    order = rng.permutation(n_labels)
    place = np.argsort(order)
    topics = place * n_topics // n_labels
    vocabulary = features.draw((n_topics, 600), rng)
    own = vocabulary[topics[:, None], rng.integers(0, 600, (n_labels, 12))]
    profiles = np.hstack([own, features.draw((n_labels, 4), rng)])
    world = _World(features, labels, profiles, order, place, topics, vocabulary)
    x, y = _drawn(n_samples + n_test, world, rng)
    return Task(x[:n_samples], y[:n_samples], x[n_samples:], y[n_samples:])


class _Zipf:
    """Draws whole numbers below n, of which few are frequent; which ones is random too."""

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        self.n = n
        self._sums = np.cumsum((np.arange(n) + 50.0) ** -0.9)
        self._names = rng.permutation(n).astype(np.int32)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.int32]:
        ranks = np.searchsorted(self._sums, rng.random(shape) * self._sums[-1])
        return self._names[ranks]


@dataclass(frozen=True)
class _World:
    """What `power_law` draws samples from."""

    features: _Zipf
    labels: _Zipf
    profiles: NDArray[np.int32]
    order: NDArray[np.int64]
    place: NDArray[np.int64]
    topics: NDArray[np.int64]
    vocabulary: NDArray[np.int32]


def _drawn(n: int, world: _World, rng: np.random.Generator) -> tuple[Csr, Csr]:
    main = world.labels.draw((n,), rng)
    group = world.place[main] // 5 * 5
    near = world.order[np.minimum(group[:, None] + np.arange(5), len(world.order) - 1)]
    kept = (rng.random(near.shape) < 0.95) | (near == main[:, None])
    own = np.take_along_axis(near, rng.integers(0, 5, (n, 45)), axis=1)
    # A label that was not kept leaves its features to the main one.
    own = np.where(
        (kept[:, :, None] & (near[:, :, None] == own[:, None])).any(1), own, main[:, None]
    )
    profile = world.profiles[own, rng.integers(0, 16, own.shape)]
    topic = world.vocabulary[world.topics[main][:, None], rng.integers(0, 600, (n, 15))]
    ids = np.hstack([profile, topic, world.features.draw((n, 15), rng)])
    x = _csr(ids, np.ones(ids.shape, bool), world.features)
    x.data /= np.sqrt(np.repeat(np.diff(x.indptr), np.diff(x.indptr)))
    return x, _csr(near, kept, world.labels)


def _csr(ids: NDArray[np.integer[Any]], kept: NDArray[np.bool_], law: _Zipf) -> Csr:
    offsets = np.concatenate([[0], np.cumsum(kept.sum(1))])
    values = ids[kept]
    matrix = sparse.csr_matrix(
        (np.ones(len(values), np.float32), values, offsets), (len(ids), law.n)
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def xml_repository(folder: Path) -> Task:
    """Return the sets of an XMLRepository folder, ``train.txt`` and ``test.txt``."""
    return Task(*_read_xml(folder / "train.txt"), *_read_xml(folder / "test.txt"))


def _read_xml(path: Path) -> tuple[Csr, Csr]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    n, n_features, n_labels = map(int, header.split())
    x, y = sparse.lil_matrix((n, n_features), dtype=np.float32), sparse.lil_matrix((n, n_labels))
    for i, line in enumerate(lines):
        labels, _, pairs = line.partition(" ")
        for label in filter(None, labels.split(",")):
            y[i, int(label)] = 1
        for pair in pairs.split():
            column, _, value = pair.partition(":")
            x[i, int(column)] = float(value)
    return x.tocsr(), y.tocsr().astype(np.float32)


def save(task: Task, folder: Path) -> None:
    """Write the test samples down for other processes."""
    sparse.save_npz(folder / "x_test.npz", task.x_test)
    sparse.save_npz(folder / "y_test.npz", task.y_test)


def load_test(folder: Path) -> tuple[Csr, Csr]:
    """Return the test samples that `save` wrote."""
    return sparse.load_npz(folder / "x_test.npz"), sparse.load_npz(folder / "y_test.npz")


def precision(found: NDArray[np.int64], y: Csr, k: int) -> float:
    """Return the share of right labels among the first ``k`` columns of ``found`` [n, >= k]."""
    n = len(found)
    rows = np.repeat(np.arange(n), k)
    return float(np.asarray(y[rows, found[:, :k].ravel()]).sum() / (n * k))
