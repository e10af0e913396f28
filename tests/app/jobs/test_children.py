# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.children import ChildPool
from findling.jobs.context import CancelledError
from findling.jobs.limits import ChildLimits

CHILD = [sys.executable, str(Path(__file__).with_name("misbehaving_child.py"))]
LIMITS = ChildLimits(
    wall_seconds=20, cpu_seconds=20, memory_bytes=256 << 20, reply_bytes=1 << 20, start_seconds=20
)

MakePool = Callable[..., ChildPool]


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    pools: list[ChildPool] = []

    def make(size: int = 1, *arguments: str, **changes: float) -> ChildPool:
        pools.append(ChildPool(size, [*CHILD, *arguments], replace(LIMITS, **changes)))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def pid_of(pool: ChildPool) -> int:
    return pool.call({}).body["pid"]


def test_a_child_answers_many_calls(make_pool: MakePool) -> None:
    pool = make_pool()
    assert pid_of(pool) == pid_of(pool)


def test_raw_bytes_come_back(make_pool: MakePool) -> None:
    assert make_pool().call({"bytes": 500_000}).payload == bytes(500_000)


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("abort", ChildFailure.CRASHED),
        ("exit", ChildFailure.CRASHED),
        ("half", ChildFailure.CRASHED),
        ("garbage", ChildFailure.BAD_REPLY),
        ("huge", ChildFailure.BAD_REPLY),
        ("grow", ChildFailure.MEMORY),
    ],
)
def test_a_child_that_fails_costs_one_call(
    make_pool: MakePool, what: str, kind: ChildFailure
) -> None:
    pool = make_pool()
    before = pid_of(pool)
    with pytest.raises(ChildError) as caught:
        pool.call({"do": what})
    assert caught.value.kind is kind
    assert pid_of(pool) != before
    assert not psutil.pid_exists(before)


def test_a_call_that_takes_too_long_is_ended(make_pool: MakePool) -> None:
    with pytest.raises(ChildError, match=r"It took longer than 0\.3 seconds") as caught:
        make_pool().call({"do": "sleep"}, timeout=0.3)
    assert caught.value.kind is ChildFailure.TOOK_TOO_LONG


def test_a_child_that_spins_is_ended(make_pool: MakePool) -> None:
    with pytest.raises(ChildError, match=r"It took longer than 0\.3 seconds"):
        make_pool(cpu_seconds=0.3).call({"do": "spin"})


def test_memory_is_told_in_words(make_pool: MakePool) -> None:
    with pytest.raises(ChildError, match="It needed more than 256 MB of memory"):
        make_pool().call({"do": "grow"})


def test_a_reply_over_the_limit_is_refused(make_pool: MakePool) -> None:
    with pytest.raises(ChildError) as caught:
        make_pool(reply_bytes=1000).call({"bytes": 1001})
    assert caught.value.kind is ChildFailure.BAD_REPLY


def test_cancelling_kills_the_child_at_once(make_pool: MakePool) -> None:
    pool = make_pool()
    child = pid_of(pool)
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    start = time.monotonic()
    with pytest.raises(CancelledError):
        pool.call({"do": "sleep"}, is_cancelled=cancelled.is_set)
    assert time.monotonic() - start < 5
    assert not psutil.pid_exists(child)


def test_closing_ends_running_and_waiting_calls(make_pool: MakePool) -> None:
    pool = make_pool()
    with ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(pool.call, {"do": "sleep"}) for _ in range(3)]
        time.sleep(0.5)
        pool.close()
        for call in calls:
            with pytest.raises(CancelledError):
                call.result(timeout=10)
    with pytest.raises(CancelledError):
        pool.call({})


def test_a_pool_has_no_more_children_than_its_size(make_pool: MakePool) -> None:
    pool = make_pool(2)
    with ThreadPoolExecutor(8) as threads:
        pids = set(threads.map(lambda _: pid_of(pool), range(40)))
    assert 1 <= len(pids) <= 2


def test_worn_out_children_are_replaced(make_pool: MakePool) -> None:
    pool = make_pool(calls_per_child=2)
    pids = [pid_of(pool) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_child_that_stays_large_is_replaced(make_pool: MakePool) -> None:
    pool = make_pool(idle_bytes=1)
    assert pid_of(pool) != pid_of(pool)


def test_a_child_that_asks_to_retire_is_replaced(make_pool: MakePool) -> None:
    pool = make_pool()
    before = pool.call({"do": "retire"}).body["pid"]
    assert pid_of(pool) != before


@pytest.mark.parametrize("start", ["silent", "foreign"])
def test_a_child_that_does_not_say_hello_is_not_used(make_pool: MakePool, start: str) -> None:
    with pytest.raises(ChildError) as caught:
        make_pool(1, start, start_seconds=1).call({})
    assert caught.value.kind is ChildFailure.NOT_STARTED


def test_a_program_that_is_not_there_is_told() -> None:
    pool = ChildPool(1, ["/no/such/program"], LIMITS)
    with pytest.raises(ChildError) as caught:
        pool.call({})
    assert caught.value.kind is ChildFailure.NOT_STARTED


def test_children_have_a_low_priority_and_none_of_our_secrets(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_SECRET_TOKEN", "hunter2")
    reply = make_pool().call({"do": "environment"}).body
    assert "MY_SECRET_TOKEN" not in reply["environment"]
    assert reply["nice"] > psutil.Process().nice() or reply["nice"] == 19


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system are set on Linux only")
def test_children_cannot_write_files(make_pool: MakePool) -> None:
    assert make_pool().call({"do": "file"}).body["wrote"] is False


def test_no_child_outlives_its_pool(make_pool: MakePool) -> None:
    pool = make_pool(2)
    with ThreadPoolExecutor(2) as threads:
        pids = list(threads.map(lambda _: pid_of(pool), range(6)))
    pool.close()
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_pool_needs_a_child() -> None:
    with pytest.raises(ValueError, match="1 or more children, got 0"):
        ChildPool(0, CHILD)
