# SPDX-License-Identifier: Apache-2.0
"""Kill the worker and its children at random moments: what was stored is there, and it goes on."""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from findling.bolt import Retriever
from findling.jobs.context import JobContext
from findling.services.checkup import check
from findling.services.events import ChangedEvent, Verb
from findling.services.library import Library
from findling.services.types import DocumentState, Stage
from trust_worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from findling.services.types import DocumentRow

N_FILES = 120
LONGEST_SECONDS = 2.0
_WORDS = ("river", "stone", "lamp", "garden", "winter", "paper", "engine", "copper", "letter")
# A file that is as young as its scan is compared once more: what was read of it stays meanwhile.
_KEPT = (DocumentState.READ, DocumentState.PENDING)
_STAGES = (Stage.SCANNING, Stage.READING, Stage.LEARNING, Stage.SAVING)


@dataclass
class Kills:
    """What many kills came to.

    Attributes
    ----------
    workers, children : int
        Processes that were killed.
    resume_seconds : list of float
        From each start of a worker to the first thing that it told about work in hand.
    faults : list of str
        What was lost, or unsound, or did not go on.
    """

    workers: int = 0
    children: int = 0
    resume_seconds: list[float] = field(default_factory=list[float])
    faults: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class _Seen:
    """What another process saw in the library while the worker was at work."""

    stored: dict[Path, int]
    reported: int


