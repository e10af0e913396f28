# SPDX-License-Identifier: Apache-2.0
"""Classes for the rows of a table, learned from another one; and how well that goes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import EngineError
from findling.bolt.classify import TextClassifier
from findling.errors import AppError
from findling.services.tables import columns

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_BINS = 15
_SINGLE = 1000


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The likeliest class of each row, and its probability."""

    texts: list[str]
    classes: list[str]
    probabilities: list[float]


@dataclass(frozen=True, slots=True)
class ClassifyReport:
    """What one collection of texts with classes measured.

    Attributes
    ----------
    collection : str
    texts, classes, tested : int
        Texts learned from, their classes, texts asked about.
    accuracy, macro_f1 : float
        0 to 1.
    ece : float
        Expected calibration error (Guo et al. 2017) in 15 bins of probability, 0 to 1.
    sure_share, sure_accuracy : float
        How many answers are above the probability that promises 95 % right, and how many of
        those are.
    fit_seconds : float
        Learning, calibration included.
    texts_per_second : float
        Many at a time.
    single_ms_p50 : float
        One at a time.
    """

    collection: str
    texts: int
    classes: int
    tested: int
    accuracy: float
    macro_f1: float
    ece: float
    sure_share: float
    sure_accuracy: float
    fit_seconds: float
    texts_per_second: float
    single_ms_p50: float


def train_on_table(
    path: Path, text_column: str, label_column: str, seed: int = 0
) -> TextClassifier:
    """Return a classifier that learned from the rows of a table.

    Raises
    ------
    AppError
        If the table cannot be read, lacks a column, or has fewer than two classes.
    """
    texts, labels = columns(path, (text_column, label_column))
    try:
        return TextClassifier(seed=seed).fit(texts, labels)
    except EngineError as error:
        raise _not_learned(path, error) from error


def classify_table(classifier: TextClassifier, path: Path, text_column: str) -> TableAnswer:
    """Return the class of each row of a table.

    Raises
    ------
    AppError
        If the table cannot be read or lacks the column.
    """
    (texts,) = columns(path, (text_column,))
    return classify_texts(classifier, texts)


def classify_texts(classifier: TextClassifier, texts: list[str]) -> TableAnswer:
    """Return the class of each text."""
    chances = classifier.predict_proba(texts)
    names = [str(name) for name in classifier.classes_]
    best = chances.argmax(axis=1)
    shares = chances[np.arange(len(best)), best]
    return TableAnswer(texts, [names[i] for i in best], [float(share) for share in shares])


def open_classifier(path: Path) -> TextClassifier:
    """Open a saved classifier.

    Raises
    ------
    AppError
        If there is none.
    """
    try:
        return TextClassifier.load(path)
    except (EngineError, OSError) as error:
        raise AppError(f"{path} cannot be opened as a classifier.", str(error)) from error


def evaluate_classify(folder: Path, seed: int = 0) -> ClassifyReport:
    """Learn from ``train.tsv`` and test on ``test.tsv``, each with columns ``label`` and ``text``.

    Raises
    ------
    AppError
        If the files cannot be read, or there are fewer than two classes.
    """
    labels, texts = columns(folder / "train.tsv", ("label", "text"))
    right, asked = columns(folder / "test.tsv", ("label", "text"))
    begin = time.perf_counter()
    try:
        model = TextClassifier(seed=seed).fit(texts, labels)
    except EngineError as error:
        raise _not_learned(folder, error) from error
    fitted = time.perf_counter()
    chances = model.predict_proba(asked)
    answered = time.perf_counter()
    best = chances.argmax(axis=1)
    hits = model.classes_[best] == np.array(right)
    sure = chances.max(axis=1)
    is_sure = sure >= model.threshold_for(0.95)
    return ClassifyReport(
        collection=folder.resolve().name,
        texts=len(texts),
        classes=len(model.classes_),
        tested=len(asked),
        accuracy=float(hits.mean()),
        macro_f1=_macro_f1(model.classes_[best], np.array(right)),
        ece=calibration_error(sure, hits),
        sure_share=float(is_sure.mean()),
        sure_accuracy=float(hits[is_sure].mean()) if is_sure.any() else 0.0,
        fit_seconds=fitted - begin,
        texts_per_second=len(asked) / (answered - fitted),
        single_ms_p50=_single_ms(model, asked[:_SINGLE]),
    )


def calibration_error(sure: NDArray[np.float32], hits: NDArray[np.bool_]) -> float:
    """Return how far probabilities are from shares of right answers: a mean over answers, in bins.

    Parameters
    ----------
    sure : ndarray of float32
        [n], the probability of each answer.
    hits : ndarray of bool
        [n], whether it was right.
    """
    bins = np.minimum((sure * _BINS).astype(np.int64), _BINS - 1)
    off = np.bincount(bins, sure - hits, _BINS)
    return float(np.abs(off).sum() / max(1, len(sure)))


def _single_ms(model: TextClassifier, texts: list[str]) -> float:
    took: list[float] = []
    for text in texts:
        begin = time.perf_counter()
        model.predict([text])
        took.append(time.perf_counter() - begin)
    return float(np.median(took)) * 1000


def _macro_f1(predicted: NDArray[np.str_], right: NDArray[np.str_]) -> float:
    """Return the mean over classes of the harmonic mean of precision and recall."""
    scores: list[float] = []
    for name in np.unique(np.concatenate([predicted, right])):
        n_both = int(np.sum((predicted == name) & (right == name)))
        n_either = int(np.sum(predicted == name) + np.sum(right == name))
        scores.append(2 * n_both / n_either)
    return float(np.mean(scores))


def _not_learned(path: Path, error: EngineError) -> AppError:
    _, _, sentence = str(error).partition("] ")
    return AppError(f"{path} cannot be learned from: {sentence}.")
