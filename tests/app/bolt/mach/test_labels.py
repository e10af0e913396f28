# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import Csr
from findling.bolt.mach.labels import LabelNumbers, key_of, label_lists


def animals() -> LabelNumbers:
    labels = LabelNumbers("U")
    for label in ("owl", "cat", "dog"):
        labels.add(label)
    return labels


def test_labels_are_numbered_as_they_come() -> None:
    assert animals().of(["cat", "owl"]).tolist() == [1, 0]
    assert animals().names(np.array([[2, 0]])).tolist() == [["dog", "owl"]]
    assert animals().known().tolist() == ["cat", "dog", "owl"]


def test_the_lowest_free_number_is_given_first() -> None:
    labels = animals()
    labels.remove("dog")
    labels.remove("owl")
    assert [labels.add("ape"), labels.add("bat"), labels.add("fox")] == [0, 2, 3]
    assert labels.names(np.array([0, 1, 2, 3])).tolist() == ["ape", "cat", "bat", "fox"]


@pytest.mark.parametrize("removed", [[], ["owl"], ["owl", "cat", "dog"]])
def test_what_was_written_down_is_the_same(removed: list[str]) -> None:
    labels = animals()
    for label in removed:
        labels.remove(label)
    again = LabelNumbers.from_plain(labels.to_plain())
    assert again.known().tolist() == labels.known().tolist()
    assert again.add("new") == labels.add("new")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "f"},
        {"kind": "i"},
        {"holes": [7]},
        {"labels": {"dtype": "O", "shape": [3], "values": ["owl", "owl", "dog"]}},
        {"labels": {"dtype": "O", "shape": [9], "values": ["owl"]}},
    ],
)
def test_damaged_labels_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises((InputValueError, InputTypeError)):
        LabelNumbers.from_plain({**animals().to_plain(), **change})


def test_whole_numbers_may_be_any_of_64_bits() -> None:
    labels = LabelNumbers("i")
    for label in (-(1 << 63), (1 << 63) - 1, 0):
        labels.add(label)
    again = LabelNumbers.from_plain(labels.to_plain())
    assert again.known().tolist() == [-(1 << 63), 0, (1 << 63) - 1]
    for wrong in (1 << 63, 1.0, True, "1"):
        with pytest.raises(InputTypeError, match="whole number of 64 bits"):
            again.number(wrong)


def test_keys_are_the_same_on_every_computer() -> None:
    assert key_of(-1) == (1 << 64) - 1
    assert key_of("cat") == 0x2F989D7B2CDD2733
    assert key_of("cat") != key_of("dog")


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        ([3, 1], [3, 1]),
        (np.array([3, 1], np.uint8), [3, 1]),
        (["b", "a"], ["b", "a"]),
        (np.array(["b", "a"], object), ["b", "a"]),
    ],
)
def test_one_label_a_sample(y: object, expected: list[object]) -> None:
    found = label_lists(y, 2)
    assert not isinstance(found, Csr)
    assert found.tolist() == expected


def test_columns_with_zeros_are_no_labels() -> None:
    sparse = Csr(np.array([1, 0, 1]), np.array([2, 0, 1]), np.array([0, 2, 3]), (2, 4))
    for y in (sparse, sparse.toarray()):
        found = label_lists(y, 2)
        assert isinstance(found, Csr)
        assert (found.indices.tolist(), found.indptr.tolist()) == ([2, 1], [0, 1, 2])


def test_one_label_a_sample_is_a_number_or_a_string() -> None:
    for given, expected in (([3.0, 1.0], [3, 1]), (np.array(["b", "a"], object), ["b", "a"])):
        found = label_lists(given, 2)
        assert isinstance(found, np.ndarray)
        assert found.tolist() == expected
