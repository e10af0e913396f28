# SPDX-License-Identifier: Apache-2.0
"""Change a folder at random while it is being read; at rest the library is what the disk is.

Each text holds one word that stands in no other and never did, so that a search for it tells
whether that version of that file can be found.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from findling.services.library import Library
from findling.services.search import SearchService
from findling.services.types import SearchMode
from trust_worker import Worker

REST_SECONDS = 3.0
"""Nothing told for so long is rest: changes are taken in a second after the last one."""

_PAUSES = (0.0, 0.0, 0.0, 0.002, 0.02, 0.1)
_FOLDERS = ("", "a", "b", "b/c", "b/c/d", "e f")
_DEAD_LOOKED_FOR = 2000
_SEARCHED = 3000


@dataclass(frozen=True)
class Churn:
    """What was found at rest.

    Attributes
    ----------
    files : int
        On disk in the end.
    searches : int
        Words that were looked for.
    stale : tuple of str
        What the library or a search gave though the disk has it no more.
    missing : tuple of str
        What the disk has and the library or a search does not.
    seconds : float
        Of changes.
    rest_seconds : float
        From the last change to the last thing that the worker told.
    """

    files: int
    searches: int
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    seconds: float
    rest_seconds: float


@dataclass
class Folder:
    """A folder that is changed at random, and what should be found in it.

    Attributes
    ----------
    words : dict of Path to str
        The word that stands in each file now.
    dead : list of str
        Words that stand in no file any more.
    """

    root: Path
    rng: random.Random
    words: dict[Path, str] = field(default_factory=dict[Path, str])
    dead: list[str] = field(default_factory=list[str])
    _n_words: int = 0

    def act(self) -> None:
        """Do one thing: create, change, move, copy, delete; a file or a whole folder."""
        acts = [self._create] * 4 + [self._modify] * 5 + [self._replace] * 2 + [self._move] * 4
        acts += [self._copy, self._swap] + [self._delete] * 3
        act = self.rng.choice(acts)
        if self.rng.random() < 0.01:
            act = self.rng.choice([self._move_folder, self._delete_folder])
        act()

    def _word(self) -> str:
        self._n_words += 1
        return f"w{self._n_words:06d}q"

    def _some(self) -> Path | None:
        return self.rng.choice(list(self.words)) if self.words else None

    def _new_path(self) -> Path:
        folder = self.root / self.rng.choice(_FOLDERS)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.rng.randrange(600)}.{self.rng.choice(['txt', 'md', 'csv'])}"

    def _forget(self, path: Path) -> None:
        word = self.words.pop(path, None)
        if word is not None and word not in self.words.values():
            self.dead.append(word)

    def _write(self, path: Path, place: Path) -> None:
        """Write a new text to ``place`` that will be at ``path``; all texts are equally long."""
        word = self._word()
        place.write_text(f"number,word\n1,The word of this version is {word} and no other.\n")
        self._forget(path)
        self.words[path] = word

    def _create(self) -> None:
        path = self._new_path()
        self._write(path, path)

    def _modify(self) -> None:
        path = self._some()
        if path is not None:
            self._write(path, path)

    def _replace(self) -> None:
        """Save as many programs do: another file takes the place."""
        path = self._some()
        if path is not None:
            spare = path.with_name(f".{path.name}.saving")
            self._write(path, spare)
            spare.replace(path)

    def _move(self) -> None:
        path = self._some()
        if path is not None:
            target = self._new_path().with_suffix(path.suffix)
            if target != path:
                path.replace(target)
                self._forget(target)
                self.words[target] = self.words.pop(path)

    def _copy(self) -> None:
        path = self._some()
        if path is not None:
            target = self._new_path().with_suffix(path.suffix)
            if target != path:
                shutil.copy2(path, target)
                self._forget(target)
                self.words[target] = self.words[path]

    def _swap(self) -> None:
        path, other = self._some(), self._some()
        if path is not None and other is not None and path != other:
            spare = self.root / ".spare"
            path.replace(spare)
            other.replace(path)
            spare.replace(other)
            self.words[path], self.words[other] = self.words[other], self.words[path]

    def _delete(self) -> None:
        path = self._some()
        if path is not None:
            path.unlink()
            self._forget(path)

    def _delete_folder(self) -> None:
        folder = self.root / self.rng.choice(_FOLDERS[1:])
        shutil.rmtree(folder, ignore_errors=True)
        for path in [path for path in self.words if path.is_relative_to(folder)]:
            self._forget(path)

    def _move_folder(self) -> None:
        folder = self.root / self.rng.choice(_FOLDERS[1:])
        if folder.is_dir():
            self._n_words += 1  # for a name that no folder had
            target = self.root / f"moved {self._n_words}"
            folder.rename(target)
            for path in [path for path in self.words if path.is_relative_to(folder)]:
                self.words[target / path.relative_to(folder)] = self.words.pop(path)


def measure(n_acts: int, seed: int = 1) -> Churn:
    """Change a folder that a worker reads and watches, wait for rest, and compare."""
    with tempfile.TemporaryDirectory() as scratch:
        root, library = Path(scratch) / "documents", Path(scratch) / "library"
        root.mkdir()
        folder = Folder(root, random.Random(seed))
        for _ in range(min(300, n_acts)):
            folder.act()
        worker = Worker(library, root)
        started = time.monotonic()
        for _ in range(n_acts):
            folder.act()
            time.sleep(folder.rng.choice(_PAUSES))
        seconds = time.monotonic() - started
        rest_seconds = _wait_for_rest(worker, seconds=300.0)
        stale, missing, searches = _compare(library, folder)
        if rest_seconds is None or worker.finish(60.0) is None:
            missing.append("the worker did not come to rest, or did not end in good order")
            worker.kill()
    return Churn(
        len(folder.words), searches, tuple(stale), tuple(missing), seconds, rest_seconds or 0.0
    )


def _wait_for_rest(worker: Worker, seconds: float) -> float | None:
    """Wait until nothing is told any more; return when that began, None if it never does."""
    started = last = time.monotonic()
    n_events = -1
    while time.monotonic() - started < seconds:
        if len(worker.events) != n_events:
            n_events, last = len(worker.events), time.monotonic()
        if worker.is_done() and time.monotonic() - last > REST_SECONDS:
            return last - started
        time.sleep(0.05)
    return None


def _compare(library: Path, folder: Folder) -> tuple[list[str], list[str], int]:
    stale: list[str] = []
    missing: list[str] = []
    with Library.open(library) as opened:
        known = {row.path: opened.document_text(row.id).text for row in opened.documents()}
        stale += [f"{path} is listed" for path in known.keys() - folder.words.keys()]
        missing += [f"{path} is not listed" for path in folder.words.keys() - known.keys()]
        for path in known.keys() & folder.words.keys():
            if folder.words[path] not in known[path]:
                stale.append(f"{path} has the text {known[path][-60:]!r}, not {folder.words[path]}")
        missing += opened.problems()
        service = SearchService(opened)
        service.sync()
        living = folder.rng.sample(sorted(folder.words), min(_SEARCHED, len(folder.words)))
        dead = folder.rng.sample(folder.dead, min(_DEAD_LOOKED_FOR, len(folder.dead)))
        for path in living:
            if path not in _found(service, folder.words[path]):
                missing.append(f"{path} is not found by {folder.words[path]}")
        for word in dead:
            stale += [f"{path} is found by the old {word}" for path in _found(service, word)]
    return stale, missing, len(living) + len(dead)


def _found(service: SearchService, word: str) -> set[Path]:
    """Return the files that a search for an exact word gives, with those that say the same."""
    found: set[Path] = set()
    for group in service.search(f'"{word}"', SearchMode.WORDS).groups:
        found |= {group.document.path, *group.also_at, *(other.path for other in group.also_in)}
    return found
