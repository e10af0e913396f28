# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from findling.bolt.errors import InputValueError
from findling.bolt.subwords import Subwords

WORDS = [
    f"{a}{b}{c}" for a in ("re", "un", "over") for b in ("load", "time", "do") for c in ("", "ing")
]
COUNTS = np.arange(1, len(WORDS) + 1, dtype=np.uint64)


def test_pieces_are_numbered_by_how_frequent_they_are() -> None:
    subwords, pieces = Subwords.train(WORDS, COUNTS, 300)
    weights = np.repeat(COUNTS, np.diff(pieces.offsets).astype(np.int64))
    frequency = np.bincount(pieces.values, weights=weights, minlength=subwords.size)
    assert frequency.tolist() == sorted(frequency.tolist(), reverse=True)
    assert pieces.values.max() < subwords.size


def test_split_gives_what_training_gave() -> None:
    subwords, pieces = Subwords.train(WORDS, COUNTS, 300)
    again = subwords.split(WORDS)
    assert again.offsets.tolist() == pieces.offsets.tolist()
    assert again.values.tolist() == pieces.values.tolist()


def test_a_stored_vocabulary_splits_alike() -> None:
    subwords, pieces = Subwords.train(WORDS, COUNTS, 300)
    again = Subwords.from_json(subwords.to_json())
    assert again.split(WORDS).values.tolist() == pieces.values.tolist()


def test_accents_do_not_part_words_and_unknown_characters_are_left_out() -> None:
    subwords, _ = Subwords.train(WORDS, COUNTS, 300)
    assert subwords.split(["réload"]).values.tolist() == subwords.split(["reload"]).values.tolist()
    assert subwords.split(["茶"]).values.size <= 1


def test_no_words_give_an_empty_vocabulary() -> None:
    subwords, pieces = Subwords.train([], np.zeros(0, np.uint64), 300)
    assert subwords.size == 0
    assert pieces.offsets.tolist() == [0]


@pytest.mark.parametrize("text", ["", "{}", '{"model": "x", "ranks": []}', "[]"])
def test_a_damaged_vocabulary_is_refused(text: str) -> None:
    with pytest.raises(InputValueError):
        Subwords.from_json(text)


def test_every_process_learns_the_same_vocabulary() -> None:
    code = (
        "import numpy as np; from findling.bolt.subwords import Subwords;"
        f"print(Subwords.train({WORDS!r}, np.arange(1, {len(WORDS) + 1}, dtype=np.uint64), 120)"
        "[0].to_json())"
    )
    run = [sys.executable, "-c", code]
    outputs = {subprocess.run(run, capture_output=True, check=True).stdout for _ in range(3)}
    assert len(outputs) == 1
