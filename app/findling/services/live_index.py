# SPDX-License-Identifier: Apache-2.0
"""The index in memory: the newest generation on disk and what the library has got since."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from findling.bolt import EngineError, Retriever
from findling.services.catchup import passage_changes
from findling.services.survey import batched
from findling.services.teaching import in_force
from findling.services.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from findling.services.library import Library

CHUNK = 200
"""Passages added in one piece: a search that comes in between waits for one of them at most."""

_DAMAGED = (
    "The search index could not be opened. Exact words can be searched; "
    "meaning comes back once the documents have been learned again."
)

_log = logging.getLogger(__name__)


class LiveIndex:
    """Holds a `Retriever` that is kept up with its library.

    Parameters
    ----------
    library : Library
        Where passages and generations come from.

    Notes
    -----
    One thread may search while another syncs. A search waits for one chunk of passages at most.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._retriever = Retriever(epochs=0)
        self._generation: Path | None = None
        self._version: int | None = None
        self._teachings = self._retriever.teachings
        self._turns = Turns()
        self.problem = ""

    @property
    def is_trained(self) -> bool:
        """Whether meaning can take part in searches."""
        return self._retriever.is_trained_

    @property
    def n_passages(self) -> int:
        """Number of passages that can be found."""
        return self._retriever.n_passages_

    @contextmanager
    def reading(self) -> Generator[Retriever]:
        """Hold the index still for a search."""
        with self._turns.search():
            yield self._retriever

    def sync(self, should_stop: Callable[[], bool] = lambda: False) -> bool:
        """Take in what has changed in the library since the last call.

        Parameters
        ----------
        should_stop : callable, optional
            Asked between chunks; what is left is done by the next call.

        Returns
        -------
        bool
            True when answers may be others now.
        """
        version, generation = self._library.data_version(), self._library.current_generation()
        if version == self._version and generation == self._generation:
            return False
        changed = False
        if generation is not None and generation != self._generation:
            changed = self._adopt(generation, should_stop)
        caught_up, done = self._catch_up(self._retriever, should_stop)
        taught = self._take_teachings()
        if done:
            self._version = version
        return changed or caught_up or taught

    def _take_teachings(self) -> bool:
        """Have searches heed what was taught; return whether that is something else now."""
        taught = in_force(self._library)
        if taught == self._teachings.all():
            return False
        self._teachings.replace_all(taught)
        return True

    def _adopt(self, newest: Path, should_stop: Callable[[], bool]) -> bool:
        """Change over to a generation; the one before answers until it has caught up."""
        loaded = self._load(newest)
        if loaded is None:
            self._generation = newest  # not tried again before there is another
            return False
        if self.n_passages:
            _, done = self._catch_up(loaded, should_stop)
            if not done:
                return False
        loaded.teachings = self._teachings
        with self._turns.upkeep():
            self._retriever = loaded
        self._generation = newest
        return True

    def _load(self, newest: Path) -> Retriever | None:
        """Open the newest generation that can be opened."""
        others = [path for path in self._library.generations() if path != newest]
        for path in (newest, *others):
            try:
                loaded = Retriever.load(path)
            except (EngineError, OSError) as error:
                _log.warning("cannot open the index %s: %s", path.parent.name, error)
                continue
            self.problem = ""
            return loaded
        self.problem = _DAMAGED
        return None

    def _catch_up(self, retriever: Retriever, should_stop: Callable[[], bool]) -> tuple[bool, bool]:
        """Make an index hold exactly the library's passages; return (has changed, is done)."""
        changes = passage_changes(self._library, retriever.ids_)
        if changes.removed.size:
            with self._turns.upkeep():
                retriever.remove(changes.removed)
        changed = bool(changes.removed.size)
        for chunk in batched(self._library.walk_passages(changes.added), CHUNK):
            if should_stop():
                return changed, False
            with self._turns.upkeep():
                retriever.add(
                    [passage.text for passage in chunk],
                    titles=[passage.title for passage in chunk],
                    ids=[passage.id for passage in chunk],
                )
            changed = True
        return changed, True
