# SPDX-License-Identifier: Apache-2.0
"""Kill the worker at random moments: what it had stored is still there, and it goes on from there.

``FINDLING_KILLS`` sets the number of kills; the default keeps the test short.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

import psutil
import pytest

from findling.bolt import Retriever
from findling.services.events import (
    ChangedEvent,
    Command,
    Event,
    FinishedEvent,
    ProgressEvent,
    StateEvent,
    Verb,
    decode_event,
    encode_command,
)
from findling.services.library import Library
from findling.services.types import DocumentState, Stage, WorkerState

if TYPE_CHECKING:
    from pathlib import Path

N_KILLS = int(os.environ.get("FINDLING_KILLS", "5"))
N_FILES = 120
LONGEST_SECONDS = 2.0
WORDS = [
    "river",
    "stone",
    "lamp",
    "garden",
    "winter",
    "paper",
    "engine",
    "copper",
    "letter",
    "signal",
    "harbour",
    "clover",
]


@dataclass(frozen=True)
class Seen:
    """What another process saw in the library while the worker was at work."""

    stored: dict[Path, int]
    reported: int


class Run:
    """One life of a worker."""

    def __init__(self, library: Path, root: Path) -> None:
        self.events: list[Event] = []
        self._library = library
        self._process = subprocess.Popen(
            [sys.executable, "-m", "findling", "worker", "--library", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.send(Verb.ADD, root)

    def send(self, verb: Verb, *paths: Path) -> None:
        stdin = cast("BinaryIO", self._process.stdin)
        stdin.write(encode_command(Command(1, verb, paths)))
        stdin.flush()

    def look(self) -> Seen:
        """Open the library beside the worker."""
        reported = [event.read for event in self.events if isinstance(event, ChangedEvent)]
        with Library.open(self._library) as library:
            rows = [row for row in library.documents() if row.state is DocumentState.READ]
        return Seen({row.path: row.n_passages for row in rows}, reported[-1] if reported else 0)

    def wait_for(self, stage: Stage) -> None:
        """Wait until the worker tells of a stage, or has nothing to do."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not self.is_done():
            seen = [event for event in self.events if isinstance(event, ProgressEvent)]
            if any(event.progress.stage is stage for event in seen):
                return
            time.sleep(0.001)

    def kill_a_reader(self, rng: random.Random) -> None:
        readers = psutil.Process(self._process.pid).children()
        if readers:
            rng.choice(readers).kill()

    def kill(self) -> None:
        """End the worker without any warning, and wait until its readers have noticed."""
        readers = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        self._end()
        assert not psutil.wait_procs(readers, timeout=10)[1]

    def finish(self) -> FinishedEvent:
        """Let the worker do all there is to do, then end it in good order."""
        deadline = time.monotonic() + 100
        while not self.is_done():
            assert time.monotonic() < deadline, self.events[-5:]
            assert self._process.poll() is None
            time.sleep(0.05)
        cast("BinaryIO", self._process.stdin).close()
        self._end()
        assert self._process.returncode == 0
        return [event for event in self.events if isinstance(event, FinishedEvent)][-1]

    def is_done(self) -> bool:
        states = [event.state for event in self.events if isinstance(event, StateEvent)]
        is_finished = any(isinstance(event, FinishedEvent) for event in self.events)
        return is_finished and states[-1] is WorkerState.IDLE

    def _end(self) -> None:
        self._process.wait(10)
        self._listener.join(10)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                with contextlib.suppress(OSError):
                    stream.close()

    def _listen(self) -> None:
        for line in cast("BinaryIO", self._process.stdout):
            if line.endswith(b"\n"):  # the last one may be cut off
                self.events.append(decode_event(line))


def _write(path: Path, rng: random.Random) -> None:
    """Write a document of a few kinds and sizes whose text is found nowhere else."""
    sentences = [
        f"{path.stem} {i} " + " ".join(rng.choices(WORDS, k=12)).capitalize() + "."
        for i in range(rng.randrange(2, 60))
    ]
    text = "\n".join(sentences)
    if path.suffix == ".html":
        text = f"<html><body><h1>{path.stem}</h1><p>{text}</p></body></html>"
    elif path.suffix == ".csv":
        text = "number,words\n" + "\n".join(f'{i},"{s}"' for i, s in enumerate(sentences))
    path.write_text(text)


def _make_tree(root: Path, rng: random.Random) -> None:
    for i in range(N_FILES):
        suffix = (".txt", ".md", ".html", ".csv")[i % 4]
        folder = root / f"folder {i % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"document {i}{suffix}", rng)


def _change_some(root: Path, rng: random.Random) -> set[Path]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    changed = set(rng.sample(files, N_FILES // 3))
    for path in changed:
        _write(path, rng)
    return changed


def _texts(library: Library) -> list[str]:
    return sorted(passage.text for passage in library.passages(library.passage_ids()))


def _check_after_kill(folder: Path, seen: Seen, changed: set[Path]) -> None:
    with Library.open(folder) as library:
        assert library.problems() == []
        rows = {row.path: row for row in library.documents()}
        unchanged = {path: n for path, n in seen.stored.items() if path not in changed}
        for path, n_passages in unchanged.items():
            assert rows[path].state is DocumentState.READ, path
            assert rows[path].n_passages == n_passages, path
        for path in seen.stored:
            assert library.document_text(rows[path].id).text, path
        n_stored = sum(row.n_passages > 0 for row in rows.values())
        assert n_stored >= seen.reported
        contents = library.store.database.rows("SELECT id FROM contents")
        assert library.store.contents.incomplete([row[0] for row in contents]) == []
        for generation in library.generations():
            assert Retriever.load(generation).ids_ is not None


@pytest.mark.timeout(120 + 20 * N_KILLS)
def test_nothing_that_was_stored_is_lost_and_the_work_goes_on(tmp_path: Path) -> None:
    rng = random.Random(1)
    root, folder = tmp_path / "documents", tmp_path / "library"
    _make_tree(root, rng)
    changed: set[Path] = set()
    for number in range(N_KILLS):
        run = Run(folder, root)
        if number % 2:
            run.wait_for(rng.choice([Stage.READING, Stage.LEARNING, Stage.SAVING]))
            time.sleep(rng.uniform(0, 0.05))
        else:
            time.sleep(rng.uniform(0.05, LONGEST_SECONDS))
        if rng.random() < 0.3:
            run.kill_a_reader(rng)
        seen = run.look() if (folder / "library.db").exists() else Seen({}, 0)
        run.kill()
        _check_after_kill(folder, seen, changed)
        if run.is_done():
            changed.clear()
        changed |= _change_some(root, rng)

    last = Run(folder, root)
    last.send(Verb.RETRY)  # the files whose reader was killed
    assert not last.finish().summary.cancelled
    _check_complete(folder, root, tmp_path / "control")


def _check_complete(folder: Path, root: Path, control: Path) -> None:
    """Compare with a library that was made in one go."""
    Run(control, root).finish()
    with Library.open(folder) as library, Library.open(control) as undisturbed:
        assert library.status().read == N_FILES
        assert library.status().pending == 0
        assert library.problems() == []
        assert _texts(library) == _texts(undisturbed)
        generation = library.current_generation()
        assert generation is not None
        indexed, stored = set(Retriever.load(generation).ids_), set(library.passage_ids())
        assert len(indexed ^ stored) <= 0.02 * len(stored)  # a window catches up with the rest
    assert not list(folder.rglob("draft-*"))
