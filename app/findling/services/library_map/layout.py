# SPDX-License-Identifier: Apache-2.0
"""Places in the plane for vectors, so that what is near stays near.

Shapes: ``n`` vectors of ``D`` columns, ``m`` landmarks.

A few landmarks are laid out by t-SNE (van der Maaten and Hinton 2008), from their principal
components on; every other vector is put among those landmarks that are nearest to it. The work
grows with ``n`` times ``m``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

MOST_LANDMARKS = 1200
_PERPLEXITY = 15.0
_STEPS = 320
_PUSHED_STEPS = 90
_PUSH = 8.0  # "early exaggeration": groups form before they spread
_BISECTIONS = 40
_NEAR = 6  # landmarks that a vector is put among
_SHARPNESS = 24.0  # of the softmax of cosines that weights them
_SPREAD = 0.012  # of vectors that would lie on one another; the map is 2 wide
_ONCE = 4096


def lay_out(
    vectors: Matrix, seed: int = 0, report: Callable[[float], None] = lambda _: None
) -> Matrix:
    """Return a place for each vector, in the square from -1 to 1.

    Parameters
    ----------
    vectors : ndarray of float32
        [n, D], of unit length or zero.
    seed : int
        What chance depends on.
    report : callable
        Called with the share that is done; what it raises stops the work.

    Returns
    -------
    ndarray of float32, shape (n, 2)
    """
    n = len(vectors)
    if n < 4:
        corners = np.array([[-0.5, 0.0], [0.5, 0.0], [0.0, 0.6]], np.float32)
        return np.zeros((n, 2), np.float32) if n == 1 else corners[:n]
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.permutation(n)[:MOST_LANDMARKS])
    landmarks = np.ascontiguousarray(vectors[chosen])
    places = _into_square(_tsne(landmarks, rng, lambda share: report(0.7 * share)))
    if len(chosen) < n:
        found = _among(vectors, landmarks, places, lambda share: report(0.7 + 0.3 * share))
        found[chosen] = places
        places = found
    return _into_square(np.asarray(places + rng.normal(size=(n, 2)) * _SPREAD, np.float32))


def _among(
    vectors: Matrix, landmarks: Matrix, places: Matrix, report: Callable[[float], None]
) -> Matrix:
    """Return the mean place of the nearest landmarks of each vector, weighted by nearness."""
    k = min(_NEAR, len(landmarks))
    found = np.empty((len(vectors), 2), np.float32)
    for begin in range(0, len(vectors), _ONCE):
        cosines = _products(vectors[begin : begin + _ONCE], landmarks)
        near = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
        best = np.take_along_axis(cosines, near, axis=1)
        weights = np.exp(_SHARPNESS * (best - np.max(best, axis=1, keepdims=True)))
        weights /= np.sum(weights, axis=1, keepdims=True)
        found[begin : begin + _ONCE] = np.einsum("ij,ijk->ik", weights, places[near])
        report((begin + len(cosines)) / len(vectors))
    return found


def _tsne(vectors: Matrix, rng: np.random.Generator, report: Callable[[float], None]) -> Matrix:
    shares = _shares(vectors)
    places = _principal(vectors, rng)
    speed = np.zeros((len(vectors), 2), np.float32)
    gains = np.ones((len(vectors), 2), np.float32)
    rate = max(len(vectors) / _PUSH / 4, 10.0)
    for step in range(_STEPS):
        push = _PUSH if step < _PUSHED_STEPS else 1.0
        slope = _slope(shares, places, push)
        same = np.sign(slope) == np.sign(speed)
        gains = np.asarray(np.maximum(np.where(same, gains * 0.8, gains + 0.2), 0.01), np.float32)
        momentum = 0.5 if step < _PUSHED_STEPS else 0.8
        speed = np.asarray(momentum * speed - rate * gains * slope, np.float32)
        moved = places + speed
        places = np.asarray(moved - np.mean(moved, axis=0), np.float32)
        report((step + 1) / _STEPS)
    return places


def _slope(shares: Matrix, places: Matrix, push: float) -> Matrix:
    """Return the slope of the divergence between nearness in space and in the plane."""
    squares = np.sum(places * places, axis=1)
    away = squares[:, None] + squares[None, :] - 2 * _products(places, places)
    near = np.asarray(1 / (1 + np.maximum(away, 0)), np.float32)
    np.fill_diagonal(near, 0)
    total = max(float(np.sum(near, dtype=np.float64)), 1e-12)
    pull = np.asarray((np.float32(push) * shares - near / np.float32(total)) * near, np.float32)
    pulled = places * np.sum(pull, axis=1, keepdims=True) - pull @ places
    return np.asarray(4 * pulled, np.float32)


def _shares(vectors: Matrix) -> Matrix:
    """Return how near each pair is, [m, m], symmetric and summing to 1."""
    m = len(vectors)
    distances = np.asarray(1 - _products(vectors, vectors), np.float64)
    np.fill_diagonal(distances, np.inf)
    target = np.log(min(_PERPLEXITY, (m - 1) / 3))
    low, high = np.zeros(m), np.full(m, 1e4)
    nearest = np.min(distances, axis=1, keepdims=True)
    found = np.empty_like(distances)
    for _ in range(_BISECTIONS):
        precision = (low + high)[:, None] / 2
        found = np.exp(-(distances - nearest) * precision)
        found /= np.sum(found, axis=1, keepdims=True)
        entropy = -np.sum(found * np.log(np.maximum(found, 1e-300)), axis=1)
        is_wide = entropy > target
        low = np.where(is_wide, precision[:, 0], low)
        high = np.where(is_wide, high, precision[:, 0])
    return np.asarray((found + np.transpose(found)) / (2 * m), np.float32)


def _products(rows: Matrix, others: Matrix) -> Matrix:
    """Return the product of each row with each other one."""
    return np.asarray(rows @ np.transpose(others), np.float32)


def _principal(vectors: Matrix, rng: np.random.Generator) -> Matrix:
    """Return the first two principal components, made small."""
    centred = vectors - np.mean(vectors, axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(vectors), 2))
    places[:, : min(2, len(axes))] = centred @ np.transpose(axes[:2])
    places *= 1e-4 / max(float(np.max(np.std(places, axis=0))), 1e-9)
    return np.asarray(places + rng.normal(size=places.shape) * 1e-6, np.float32)


def _into_square(places: Matrix) -> Matrix:
    centred = places - (np.max(places, axis=0) + np.min(places, axis=0)) / 2
    return np.asarray(centred / max(float(np.max(np.abs(centred))), 1e-9), np.float32)