class KillRun:
    """One library, one folder of documents, and workers that are killed.

    Parameters
    ----------
    scratch : Path
        An empty folder.
    seed : int
        What chance depends on.
    """

    def __init__(self, scratch: Path, seed: int = 1) -> None:
        self.result = Kills()
        self._rng = random.Random(seed)
        self._root, self._library = scratch / "documents", scratch / "library"
        self._control = scratch / "control"
        self._changed: set[Path] = set()
        self._taught: set[str] = set()
        for i in range(N_FILES):
            folder = self._root / f"folder {i % 7}"
            folder.mkdir(parents=True, exist_ok=True)
            suffix = (".txt", ".md", ".html", ".csv", ".zip")[i % 5]
            self._write(folder / f"document {i}{suffix}")

    def kill(self, number: int) -> None:
        """Start a worker, kill it at a moment of chance, and look what is left."""
        worker = Worker(self._library, self._root)
        self._wait(worker, number)
        taught = self._teach(worker, number) if self._rng.random() < 0.3 else ""
        if self._rng.random() < 0.3:
            self.result.children += worker.kill_a_child(self._rng)
        seen = self._look(worker)
        if not worker.kill():
            self._fault(number, "a child outlived its worker")
        self.result.workers += 1
        if worker.first_work_seconds is not None:
            self.result.resume_seconds.append(worker.first_work_seconds)
        if taught:
            self._taught.add(taught)
        self._check(number, seen)
        if worker.is_done():
            self._changed.clear()
        self._change_some()

    def _wait(self, worker: Worker, number: int) -> None:
        """Let some time go by: to a stage of the work, or any; before it is open, sometimes."""
        if number % 2:
            worker.wait_for(self._rng.choice(_STAGES))
            time.sleep(self._rng.uniform(0, 0.05))
        else:
            time.sleep(self._rng.uniform(0.0, LONGEST_SECONDS))

    def _teach(self, worker: Worker, number: int) -> str:
        """Teach something; return it once the worker said that it has taken it."""
        words = f"matter {number}"
        accepted = worker.wait_accepted(worker.send(Verb.MEANS, texts=(words, "affair")))
        if not accepted:
            self._fault(number, "a teaching was not taken")
        return words if accepted else ""

    def _look(self, worker: Worker) -> _Seen:
        """Open the library beside the worker."""
        if not (self._library / "library.db").exists():
            return _Seen({}, 0)
        reported = [event.read for event in worker.events if isinstance(event, ChangedEvent)]
        with Library.open(self._library) as library:
            rows = [row for row in library.documents() if row.state is DocumentState.READ]
        stored = {row.path / "/".join(row.names): row.n_passages for row in rows}
        return _Seen(stored, reported[-1] if reported else 0)

    def _check(self, number: int, seen: _Seen) -> None:
        if not (self._library / "library.db").exists():
            return  # killed before there was any
        for problem in check(self._library, JobContext()).problems:
            self._fault(number, f"{problem.sentence} {problem.detail}")
        with Library.open(self._library) as library:
            rows = {row.path / "/".join(row.names): row for row in library.documents()}
            taught = {teaching.query for teaching in library.store.teachings.all()}
            for path, n_passages in seen.stored.items():
                self._check_document(number, library, path, n_passages, rows)
            if sum(bool(row.format) for row in rows.values()) < seen.reported:
                self._fault(number, f"fewer documents than the {seen.reported} that were told of")
            for generation in library.generations():
                Retriever.load(generation)
        for words in self._taught - taught:
            self._fault(number, f"the teaching {words!r} is lost")

    def _check_document(
        self,
        number: int,
        library: Library,
        path: Path,
        n_passages: int,
        rows: Mapping[Path, DocumentRow],
    ) -> None:
        row = rows.get(path)
        is_changed = any(path == other or other in path.parents for other in self._changed)
        if row is None:
            if not is_changed:
                self._fault(number, f"{path.name} is gone")
        elif not is_changed and (row.state not in _KEPT or row.n_passages != n_passages):
            self._fault(number, f"{path.name} is {row.state.value} with {row.n_passages} passages")
        elif not library.document_text(row.id).text and not row.names:
            self._fault(number, f"{path.name} has no text any more")

    def finish(self) -> None:
        """Let a last worker do the rest, and compare with a library that was made in one go."""
        last = Worker(self._library, self._root)
        last.send(Verb.RETRY)  # the files whose reader was killed
        finished = last.finish(100.0)
        if finished is None or finished.summary.cancelled:
            self._fault(-1, "the last worker did not finish")
        if Worker(self._control, self._root).finish(100.0) is None:
            self._fault(-1, "the worker that was left alone did not finish")
        with Library.open(self._library) as library, Library.open(self._control) as control:
            if _texts(library) != _texts(control):
                self._fault(-1, "the texts are not those of a library that was made in one go")
            generation = library.current_generation()
            indexed = set() if generation is None else set(Retriever.load(generation).ids_)
            stored = set(library.passage_ids())
        if len(indexed ^ stored) > 0.02 * len(stored):  # a window catches up with the rest
            self._fault(-1, f"the index has {len(indexed)} of {len(stored)} passages")
        self.result.faults += [f"{path.name} was left" for path in self._library.rglob("draft-*")]

    def _fault(self, number: int, text: str) -> None:
        self.result.faults.append(f"kill {number}: {text}")

    def _change_some(self) -> None:
        files = sorted(path for path in self._root.rglob("*") if path.is_file())
        changed = set(self._rng.sample(files, N_FILES // 3))
        for path in changed:
            self._write(path)
        self._changed |= changed

    def _write(self, path: Path) -> None:
        """Write a document of a few kinds and sizes whose text is found nowhere else."""
        sentences = [
            f"{path.stem} {i} {' '.join(self._rng.choices(_WORDS, k=12))}."
            for i in range(self._rng.randrange(2, 60))
        ]
        text = "\n".join(sentences)
        if path.suffix == ".html":
            text = f"<html><body><h1>{path.stem}</h1><p>{text}</p></body></html>"
        elif path.suffix == ".csv":
            text = "number,words\n" + "\n".join(f'{i},"{s}"' for i, s in enumerate(sentences))
        if path.suffix != ".zip":
            path.write_text(text)
            return
        with zipfile.ZipFile(path, "w") as archive:
            for i, sentence in enumerate(sentences[:2]):  # always two: none goes with a change
                archive.writestr(f"part {i}.txt", sentence)


def _texts(library: Library) -> list[str]:
    return sorted(passage.text for passage in library.passages(library.passage_ids()))


def measure(n_kills: int, seed: int = 1, tell: Callable[[int], None] = lambda _: None) -> Kills:
    """Kill so many workers, let one finish, and return what that came to.

    Parameters
    ----------
    n_kills : int
    seed : int
        What chance depends on.
    tell : callable
        Called with the number of each kill.
    """
    with tempfile.TemporaryDirectory() as scratch:
        run = KillRun(Path(scratch), seed)
        for number in range(n_kills):
            tell(number)
            run.kill(number)
        run.finish()
        return run.result
