# SPDX-License-Identifier: Apache-2.0
"""Keep the index of a library fit: learn anew when much has changed, catch up when little has."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from findling import __version__, bolt
from findling.errors import AppError
from findling.jobs.context import CancelledError
from findling.services.catchup import passage_changes
from findling.services.survey import batched
from findling.services.types import Stage
from findling.storage.generations import INDEX_FILE, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from findling.jobs.context import JobContext
    from findling.services.library import IndexPassage, Library
    from findling.storage.generations import Generation

LEAST_PASSAGES = 50
"""With fewer, words alone are better: there is too little text to learn from."""

RETRAIN_SHARE = 0.10
"""Learn anew when this part of the passages came or went since the last time."""

SAVE_SHARE = 0.02
"""Save the index again when this part came or went since it was saved; a window that opens catches
up with less in a moment."""

WISH = "learn-anew"
"""Name of the setting that is not empty while the user waits for learning."""

_CHECK_EVERY = 1000

_log = logging.getLogger(__name__)


class Need(str, Enum):
    """What an index needs."""

    NOTHING = "nothing"
    CLEAR = "clear"
    WORDS = "words"
    CATCH_UP = "catch_up"
    LEARN = "learn"


def need(ids: NDArray[np.int64], manifest: Manifest | None, *, is_wished: bool = False) -> Need:
    """Say what the index of a library needs.

    Parameters
    ----------
    ids : ndarray of int64
        Keys of the library's passages, ascending.
    manifest : Manifest or None
        Of the current generation.
    is_wished : bool
        Whether the user wants it learned anew, however little has changed.
    """
    if is_wished and ids.size >= LEAST_PASSAGES:
        return Need.LEARN
    if ids.size == 0:
        return Need.CLEAR if manifest is not None else Need.NOTHING
    if manifest is None:
        return Need.LEARN if ids.size >= LEAST_PASSAGES else Need.WORDS
    if ids.size >= LEAST_PASSAGES:
        trained = _share_changed(ids, manifest.trained_passages, manifest.trained_max_id)
        if trained >= RETRAIN_SHARE:
            return Need.LEARN
    saved = _share_changed(ids, manifest.passages, manifest.max_passage_id)
    if saved < SAVE_SHARE:
        return Need.NOTHING
    return Need.CATCH_UP if manifest.trained_passages else Need.WORDS


def _share_changed(ids: NDArray[np.int64], n_before: int, max_before: int) -> float:
    """Return the part of passages that came or went: keys only grow, so these two tell it."""
    n_new = int(np.count_nonzero(ids > max_before))
    n_gone = n_before - (ids.size - n_new)
    return (n_new + max(0, n_gone)) / ids.size


class Learner:
    """Brings the index of a library up to date.

    Parameters
    ----------
    library : Library
        Open for writing. Others may go on storing documents while this works.
    context : JobContext
        To report to, and to be paused and cancelled by.
    n_threads : int, optional
        Threads that learn; 0 for one a core. What is learned does not depend on it.
    """

    def __init__(self, library: Library, context: JobContext, n_threads: int = 0) -> None:
        self._n_threads = n_threads
        self._library = library
        self._generations = library.store.generations
        self._context = context
        self._phase = ""

    def run(self) -> Need:
        """Do what is needed and return what that was.

        Raises
        ------
        CancelledError
            If the job was cancelled; the old generation stays.
        AppError
            If the index cannot be made or saved.
        """
        self._context.raise_if_cancelled()
        ids = self._library.passage_ids()
        current = self._generations.current()
        is_wished = self._library.store.settings.get(WISH) != ""
        what = need(ids, current.manifest if current else None, is_wished=is_wished)
        if is_wished and what is not Need.LEARN:
            self._forget_wish()  # there is too little to learn from
        if what is Need.NOTHING:
            return what
        self._context.begin(Stage.LEARNING.value)
        try:
            return self._meet(what, ids, current)
        except bolt.CancelledError as error:
            raise CancelledError from error
        except bolt.EngineError as error:
            raise AppError("The documents could not be learned from.", repr(error)) from error

    def _meet(self, what: Need, ids: NDArray[np.int64], current: Generation | None) -> Need:
        if what is Need.CLEAR:
            self._generations.clear()
            return what
        if what is Need.CATCH_UP and current is not None:
            try:
                retriever = bolt.Retriever.load(current.index_file, n_threads=self._n_threads)
            except (bolt.EngineFormatError, bolt.EngineIoError) as error:
                _log.warning("%s cannot be opened and is made anew: %s", current.folder.name, error)
            else:
                self._catch_up(retriever, current.manifest)
                return what
        return self._fit(ids, learn=what is not Need.WORDS)

    def _fit(self, ids: NDArray[np.int64], *, learn: bool) -> Need:
        """Make an index of all passages: with an encoder that learns from them, or words only."""
        passages = list(self._checked(self._library.walk_passages(ids)))
        if not passages:
            return Need.NOTHING  # all removed in this moment: the next run sees to it
        epochs = bolt.Retriever().epochs if learn else 0
        retriever = bolt.Retriever(epochs=epochs, n_threads=self._n_threads)
        started = time.monotonic()
        token = bolt.CancelToken()
        self._context.on_cancel(token.cancel)
        retriever.fit(
            [passage.text for passage in passages],
            titles=[passage.title for passage in passages],
            ids=[passage.id for passage in passages],
            progress=self._tell,
            cancel=token,
        )
        is_trained = retriever.is_trained_
        seconds, losses = time.monotonic() - started, tuple(retriever.losses_)
        learned = _Lesson(len(passages), passages[-1].id, time.time(), losses, seconds)
        self._save(retriever, learned if is_trained else _NO_LESSON)
        self._forget_wish()
        return Need.LEARN if is_trained else Need.WORDS

    def _catch_up(self, retriever: bolt.Retriever, manifest: Manifest) -> None:
        """Add and remove passages with the encoder as it is."""
        changes = passage_changes(self._library, retriever.ids_)
        retriever.remove(changes.removed.tolist())
        passages = self._library.walk_passages(changes.added)
        for done, batch in enumerate(batched(passages, _CHECK_EVERY)):
            self._context.raise_if_cancelled()
            self._tell("adding", done * _CHECK_EVERY, changes.added.size)
            retriever.add(
                [passage.text for passage in batch],
                titles=[passage.title for passage in batch],
                ids=[passage.id for passage in batch],
            )
        lesson = _Lesson(
            manifest.trained_passages,
            manifest.trained_max_id,
            manifest.trained_at,
            manifest.losses,
            manifest.learned_seconds,
        )
        self._save(retriever, lesson)

    def _save(self, retriever: bolt.Retriever, lesson: _Lesson) -> None:
        self._context.raise_if_cancelled()
        self._context.begin(Stage.SAVING.value)
        self._context.progress(0, 1)
        draft = self._generations.begin()
        retriever.save(draft / INDEX_FILE)
        self._context.raise_if_cancelled()
        ids = retriever.ids_
        manifest = Manifest(
            passages=int(ids.size),
            max_passage_id=int(ids.max(initial=0)),
            trained_passages=lesson.n_passages,
            trained_max_id=lesson.max_id,
            trained_at=lesson.at,
            created=time.time(),
            engine=__version__,
            losses=lesson.losses,
            learned_seconds=lesson.seconds,
        )
        self._generations.publish(draft, manifest)
        self._context.progress(1, 1)

    def _forget_wish(self) -> None:
        if self._library.store.settings.get(WISH):
            with self._library.store.database.transaction():
                self._library.store.settings.put(WISH, "")

    def _tell(self, phase: str, done: int, total: int) -> None:
        """Pass the engine's progress on, and hold it while the job is paused."""
        if phase != self._phase:
            self._phase = phase
            self._context.begin(Stage.LEARNING.value)
        self._context.wait_while_paused()
        self._context.progress(done, total, phase)

    def _checked(self, passages: Iterator[IndexPassage]) -> Iterator[IndexPassage]:
        for number, passage in enumerate(passages):
            if number % _CHECK_EVERY == 0:
                self._context.raise_if_cancelled()
            yield passage


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What an encoder has learned from."""

    n_passages: int
    max_id: int
    at: float | None
    losses: tuple[float, ...] = ()
    seconds: float = 0.0


_NO_LESSON = _Lesson(0, 0, None)
