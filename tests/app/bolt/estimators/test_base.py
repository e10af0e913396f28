# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import EngineFormatError, EngineIoError, NotSavedThisWayError, nn
from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Estimator, NotFittedError, array_from_plain, array_to_plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typing_extensions import Self


class Doubler(Estimator):
    """A network without training, and one array beside it."""

    def __init__(self, *, factor: float = 2.0, seed: int = 0, n_threads: int = 0) -> None:
        self.factor = factor
        self.seed = seed
        self.n_threads = n_threads

    @property
    def network(self) -> nn.Model:
        return self._fitted_model()

    def fit(self) -> Self:
        x = nn.Input(2)
        model = nn.Model(x, nn.Linear(1, bias=False, name="out")(x), seed=self.seed)
        model.set_weights({"out/weight": [[self.factor, self.factor]]})
        self.offset_ = np.array([0.1, 1e30])
        self._model = model
        return self

    def predict(self) -> list[float]:
        values = self._fitted_model().predict(np.ones((1, 2), np.float32))
        return [float(values[0, 0]), *self.offset_.tolist()]

    def _fitted_state(self) -> dict[str, Any]:
        return {"offset": array_to_plain(self.offset_)}

    def _set_fitted_state(self, state: dict[str, Any]) -> None:
        self.offset_ = array_from_plain(state["offset"])


def test_hyperparameters_are_read_and_changed_by_name() -> None:
    doubler = Doubler(factor=3.0)
    assert doubler.get_params() == {"factor": 3.0, "n_threads": 0, "seed": 0}
    assert doubler.set_params(seed=4).seed == 4


def test_an_unknown_hyperparameter_is_told_with_those_there_are() -> None:
    with pytest.raises(InputValueError, match=r"'size' for estimator.*'factor', 'n_threads'"):
        Doubler().set_params(size=1)


def test_an_estimator_shows_what_differs_from_the_defaults() -> None:
    assert repr(Doubler()) == "Doubler()"
    assert repr(Doubler(seed=7, factor=2.5)) == "Doubler(factor=2.5, seed=7)"


def test_before_fit_there_is_nothing_to_use_or_save(tmp_path: Path) -> None:
    with pytest.raises(NotFittedError, match="This Doubler instance is not fitted yet"):
        Doubler().predict()
    with pytest.raises(NotFittedError):
        Doubler().save(tmp_path / "a.fdl")


def test_a_saved_estimator_comes_back_to_the_bit(tmp_path: Path) -> None:
    doubler = Doubler(factor=0.3, seed=9).fit()
    doubler.save(tmp_path / "a.fdl")
    loaded = Doubler.load(tmp_path / "a.fdl", n_threads=1)
    assert loaded.get_params() == {"factor": 0.3, "n_threads": 1, "seed": 9}
    assert loaded.predict() == doubler.predict()


def test_a_file_of_another_estimator_or_of_none_is_told(tmp_path: Path) -> None:
    class Other(Doubler):
        pass

    Other().fit().save(tmp_path / "other.fdl")
    with pytest.raises(EngineFormatError, match="expected a Doubler of format 1, got Other"):
        Doubler.load(tmp_path / "other.fdl")
    x = nn.Input(2)
    nn.Model(x, nn.Linear(1)(x)).save(tmp_path / "bare.fdl")
    with pytest.raises(EngineFormatError, match="got network without an estimator"):
        Doubler.load(tmp_path / "bare.fdl")
    with pytest.raises(EngineIoError):
        Doubler.load(tmp_path / "none.fdl")


@pytest.mark.parametrize(
    "broken",
    [
        {"params": {"size": 3}},
        {"params": {}, "state": {}},
        {"params": {}, "state": {"offset": {"dtype": "<f8", "shape": [3], "base64": "AAAA"}}},
    ],
)
def test_damaged_notes_are_told(tmp_path: Path, broken: dict[str, Any]) -> None:
    doubler = Doubler().fit()
    model = doubler.network
    model.notes = {"estimator": "Doubler", "format": 1, **broken}
    model.save(tmp_path / "a.fdl")
    with pytest.raises(EngineFormatError, match="what it says about its Doubler is damaged"):
        Doubler.load(tmp_path / "a.fdl")


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy])
def test_pickling_is_refused_with_a_sentence_that_names_save(
    way: Callable[[object], object],
) -> None:
    with pytest.raises(NotSavedThisWayError, match=r"use save\(path\) and Doubler\.load\(path\)"):
        way(Doubler())


def test_scikit_learn_is_told_when_it_asks() -> None:
    utils = pytest.importorskip("sklearn.utils", reason="scikit-learn is not installed")
    base = pytest.importorskip("sklearn.base")
    exceptions = pytest.importorskip("sklearn.exceptions")
    assert utils.get_tags(Doubler()).estimator_type == "classifier"
    assert base.clone(Doubler(seed=5)).seed == 5
    with pytest.raises(exceptions.NotFittedError):
        Doubler().predict()
