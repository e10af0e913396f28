# SPDX-License-Identifier: Apache-2.0
"""What readers and services say is said in the user's language, and no sentence is forgotten."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.extract.kinds import HINTS, UNREADABLE
from findling.ui import sentences
from findling.ui.error_sentences import ERRORS
from findling.ui.i18n.languages import Languages
from findling.ui.sentences import NAMES, TEMPLATES, told, told_error
from findling.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

ROOM = Path(sentences.__file__).parents[1]
SOURCES = [
    *sorted((ROOM / "extract").glob("*.py")),
    ROOM / "jobs" / "child_process.py",
    ROOM / "services" / "reading.py",
    ROOM / "services" / "member_reading.py",
]

NOT_IN_WINDOWS = {
    "services": (
        *("classifying", "evaluation", "labels_evaluation", "peer_evaluation", "peers"),
        *("tables", "teaching_evaluation", "outside"),
    ),
    "jobs": ("child_process",),
    "storage": (),
}
"""What the command line alone does, or what was looked at as a reader's, by room."""
NOT_ERRORS_OF_WINDOWS = {
    "Another Findling is working on this library7.": "both its forms are looked at below",
    "There is no 7 7.": "windows know groups by their keys, not by names",
    "There is no label set 7.": "as groups",
    "There is no saved search 7.": "as groups",
    "Save one first.": "as groups",
    "There are tags and collections only.": "a window sends no other kind",
}
MAKERS = ("AppError", "ArchiveError", "ConflictError", "LibraryError", "StorageError")
SERVICES = [
    path
    for room, left_out in NOT_IN_WINDOWS.items()
    for path in sorted((ROOM / room).rglob("*.py"))
    if path.stem not in left_out
]


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    languages = Languages(qapp)
    languages.use("de")
    yield
    languages.use("en")


def _docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _written(node: ast.AST) -> str:
    """Return a text as it is written, with a 7 for what differs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("%s", "7")
    if isinstance(node, ast.JoinedStr):
        return "".join(_written(part) for part in node.values)
    return "7" if isinstance(node, ast.FormattedValue) else ""


def sentences_of(path: Path) -> Iterator[str]:
    """Yield what looks like a sentence among the texts of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    skipped = _docstrings(tree) | inner
    for node in ast.walk(tree):
        text = _written(node) if id(node) not in skipped else ""
        if " " in text and text[0].isupper() and text.endswith((".", "?).")):
            yield text


def errors_of(path: Path) -> Iterator[str]:
    """Yield messages and hints of the errors that a file makes, however they begin."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name.endswith(MAKERS):
            hints = [one.value for one in node.keywords if one.arg == "hint"]
            for said in (*node.args[:1], *node.args[2:], *hints):
                text = _written(said)
                if text and text != "7":
                    yield text


def is_known(sentence: str) -> bool:
    whole = (sentence,) if sentences._told(sentence) else re.split(r"(?<=\.) ", sentence)  # pyright: ignore[reportPrivateUsage]
    return all(sentences._told(one) is not None for one in whole)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_of_a_reader_is_forgotten(path: Path) -> None:
    assert [one for one in sentences_of(path) if not is_known(one)] == []


def test_no_error_of_a_service_is_forgotten() -> None:
    missing = {
        one: path.name
        for path in SERVICES
        for one in (*sentences_of(path), *errors_of(path))
        if not is_known(one) and one not in NOT_ERRORS_OF_WINDOWS
    }
    assert missing == {}


def test_no_error_is_translated_that_nothing_makes() -> None:
    made = {one for path in SERVICES for one in (*sentences_of(path), *errors_of(path))}
    made |= {one for text in made for one in re.split(r"(?<=\.) ", text)}
    text = " ".join(path.read_text(encoding="utf-8") for path in SERVICES)
    idle = [
        one
        for one in ERRORS
        if re.sub(r"%\d", "7", one) not in made and one.split("%1")[0].strip(".") not in text
    ]
    assert [one for one in idle if not one.startswith("Another Findling")] == []


def test_there_are_sentences_to_be_found() -> None:
    found = [one for path in SOURCES for one in sentences_of(path)]
    assert len(found) > 60
    assert not is_known("Something quite different was said.")


def test_kinds_of_files_and_what_to_do_with_them_are_known() -> None:
    assert set(UNREADABLE.values()) <= set(NAMES)
    assert set(HINTS.values()) <= set(TEMPLATES)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("The file is empty.", "Die Datei ist leer."),
        (
            "The Word document is damaged and cannot be opened.",
            "Die Datei ist beschädigt und lässt sich nicht öffnen (Word-Dokument).",
        ),
        (
            "Old Word files (.doc) cannot be read yet. "
            "Open it in Word or LibreOffice and save it as .docx.",
            "Alte Word-Dateien (.doc): lässt sich noch nicht lesen. "
            "In Word oder LibreOffice öffnen und als .docx speichern.",
        ),
        (
            "The name ends in .txt, but the content is of another kind: Films cannot be read yet.",
            "Der Name endet auf .txt, der Inhalt ist aber anderer Art. "
            "Filme: lässt sich noch nicht lesen.",
        ),
        (
            "The file is too large: 300 MB where at most 200 MB can be read.",
            "Zu groß (Datei): 300 MB, höchstens 200 MB können gelesen werden.",
        ),
        (
            "12 pages have no text (pictures or scans?).",
            "12 Seiten haben keinen Text (Bilder oder Scans?).",
        ),
        ("Nobody knows this.", "Nobody knows this."),
        ("", ""),
    ],
)
def test_sentences_are_told_in_german(german: None, english: str, expected: str) -> None:
    assert told(english) == expected


@pytest.mark.parametrize("english", ["The file is empty.", "Fonts cannot be read yet.", "x"])
def test_english_stays_as_it_is(english: str) -> None:
    assert told(english) == english


def test_errors_are_told_with_their_hints(german: None) -> None:
    folder = "/home/anna/My. Docs/Notes. Old"
    told_one = told_error(AppError(f"{folder} cannot be written.", "EACCES", "Check the disk."))
    assert told_one == f"{folder} lässt sich nicht schreiben. Die Festplatte prüfen."
    busy = AppError(
        "Another Findling is working on this library (process 12).",
        hint="Close it or wait until it is done.",
    )
    assert told_error(busy).startswith("Ein anderes Findling arbeitet an dieser Bibliothek (Proz")
    plain = AppError("Another Findling is working on this library.")
    assert told_error(plain) == "Ein anderes Findling arbeitet an dieser Bibliothek."


def test_an_error_that_is_in_the_users_language_stays_so(german: None) -> None:
    error = AppError("Diese Tasten lassen sich nicht verwenden.")
    assert told_error(error) == str(error)


def test_the_message_bar_tells_errors_in_german(german: None, theme: Theme, qtbot: QtBot) -> None:
    bar = MessageBar(theme)
    qtbot.addWidget(bar)
    bar.show_error(AppError("This document is no longer in the library.", "7"))
    assert bar.sentence == "Dieses Dokument ist nicht mehr in der Bibliothek."
    assert bar.accessibleName() == bar.sentence
