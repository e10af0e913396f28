# SPDX-License-Identifier: Apache-2.0
"""A made-up set of drawn signs: ten classes, 28 x 28 grey values, as many samples as you like.

Every class is a sign of three strokes. A sample bends, turns, shifts and scales its sign, draws it
with a pen of some width, and adds noise and a stray stroke. So pixels say little one by one: a
linear classifier stays well below .95.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 28
N_CLASSES = 10
_STROKES = 3
_POINTS = 9  # along a stroke
_SIGNS_SEED = 7


@dataclass(frozen=True)
class Drawings:
    """Samples and their classes.

    Attributes
    ----------
    x : ndarray of float32, shape (n, 784)
        Grey values around 0 to 1, row by row.
    y : ndarray of int64, shape (n,)
        The class, 0 to 9.
    """

    x: NDArray[np.float32]
    y: NDArray[np.int64]


def draw(n: int, *, seed: int = 0) -> Drawings:
    """Return ``n`` drawings of random classes; the signs are the same for every seed."""
    rng = np.random.default_rng(seed)
    signs = np.random.default_rng(_SIGNS_SEED).uniform(-0.75, 0.75, (N_CLASSES, _STROKES, 3, 2))
    y = rng.integers(N_CLASSES, size=n)
    stray = rng.uniform(-1.0, 1.0, (n, 1, 3, 2))
    points = np.concatenate((_bent(signs[y], rng), stray * 0.9), axis=1)
    ink = rng.uniform(0.6, 1.0, (n, _STROKES + 1))
    ink[:, -1] *= rng.random(n) < 0.25
    width = rng.uniform(0.06, 0.11, n)
    x = np.concatenate([_inked(points[part], ink[part], width[part]) for part in _parts(n)])
    x += 0.1 * rng.normal(size=x.shape)
    return Drawings(x.astype(np.float32), y.astype(np.int64))


def _parts(n: int, size: int = 500) -> list[slice]:
    return [slice(begin, begin + size) for begin in range(0, n, size)]


def _bent(signs: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return control points [n, strokes, 3, 2] moved, turned, scaled and shifted."""
    n = len(signs)
    bent = signs + 0.045 * rng.normal(size=signs.shape)
    angle = rng.uniform(-0.25, 0.25, n)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.stack((np.stack((cos, -sin), -1), np.stack((sin, cos), -1)), -2)
    bent = np.einsum("nspa,nab->nspb", bent, turn)
    bent *= rng.uniform(0.75, 1.1, (n, 1, 1, 1))
    return bent + rng.uniform(-0.15, 0.15, (n, 1, 1, 2))


def _inked(
    points: NDArray[np.float64], ink: NDArray[np.float64], width: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return grey values [n, 784] of quadratic Bezier curves through control points."""
    t = np.linspace(0.0, 1.0, _POINTS)
    weights = np.stack(((1 - t) ** 2, 2 * t * (1 - t), t**2))
    curve = np.einsum("nspa,pt->nsta", points, weights)
    grid = np.linspace(-1.0, 1.0, SIDE)
    scale = 1.0 / (2.0 * width**2)[:, None, None, None]
    bells = np.exp(-((curve[..., None] - grid) ** 2) * scale[..., None])  # [n, s, t, 2, SIDE]
    across, down = bells[..., 0, :], bells[..., 1, :] * ink[..., None, None]
    n, n_points = len(points), points.shape[1] * _POINTS
    down, across = (bell.reshape(n, n_points, SIDE) for bell in (down, across))
    return np.minimum(down.transpose(0, 2, 1) @ across, 1.0).reshape(n, SIDE * SIDE)
