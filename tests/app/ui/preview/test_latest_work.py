# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading

from findling.ui.preview.latest_work import LatestWork

WAIT = 10.0


def test_what_is_not_begun_gives_way_to_the_newest_wish() -> None:
    done: list[str] = []
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(_number: int, wish: str) -> None:
        begun.set()
        assert go_on.wait(WAIT)
        done.append(wish)
        if wish == "last":
            ended.set()

    latest = LatestWork(work, "test")
    latest.ask("first")
    assert begun.wait(WAIT)
    latest.ask("forgotten")
    latest.ask("last")
    go_on.set()
    assert ended.wait(WAIT)
    assert done == ["first", "last"]


def test_a_wish_knows_when_it_is_no_longer_the_newest() -> None:
    latest = LatestWork[str](lambda _number, _wish: None, "test")
    first = latest.ask("first")
    assert latest.is_newest(first)
    second = latest.ask("second")
    assert not latest.is_newest(first)
    latest.drop()
    assert not latest.is_newest(second)
