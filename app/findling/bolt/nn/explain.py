# SPDX-License-Identifier: Apache-2.0
"""Which inputs drove an output: every value that went in gets its share of what came out.

Shapes: ``n`` samples, ``m`` features of a sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from findling import _core
from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.nn.prediction import batches
from findling.bolt.nn.samples import as_list
from findling.bolt.nn.summary import read_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from findling.bolt.nn.samples import Samples

    Floats = NDArray[np.float32]
    SparseOrDense = tuple[NDArray[np.uint64], NDArray[np.uint32], Floats]

ExplainMethod = Literal["gradient_x_input", "integrated_gradients", "held_lengths"]

METHODS = ("gradient_x_input", "integrated_gradients", "held_lengths")
MOST_STEPS = 512


@dataclass(frozen=True)
class Explanation:
    """What the features of one sample did to one column of an output, the strongest first.

    Attributes
    ----------
    column : int
        The column that is explained.
    value, baseline : float
        It for this sample, and for a sample of zeros; both from before the activation of the
        output (the logit of a softmax or sigmoid).
    inputs : ndarray of int64, shape (m,)
        The input of each feature.
    ids : ndarray of int64, shape (m,)
        Its column there: the id of a token.
    names : tuple of str or None
        Its name, where ``feature_names`` were given.
    contributions : ndarray of float32, shape (m,)
        What it added (or took away). A column that a sparse row names twice is one feature.
    total : float
        The sum of all contributions, also of those that ``top`` left out.
    """

    column: int
    value: float
    baseline: float
    inputs: NDArray[np.int64]
    ids: NDArray[np.int64]
    names: tuple[str, ...] | None
    contributions: Floats
    total: float


@dataclass(frozen=True)
class ExplainQuestion:
    """How an output is explained; see `Model.explain`."""

    output: int
    method: ExplainMethod
    n_steps: int
    top: int | None
    batch_size: int

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            msg = f"[network] expected method {', '.join(METHODS)}, got {self.method!r}"
            raise InputValueError(msg)
        if not 1 <= self.n_steps <= MOST_STEPS:
            msg = f"[network] expected n_steps from 1 to {MOST_STEPS}, got {self.n_steps}"
            raise InputValueError(msg)
        if self.top is not None and self.top < 1:
            msg = f"[network] expected top of 1 or more, got {self.top}"
            raise InputValueError(msg)

    def path(self) -> tuple[Floats, Floats]:
        """Return the points between zero and the sample where slopes are taken, and weights.

        Gauss-Legendre: exact where the slope is a polynomial of the point.
        """
        if self.method != "integrated_gradients":
            return np.ones(1, np.float32), np.ones(1, np.float32)
        points, weights = np.polynomial.legendre.leggauss(self.n_steps)
        return ((points + 1.0) / 2.0).astype(np.float32), (weights / 2.0).astype(np.float32)


class FeatureNames:
    """The names of the columns of every input, where there are any.

    Parameters
    ----------
    names : sequence of str, list of those or None, or None
        For one input its names; for several a list with the names of each, or None.
    dims : sequence of int
        Columns of each input.
    """

    def __init__(self, names: object, dims: Sequence[int]) -> None:
        self.given = names is not None
        columns = (
            as_list(names, len(dims), "list(s) of names") if self.given else [None] * len(dims)
        )
        self._names = [_checked_names(*pair) for pair in zip(columns, dims, strict=True)]

    def of(self, inputs: NDArray[np.int64], ids: NDArray[np.int64]) -> tuple[str, ...] | None:
        """Return the names of these features; numbers for inputs without names."""
        if not self.given:
            return None
        return tuple(
            self._name(place, column)
            for place, column in zip(inputs.tolist(), ids.tolist(), strict=True)
        )

    def _name(self, place: int, column: int) -> str:
        names = self._names[place]
        return str(column) if names is None else str(names[column])


def _checked_names(names: object, dim: int) -> Sequence[object] | None:
    if names is None:
        return None
    values: object = names
    if isinstance(names, np.ndarray):
        values = cast("NDArray[Any]", names).tolist()
    if isinstance(values, (str, bytes)) or not isinstance(values, Sequence):
        msg = f"[network] expected a list of feature names, got {type(values).__name__}"
        raise InputTypeError(msg)
    found = cast("Sequence[object]", values)
    if len(found) != dim:
        msg = f"[network] expected {dim} feature names, got {len(found)}"
        raise InputValueError(msg)
    return found


def checked_columns(column: object, n: int) -> NDArray[np.uint32]:
    """Return a column for each of ``n`` samples from one column or a list of them."""
    columns = np.asarray(column)
    if columns.dtype.kind not in "iu" or columns.ndim > 1:
        msg = f"[network] expected column to be a whole number or {n} of them, got {column!r}"
        raise InputTypeError(msg)
    if columns.ndim == 1 and len(columns) != n:
        msg = f"[network] expected {n} columns, one for each sample, got {len(columns)}"
        raise InputValueError(msg)
    if columns.size and not 0 <= int(columns.min()) <= int(columns.max()) <= 0xFFFFFFFF:
        msg = f"[network] expected columns from 0 to 2^32 - 1, got {columns.min()}"
        raise InputValueError(msg)
    return np.ascontiguousarray(np.broadcast_to(columns, (n,)), np.uint32)


def explain(
    network: _core.Network,
    samples: Samples,
    column: object,
    feature_names: object,
    question: ExplainQuestion,
) -> list[Explanation]:
    """Return an explanation for each of the checked samples; see `Model.explain`."""
    inputs, outputs = read_graph(network.graph)
    if not 0 <= question.output < len(outputs):
        msg = f"[network] expected output below {len(outputs)}, got {question.output}"
        raise InputValueError(msg)
    names = FeatureNames(feature_names, [node.dim for node in inputs])
    columns = (
        _best_columns(network, samples, question)
        if column is None
        else checked_columns(column, samples.n)
    )
    return list(_explained(network, samples, columns, question, names))


def _best_columns(
    network: _core.Network, samples: Samples, question: ExplainQuestion
) -> NDArray[np.uint32]:
    best = np.zeros(samples.n, np.uint32)
    for which, rows in batches(samples.n, question.batch_size):
        best[rows] = network.top(samples.core, which, question.output, 1.0, 1)[0][:, 0]
    return best


def _explained(
    network: _core.Network,
    samples: Samples,
    columns: NDArray[np.uint32],
    question: ExplainQuestion,
    names: FeatureNames,
) -> Iterator[Explanation]:
    points, weights = question.path()
    hold = question.method == "held_lengths"
    for which, rows in batches(samples.n, question.batch_size):
        asked = columns[rows]
        values, baselines, inputs = _core.explain(
            network, samples.core, which, question.output, asked, points, weights, hold
        )
        for i in range(len(asked)):
            features = _Features([_of_sample(part, i, len(asked)) for part in inputs])
            best = features.strongest(question.top)
            yield Explanation(
                column=int(asked[i]),
                value=float(values[i]),
                baseline=float(baselines[i]),
                inputs=features.inputs[best],
                ids=features.ids[best],
                names=names.of(features.inputs[best], features.ids[best]),
                contributions=features.contributions[best].astype(np.float32),
                total=float(features.contributions.sum()),
            )


def _of_sample(
    part: SparseOrDense, i: int, n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the columns of one input that sample ``i`` of ``n`` has, and what they did."""
    offsets, ids, contributions = part
    if not len(offsets):
        dim = len(contributions) // n
        shares = contributions[i * dim : (i + 1) * dim].astype(np.float64)
        return np.arange(dim, dtype=np.int64), shares
    own = slice(int(offsets[i]), int(offsets[i + 1]))
    columns, places = np.unique(ids[own].astype(np.int64), return_inverse=True)
    sums: Any = np.bincount(places, contributions[own], minlength=len(columns))
    return columns, sums


class _Features:
    """The features of one sample, those of all inputs one after the other."""

    def __init__(self, parts: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
        self.inputs = np.repeat(np.arange(len(parts)), [len(ids) for ids, _ in parts])
        self.ids = np.concatenate([ids for ids, _ in parts])
        self.contributions = np.concatenate([shares for _, shares in parts])

    def strongest(self, top: int | None) -> NDArray[np.int64]:
        """Return the places of the strongest features; equal ones in the order of their ids."""
        return np.argsort(-np.abs(self.contributions), kind="stable")[:top]
