# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
import time

import pytest

from findling.services.turns import Turns


def test_a_search_goes_before_the_next_piece_of_upkeep() -> None:
    turns, order = Turns(), list[str]()
    has_begun = threading.Event()

    def upkeep() -> None:
        for _ in range(50):
            with turns.upkeep():
                has_begun.set()
                order.append("upkeep")
                time.sleep(0.005)

    worker = threading.Thread(target=upkeep)
    worker.start()
    assert has_begun.wait(5)
    before = len(order)
    with turns.search():
        order.append("search")
    worker.join()
    assert order.index("search") <= before + 1
    assert len(order) == 51


def test_searches_without_a_pause_let_upkeep_go_on() -> None:
    turns, n_searches = Turns(), 0
    has_begun = threading.Event()

    def upkeep() -> None:
        for _ in range(20):
            with turns.upkeep():
                has_begun.set()
                time.sleep(0.001)

    worker = threading.Thread(target=upkeep)
    worker.start()
    assert has_begun.wait(5)
    while worker.is_alive() and n_searches < 10_000:
        with turns.search():
            n_searches += 1
            time.sleep(0.001)
    worker.join()
    assert n_searches < 100


def test_nobody_else_is_inside() -> None:
    turns, inside, most = Turns(), [0], [0]

    def work(number: int) -> None:
        for _ in range(100):
            with turns.search() if number % 2 else turns.upkeep():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    workers = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1]


def test_an_error_inside_gives_the_turn_back() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="inside"), turns.search():
        raise ValueError("inside")
    with turns.upkeep():
        pass
