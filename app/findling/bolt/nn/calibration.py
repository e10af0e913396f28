# SPDX-License-Identifier: Apache-2.0
"""The lowest sparsity that is still good enough, found by trying."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.nn.losses import SoftmaxCrossEntropy
from findling.bolt.nn.metrics import MetricSums, needed_k
from findling.bolt.nn.prediction import TopQuestion, checked_share, predict_top
from findling.bolt.nn.samples import add_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling import _core
    from findling.bolt.nn.samples import Samples

LADDER = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002)
"""The sparsities that are tried without others; those that leave less than ten neurons are not."""

_FEWEST_NEURONS = 10
_BATCH_SIZE = 256


@dataclass(frozen=True)
class CalibrationPoint:
    """One sparsity that was tried.

    Attributes
    ----------
    sparsity : float
        See `Model.predict`; 1 is the exact prediction.
    quality : float
        The metric, from 0 to 1.
    ms_per_sample : float
        Time of the predictions, in batches, on the model's threads.
    """

    sparsity: float
    quality: float
    ms_per_sample: float


@dataclass(frozen=True)
class Calibration:
    """What `Model.calibrate` found.

    Attributes
    ----------
    sparsity : float
        The choice: the lowest that loses no more than was allowed.
    metric : str
        What was measured.
    max_loss : float
        How much of the exact prediction's quality could be lost.
    points : tuple of CalibrationPoint
        All that were tried, the exact prediction first.
    """

    sparsity: float
    metric: str
    max_loss: float
    points: tuple[CalibrationPoint, ...]

    @property
    def exact(self) -> CalibrationPoint:
        """The prediction that computes everything."""
        return self.points[0]

    @property
    def chosen(self) -> CalibrationPoint:
        """The point of the choice."""
        return next(point for point in self.points if point.sparsity == self.sparsity)

    def __str__(self) -> str:
        """Return a table with a mark at the choice."""
        lines = [f"  sparsity  {self.metric:>14}  ms/sample"]
        for point in self.points:
            mark = "*" if point.sparsity == self.sparsity else " "
            lines.append(
                f"{mark} {point.sparsity:8.2%}  {point.quality:14.4f}  {point.ms_per_sample:9.4f}"
            )
        return "\n".join(lines)


@dataclass(frozen=True)
class CalibrationQuestion:
    """What `Model.calibrate` was given."""

    output: int
    dim: int
    max_loss: float
    metric: str
    sparsities: Sequence[float] | None

    def __post_init__(self) -> None:
        if not 0.0 <= self.max_loss <= 1.0:
            msg = f"[calibration] expected max_loss from 0 to 1, got {self.max_loss}"
            raise InputValueError(msg)

    def shares(self) -> list[float]:
        """Return the sparsities below 1 to try, the highest first."""
        if self.sparsities is None:
            return [share for share in LADDER if share * self.dim >= _FEWEST_NEURONS]
        shares = {checked_share(sparsity) for sparsity in self.sparsities}
        return sorted(shares - {1.0}, reverse=True)


def calibrate(
    network: _core.Network, samples: Samples, y: object, question: CalibrationQuestion
) -> Calibration:
    """Measure every sparsity against the labels ``y`` and choose."""
    k = needed_k([question.metric])
    add_target(samples, y, SoftmaxCrossEntropy(), question.dim)
    labels = samples.labels[-1]
    if labels is None or samples.n == 0 or len(labels.offsets) != samples.n + 1:
        msg = f"[calibration] expected labels for {samples.n} samples, and 1 sample or more"
        raise InputValueError(msg)

    def measure(share: float) -> CalibrationPoint:
        began = time.perf_counter()
        ask = TopQuestion(question.output, min(k, question.dim), share, _BATCH_SIZE)
        top = predict_top(network, samples, ask)
        ms = (time.perf_counter() - began) * 1000.0 / samples.n
        sums = MetricSums([question.metric], labels)
        sums.add(np.arange(samples.n, dtype=np.uint64), top.ids)
        return CalibrationPoint(share, sums.means()[question.metric], ms)

    shares = question.shares()
    if shares:
        _make_indexes(network, samples, question.output, shares[0])
    points = [measure(share) for share in [1.0, *shares]]
    enough = points[0].quality - question.max_loss
    good = [point.sparsity for point in points if point.quality >= enough]
    return Calibration(min(good), question.metric, question.max_loss, tuple(points))


def _make_indexes(network: _core.Network, samples: Samples, output: int, share: float) -> None:
    """Let the first prediction make what it needs, so that no measured one does."""
    network.top(samples.core, np.zeros(1, np.uint64), output, share, 1)


def read_sparsities(notes: object) -> dict[int, float]:
    """Return what calibrations had chosen for outputs, from a file's notes.

    Raises
    ------
    TypeError, ValueError
        For notes that are something else.
    """
    if not isinstance(notes, dict):
        msg = f"[calibration] expected sparsities by output, got {type(notes).__name__}"
        raise InputTypeError(msg)
    written = cast("dict[str, object]", notes)
    return {int(output): checked_share(share) for output, share in written.items()}
