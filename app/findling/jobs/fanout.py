# SPDX-License-Identifier: Apache-2.0
"""Work on many items with a few threads, and take the results one by one."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

STOP_SECONDS = 0.5
"""How long the end of a walk waits for its threads; what they return later is dropped."""

_TICK = 0.1


@dataclass(frozen=True, slots=True)
class _Ended:
    """A thread has nothing left to do, or failed."""

    error: BaseException | None


def fan_out(
    work: Callable[[T, Callable[[], bool]], R],
    items: Iterable[T],
    n_threads: int,
    check: Callable[[], None],
) -> Generator[R]:
    """Yield ``work(item, is_stopped)`` for all items, as they get ready.

    Parameters
    ----------
    work : callable
        Runs on one of the threads; should return soon after ``is_stopped()`` has become true.
    items : iterable
        Taken in order.
    n_threads : int
        1 or more. Up to twice as many results wait to be taken; then the threads wait.
    check : callable
        Called on all threads at least ten times a second or between items; raises to stop
        everything, blocks to pause it.

    Raises
    ------
    BaseException
        The first that ``work`` or ``check`` raised. However the walk ends, its threads are told to
        stop and are waited for, but not longer than `STOP_SECONDS`.
    """
    crew = _Crew(work, items, n_threads, check)
    try:
        yield from crew.results()
    finally:
        crew.stop()


class _Crew(Generic[T, R]):
    """The threads of one `fan_out`."""

    def __init__(
        self,
        work: Callable[[T, Callable[[], bool]], R],
        items: Iterable[T],
        n_threads: int,
        check: Callable[[], None],
    ) -> None:
        self._work = work
        self._items = iter(items)
        self._check = check
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._results: queue.Queue[tuple[R] | _Ended] = queue.Queue(2 * n_threads)
        self._threads = [
            threading.Thread(target=self._run, name=f"fan-out-{i}", daemon=True)
            for i in range(n_threads)
        ]
        for thread in self._threads:
            thread.start()

    def results(self) -> Iterator[R]:
        n_running = len(self._threads)
        while n_running:
            self._check()
            try:
                result = self._results.get(timeout=_TICK)
            except queue.Empty:
                continue
            if isinstance(result, _Ended):
                n_running -= 1
                if result.error is not None:
                    raise result.error
            else:
                yield result[0]

    def stop(self) -> None:
        self._stopped.set()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._work_on_items()
        except BaseException as failure:  # noqa: BLE001  raised again by `results`
            error = failure
        self._put(_Ended(error))

    def _work_on_items(self) -> None:
        while not self._stopped.is_set():
            self._check()
            with self._lock:
                item = next(self._items, _Ended(None))
            if isinstance(item, _Ended):
                return
            self._put((self._work(item, self._stopped.is_set),))

    def _put(self, result: tuple[R] | _Ended) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Full):
                self._results.put(result, timeout=_TICK)
                return
