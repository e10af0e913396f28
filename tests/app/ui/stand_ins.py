# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for services that few tests of the window ask for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.checkup import Checkup
from findling.services.components import Component, Program
from findling.services.diagnostics import ReportPart
from findling.services.exchange.archivist import ExchangeSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from findling.jobs.context import JobContext
    from findling.services.checkup import Problem
    from findling.services.labels.desk import DeskState
    from findling.services.labels.types import ItemKey, LabelSetRow
    from findling.services.library_map.maker import LibraryMap, MappedDocuments
    from findling.services.types import (
        DocumentRow,
    )


class FakeLabels:
    """A library without label sets."""

    def sets(self) -> list[LabelSetRow]:
        return []

    def state(self, set_id: int) -> DeskState:
        raise AppError("There is no such label set.", str(set_id))

    def card(
        self, set_id: int, put_off: Collection[ItemKey] = (), only: Sequence[ItemKey] = ()
    ) -> None:
        return None

    def likely(self, set_id: int, label_id: int) -> list[ItemKey]:
        return []

    def answered(self, set_id: int, label_id: int) -> list[ItemKey]:
        return []

    def quality(self, set_id: int) -> None:
        return None

    def dry_run(self, set_id: int) -> None:
        return None


class FakeExchange:
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.library = Path("/library")
        self.asked: list[tuple[str, Path]] = []

    def check(self, folder: Path, *, create: bool) -> Path:
        self.asked.append(("create" if create else "check", folder))
        return folder

    def export(self, path: Path, context: JobContext) -> ExchangeSummary:
        self.asked.append(("export", path))
        context.progress(3, 3)
        return ExchangeSummary(path, 3, 3, 9, 100)

    def take_in(self, archive: Path, folder: Path, context: JobContext) -> ExchangeSummary:
        self.asked.append(("take in", archive))
        context.raise_if_cancelled()
        return ExchangeSummary(folder, 3, 3, 9, 100)


class FakeCare:
    """Has two parts of a report; the library is sound unless a test says otherwise."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, object]] = []
        self.saved: list[Path] = []
        self.problems: tuple[Problem, ...] = ()

    def collect(self, window: Mapping[str, object]) -> tuple[ReportPart, ...]:
        self.asked.append(window)
        return ReportPart("about.txt", "A report."), ReportPart("log.txt", "A line of the log.")

    def save(self, parts: tuple[ReportPart, ...], path: Path) -> Path:
        if path.name == "full.zip":
            raise AppError("full.zip cannot be written.")
        self.saved.append(path)
        return path

    def program(self) -> Program:
        own = Component("findling", "0.1", "Apache-2.0")
        return Program("AVX2", 4, (own, Component("pebble", "3", "MIT", "A stone.")))

    def licence_text(self, component: Component) -> str:
        return f"Text of {component.name}."

    def check(self, context: JobContext) -> Checkup:
        context.raise_if_cancelled()
        return Checkup(3, 9, self.problems)


class FakeMaps:
    """Nothing was learned yet."""

    can_be_made = False

    def kept(self) -> tuple[None, bool]:
        return None, False

    def make(self, report: Callable[[float], None] = lambda _: None) -> LibraryMap:
        raise AppError("Nothing was learned.")

    def describe(self, made: LibraryMap) -> MappedDocuments:
        raise AppError("Nothing was learned.")

    def rows(self, document_ids: Sequence[int]) -> list[DocumentRow]:
        return []


class FakePages:
    """Draws no pages."""

    def describe(self, file: object, deliver: object) -> None:
        """Take a question; there is no answer."""

    def show(self, wishes: object, deliver: object) -> None:
        """Take wishes; there are none."""

    def select(self, wishes: object, deliver: object) -> None:
        """Take what is selected; there is no text."""


class FakeDesktop:
    """Notes what it was given."""

    def __init__(self) -> None:
        self.opened: list[Path] = []
        self.pages: list[int] = []
        self.revealed: list[Path] = []
        self.knows_a_program = True

    def open(self, path: Path, page: int = -1) -> bool:
        self.opened.append(path)
        self.pages.append(page)
        return self.knows_a_program

    def reveal(self, path: Path) -> bool:
        self.revealed.append(path)
        return self.knows_a_program
