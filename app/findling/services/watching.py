# SPDX-License-Identifier: Apache-2.0
"""Notice that something changed in the added folders.

What the system tells is a hint only: a scan then looks what it was. Where it tells nothing, as of
network drives, a scan now and then finds it all the same.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from findling.services.types import SourceRow

QUIET_MS = 1000
"""Changes are told when nothing more has come for so long (and after ten times that at the latest):
programs save in several steps."""

LOOK_SECONDS = 20.0
"""How often to look whether a drive has come back."""

RESCAN_SECONDS = 3600.0
"""How often everything is looked at, whatever the system told."""

_WAKE_MS = 200

_log = logging.getLogger(__name__)


class FolderWatch:
    """Watches files and folders on a thread of its own.

    Parameters
    ----------
    on_changed : callable
        Called on that thread with the keys of sources in which something may have changed.
    quiet_ms, look_seconds, rescan_seconds : float
        As `QUIET_MS`, `LOOK_SECONDS` and `RESCAN_SECONDS`.
    """

    def __init__(
        self,
        on_changed: Callable[[tuple[int, ...]], None],
        *,
        quiet_ms: int = QUIET_MS,
        look_seconds: float = LOOK_SECONDS,
        rescan_seconds: float = RESCAN_SECONDS,
    ) -> None:
        self._on_changed = on_changed
        self._quiet_ms = quiet_ms
        self._look_seconds = look_seconds
        self._rescan_seconds = rescan_seconds
        self._lock = threading.Lock()
        self._sources: dict[int, Path] = {}
        self._moved = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def watch(self, sources: Iterable[SourceRow]) -> None:
        """Watch these instead of those before."""
        wanted = {source.id: source.path for source in sources}
        with self._lock:
            if wanted == self._sources:
                return
            self._sources = wanted
        self._moved.set()

    def close(self, timeout: float = 5.0) -> bool:
        """Stop; return whether the thread ended in time."""
        self._closing = True
        self._moved.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closing:
            self._moved.clear()
            with self._lock:
                sources = dict(self._sources)
            self._follow(sources, _connected(sources))

    def _follow(self, sources: dict[int, Path], connected: set[int]) -> None:
        """Tell of changes until there are other sources to watch, or drives come and go."""
        next_look = time.monotonic() + self._look_seconds
        next_scan = time.monotonic() + self._rescan_seconds
        is_watching = False
        for paths in self._changes([sources[key] for key in connected]):
            if not is_watching:  # what changed before now has not been seen
                is_watching = True
                self._tell(connected)
            self._tell(key for key in connected if _any_in(paths, sources[key]))
            now = time.monotonic()
            if now >= next_look:
                next_look = now + self._look_seconds
                if _connected(sources) != connected:
                    return
            if now >= next_scan:
                next_scan = now + self._rescan_seconds
                self._tell(sources)

    def _tell(self, keys: Iterable[int]) -> None:
        changed = tuple(sorted(keys))
        if changed and not self._closing:
            self._on_changed(changed)

    def _changes(self, roots: list[Path]) -> Iterator[list[str]]:
        """Yield paths that changed, and nothing now and then, until `watch` or `close` is called.

        Where the system cannot watch, only the nothing comes.
        """
        try:
            for changes in watchfiles.watch(
                *roots,
                watch_filter=None,
                debounce=self._quiet_ms * 10,
                step=self._quiet_ms,
                rust_timeout=max(_WAKE_MS, self._quiet_ms),
                yield_on_timeout=True,
                stop_event=self._moved,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield [path for _, path in changes]
        except (OSError, RuntimeError) as error:
            # Too many folders for the system, or a drive that left in this moment.
            _log.warning("cannot watch the added folders: %r", error)
        while not self._moved.wait(_WAKE_MS / 1000):
            yield []


def _connected(sources: dict[int, Path]) -> set[int]:
    return {key for key, path in sources.items() if path.exists()}


def _any_in(paths: list[str], root: Path) -> bool:
    text = str(root)
    return any(path == text or path.startswith((f"{text}/", f"{text}\\")) for path in paths)
