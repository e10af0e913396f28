# SPDX-License-Identifier: Apache-2.0
"""Every mistake is told in one sentence, as the builtin error that fits it."""

from __future__ import annotations

import copy
import math
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from findling.bolt import EngineError, Retriever

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"passages": []}, ValueError, "at least one passage"),
        ({"passages": "one text"}, TypeError, "a list of passages, got str"),
        ({"passages": 5}, TypeError, "a list of passages, got int"),
        ({"passages": ["a", None]}, TypeError, "passages to be str, got NoneType at 1"),
        ({"passages": ["a"], "titles": ["x", "y"]}, ValueError, "1 titles, one for each"),
        ({"passages": ["a"], "titles": [3]}, TypeError, "titles to be str, got int at 0"),
        ({"passages": ["a", "b"], "ids": [1]}, ValueError, "2 ids, one for each passage, got 1"),
        ({"passages": ["a", "b"], "ids": [1, 1]}, ValueError, "every id once, got 1 again"),
        ({"passages": ["a", "b"], "ids": [1, "x"]}, TypeError, "all whole numbers or all strings"),
        ({"passages": ["a"], "ids": [1.5]}, TypeError, "whole numbers or strings as ids"),
        ({"passages": ["a"], "ids": [True]}, TypeError, "whole numbers or strings as ids"),
        ({"passages": ["a"], "ids": [1 << 70]}, ValueError, "at most 64 bits"),
    ],
)
def test_fit_tells_what_is_wrong(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words) as raised:
        Retriever(epochs=0).fit(**arguments)
    assert isinstance(raised.value, EngineError)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("hyperparameters", "error", "words"),
    [
        ({"dim": 0}, ValueError, "dim from 16 to 4096, got 0"),
        ({"dim": 20}, ValueError, "dim"),
        ({"dim": math.nan}, TypeError, "dim to be a whole number, got nan"),
        ({"epochs": -1}, ValueError, "epochs from 0"),
        ({"epochs": "8"}, TypeError, "epochs to be a whole number"),
        ({"seed": -1}, ValueError, "seed from 0"),
        ({"n_threads": 1000}, ValueError, "n_threads from 0 to 256"),
        ({"vocabulary_size": 10}, ValueError, "vocabulary_size from 256"),
        ({"vocabulary_size": "big"}, TypeError, "vocabulary_size to be a whole number"),
        ({"language": "klingon"}, ValueError, "language to be one of none, arabic"),
        ({"language": None}, ValueError, "language to be one of none, arabic"),
    ],
)
def test_fit_checks_hyperparameters(
    hyperparameters: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Retriever(**hyperparameters).fit(["some text"])


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"query": None}, TypeError, "the query to be str, got NoneType"),
        ({"query": "x", "k": 0}, ValueError, "k from 1 to 1000000, got 0"),
        ({"query": "x", "k": 2.0}, TypeError, "k to be a whole number"),
        ({"query": "x", "mode": "fast"}, ValueError, "best, meaning or words, got 'fast'"),
        ({"query": "x", "where": "cat"}, TypeError, "a collection of ids, got one string"),
    ],
)
def test_search_tells_what_is_wrong(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Retriever(epochs=0).fit(["a cat"]).search(**arguments)


def test_add_refuses_ids_in_use_and_adds_nothing() -> None:
    retriever = Retriever(epochs=0).fit(["a cat"], ids=["x"])
    with pytest.raises(ValueError, match="every id once, got 'x' again"):
        retriever.add(["one", "two"], ids=["y", "x"])
    with pytest.raises(ValueError, match="expected ids"):
        retriever.add(["one"])
    assert retriever.n_passages_ == 1
    assert retriever.add([]).n_passages_ == 1


def test_a_bad_fit_keeps_the_index_from_before() -> None:
    retriever = Retriever(epochs=0).fit(["a cat"])
    with pytest.raises(ValueError, match="titles"):
        retriever.fit(["b"], titles=[])
    assert retriever.search("cat")[0].id == 0


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy])
def test_pickling_is_refused_with_the_way_that_works(
    leave: Callable[[Retriever], object],
) -> None:
    with pytest.raises(TypeError, match=r"save\(path\) and Retriever\.load"):
        leave(Retriever())
