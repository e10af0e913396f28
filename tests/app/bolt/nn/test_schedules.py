# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt import InputValueError, nn


def shares(schedule: nn.Schedule, n: int) -> list[float]:
    return [schedule.share(step, n, []) for step in range(n + 1)]


def test_shapes() -> None:
    assert shares(nn.Constant(), 2) == [1.0, 1.0, 1.0]
    assert shares(nn.LinearDecay(0.5), 2) == [1.0, 0.75, 0.5]
    assert shares(nn.Cosine(), 2) == pytest.approx([1.0, 0.5, 0.0])


def test_warmup_grows_from_nothing_and_then_the_course_begins() -> None:
    assert shares(nn.LinearDecay(warmup=2), 4) == [0.5, 1.0, 1.0, 0.5, 0.0]


def test_a_plateau_halves_the_step() -> None:
    schedule = nn.Plateau(0.5, patience=2, monitor="val_loss")
    past = [{"val_loss": value} for value in (3.0, 2.0, 2.5, 2.1, 1.0, 1.0, 1.0)]
    found = [schedule.share(0, 1, past[:n]) for n in range(len(past) + 1)]
    assert found == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25]


def test_a_plateau_of_something_that_should_grow() -> None:
    schedule = nn.Plateau(0.1, monitor="p", higher_is_better=True)
    assert schedule.share(0, 1, [{"p": 0.5}, {"p": 0.6}]) == 1.0
    assert schedule.share(0, 1, [{"p": 0.5}, {"p": 0.4}]) == pytest.approx(0.1)
    with pytest.raises(InputValueError, match="one of p; got loss"):
        nn.Plateau().share(0, 1, [{"p": 0.5}])
