# SPDX-License-Identifier: Apache-2.0
"""Measure how well labels are predicted on a set of the Extreme Classification Repository."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import EngineError
from findling.bolt.extreme import ExtremeClassifier, read_xmlrepository
from findling.errors import AppError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.bolt.estimators import Csr

_K = 5


@dataclass(frozen=True, slots=True)
class LabelsReport:
    """What one set of samples with labels measured.

    Attributes
    ----------
    collection : str
        Its name.
    samples, features, labels : int
        Of the part that was learned from.
    tested : int
        Samples of the other part that have a label at all.
    precision_1, precision_3, precision_5 : float
        Share of right labels among the best 1, 3 and 5; means over tested samples, 0 to 1.
    fit_seconds : float
        Learning, without reading the file.
    predict_ms : float
        Milliseconds a sample, many at a time.
    """

    collection: str
    samples: int
    features: int
    labels: int
    tested: int
    precision_1: float
    precision_3: float
    precision_5: float
    fit_seconds: float
    predict_ms: float


def evaluate_labels(folder: Path, seed: int = 0) -> LabelsReport:
    """Learn from ``train.txt`` and test on ``test.txt``.

    Parameters
    ----------
    folder : Path
        A folder with two files in the form of the Extreme Classification Repository.
    seed : int
        What chance depends on.

    Raises
    ------
    AppError
        When the files are not such, or do not go together.
    """
    try:
        x, y = read_xmlrepository(folder / "train.txt")
        x_test, y_test = read_xmlrepository(folder / "test.txt")
        if (x.shape[1], y.shape[1]) != (x_test.shape[1], y_test.shape[1]):
            raise AppError(f"{folder}: train.txt and test.txt have other features or labels.")
        begin = time.perf_counter()
        model = ExtremeClassifier(seed=seed).fit(x, y)
        fitted = time.perf_counter()
        found = model.predict(x_test, top_k=_K).labels
        predicted = time.perf_counter()
    except EngineError as error:
        _, _, sentence = str(error).partition("] ")
        raise AppError(f"This set cannot be evaluated: {sentence}.") from error
    hits, tested = _hits(found, y_test), np.diff(y_test.indptr) > 0
    return LabelsReport(
        collection=folder.resolve().name,
        samples=x.shape[0],
        features=x.shape[1],
        labels=y.shape[1],
        tested=int(tested.sum()),
        precision_1=_precision(hits, tested, 1),
        precision_3=_precision(hits, tested, 3),
        precision_5=_precision(hits, tested, 5),
        fit_seconds=fitted - begin,
        predict_ms=(predicted - fitted) * 1000 / x_test.shape[0],
    )


def _hits(found: NDArray[np.int64], y: Csr) -> NDArray[np.bool_]:
    """Return whether each of the labels that were found, [n, k], is one of its sample's."""
    n_labels = y.shape[1]
    right = y.row_numbers() * n_labels + np.asarray(y.indices, np.int64)
    rows = np.arange(len(found), dtype=np.int64)[:, None]
    return np.isin(rows * n_labels + found, right)


def _precision(hits: NDArray[np.bool_], tested: NDArray[np.bool_], k: int) -> float:
    if not tested.any():
        return 0.0
    return float(hits[tested, :k].sum() / (tested.sum() * k))
