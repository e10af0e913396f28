# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt import EngineError
from findling.bolt.repeats import find_repeats


def test_each_text_names_the_first_one_that_says_it() -> None:
    texts = ["The rent is due.", "Something new.", "the rent is due", "THE RENT is due!"]
    assert find_repeats(texts).tolist() == [0, 1, 0, 0]


def test_no_texts_give_an_empty_array_of_numbers() -> None:
    assert find_repeats([]).tolist() == []
    assert find_repeats([]).dtype.name == "uint32"


@pytest.mark.parametrize("bad", ["one string", [1], None])
def test_other_input_is_refused(bad: object) -> None:
    with pytest.raises(EngineError, match="texts"):
        find_repeats(bad)  # pyright: ignore[reportArgumentType]
