# SPDX-License-Identifier: Apache-2.0
"""Margins as probabilities, fitted on texts that were kept from learning.

Shapes: ``n`` texts, ``L`` classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.estimators import array_from_plain, array_to_plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS: Final = 60  # of the search for a slope: its width shrinks by .618 each
_LOG_SLOPES: Final = (-4.0, 5.0)  # natural logarithms between which the slope is
_MOST_KEPT: Final = 2000  # points of the curve of thresholds
_LEAST_CHANCE: Final = 1e-7
_UNCALIBRATED: Final = 3.0  # the slope where there was nothing to fit it on


@dataclass(frozen=True)
class Calibration:
    """Turns margins into probabilities.

    Attributes
    ----------
    slope, shift : float
        The softmax of slope * margin (temperature scaling, Guo et al. 2017); where a text may have
        any number of classes, the sigmoid of slope * margin + shift each (Platt 1999).
    many : bool
        Which of the two.
    confidences, rights : ndarray
        [m], of texts kept from learning: how sure the answers were, rising, and how many of those
        that are as sure or more were right, 0 to 1.
    loss : float
        Mean of -ln(probability of what is true) over those texts; nan where there were none.
    """

    slope: float
    shift: float
    many: bool
    confidences: NDArray[np.float32]
    rights: NDArray[np.float32]
    loss: float = float("nan")

    def probabilities(self, margins: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities [n, L]; rows sum to 1 unless a text may have any number."""
        scaled: NDArray[Any] = np.asarray(margins * self.slope + self.shift, np.float32)
        if self.many:
            return _sigmoid(scaled).astype(np.float32)
        shares = np.exp(scaled - np.max(scaled, axis=1, keepdims=True))
        return (shares / np.sum(shares, axis=1, keepdims=True)).astype(np.float32)

    def threshold_for(self, accuracy: float) -> float:
        """Return the lowest probability from which on answers were as often right as asked for.

        Returns
        -------
        float
            1.0 where even the surest were not.

        Raises
        ------
        InputValueError
            For an accuracy outside of (0, 1], or when there was nothing to measure it on.
        """
        if not 0.0 < accuracy <= 1.0:
            msg = f"[classifier] expected an accuracy above 0 and up to 1, got {accuracy}"
            raise InputValueError(msg)
        if len(self.confidences) == 0:
            msg = (
                "[classifier] expected a calibrated classifier: fit with calibrate=True, with two "
                "or more texts a class"
            )
            raise InputValueError(msg)
        good = np.flatnonzero(self.rights >= accuracy)
        return float(self.confidences[good[0]]) if len(good) else 1.0

    def to_plain(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return {
            "slope": self.slope,
            "shift": self.shift,
            "many": self.many,
            "confidences": array_to_plain(self.confidences),
            "rights": array_to_plain(self.rights),
            "loss": None if np.isnan(self.loss) else self.loss,
        }

    @staticmethod
    def from_plain(plain: dict[str, Any]) -> Calibration:
        """Return what `to_plain` wrote down."""
        curve = [array_from_plain(plain[name]) for name in ("confidences", "rights")]
        slope, shift = float(plain["slope"]), float(plain["shift"])
        if not (np.isfinite([slope, shift]).all() and curve[0].shape == curve[1].shape):
            msg = "[classifier] expected a slope, a shift and a curve"
            raise InputValueError(msg)
        loss = plain.get("loss")  # files of the first programs have none
        return Calibration(
            slope,
            shift,
            bool(plain["many"]),
            curve[0].astype("f4"),
            curve[1].astype("f4"),
            float("nan") if loss is None else float(loss),
        )


def uncalibrated(many: bool) -> Calibration:
    """Return a calibration for when there was nothing to fit it on."""
    return Calibration(_UNCALIBRATED, 0.0, many, np.empty(0, "f4"), np.empty(0, "f4"))


def calibrate(margins: NDArray[np.float32], truth: NDArray[np.bool_], many: bool) -> Calibration:
    """Fit slope and shift by the likelihood of texts that were kept from learning.

    Parameters
    ----------
    margins : ndarray of float32
        [n, L]
    truth : ndarray of bool
        [n, L], the classes of each text.
    many : bool
        Whether a text may have any number of classes.
    """
    kept = margins.astype(np.float64)
    slope, shift = _best_pair(kept, truth) if many else (_best_slope(kept, truth), 0.0)
    fitted = Calibration(slope, shift, many, np.empty(0, "f4"), np.empty(0, "f4"))
    chances = fitted.probabilities(margins)
    confidences, rights = _curve(chances, truth)
    return Calibration(slope, shift, many, confidences, rights, _log_loss(chances, truth, many))


def _best_slope(margins: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Return the slope of the softmax with the highest likelihood, by golden sections."""
    centred = margins - margins.max(axis=1, keepdims=True)

    def loss(log_slope: float) -> float:
        scaled = np.exp(log_slope) * centred
        return _sum(np.log(np.sum(np.exp(scaled), axis=1)) - scaled[truth])

    low, high = _LOG_SLOPES
    ratio = (np.sqrt(5.0) - 1) / 2
    for _ in range(_STEPS // 2):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) <= loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def _best_pair(margins: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and shift of the sigmoid, by Newton's method on all margins together."""
    x, y = margins.ravel(), truth.ravel().astype(np.float64)
    slope, shift = 1.0, 0.0
    for _ in range(_STEPS):
        p = _sigmoid(slope * x + shift)
        w = p * (1 - p)
        gradient = np.array([_sum((p - y) * x) + 1e-3 * slope, _sum(p - y)])
        across = _sum(w * x)
        hessian = np.array([[_sum(w * x * x) + 1e-3, across], [across, _sum(w) + 1e-3]])
        step = np.linalg.solve(hessian, gradient)
        step *= min(1.0, 2.0 / max(1e-12, float(np.abs(step).max())))
        slope, shift = slope - float(step[0]), shift - float(step[1])
        if np.abs(step).max() < 1e-6:
            break
    return max(slope, 1e-3), shift


def _log_loss(chances: NDArray[np.float32], truth: NDArray[np.bool_], many: bool) -> float:
    """Return the mean over texts; over texts and classes where a text may have any number."""
    of_truth = np.where(truth, chances, 1 - chances) if many else chances[truth]
    return _sum(-np.log(np.maximum(of_truth, _LEAST_CHANCE))) / of_truth.size


def _sum(values: NDArray[Any]) -> float:
    return float(np.sum(values))


def _sigmoid(x: NDArray[Any]) -> NDArray[Any]:
    return 1 / (1 + np.exp(-np.minimum(np.maximum(x, -80), 80)))


def _curve(
    probabilities: NDArray[np.float32], truth: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return confidences, rising, and the accuracy from each on."""
    best = probabilities.argmax(axis=1)
    rows = np.arange(len(best))
    order = np.argsort(probabilities[rows, best], kind="stable")
    confidences = probabilities[rows, best][order]
    right = truth[rows, best][order]
    from_here = right[::-1].cumsum()[::-1] / np.arange(len(right), 0, -1)
    kept = np.unique(np.linspace(0, len(right) - 1, min(_MOST_KEPT, len(right))).astype(np.int64))
    return confidences[kept].astype("f4"), from_here[kept].astype("f4")
