# SPDX-License-Identifier: Apache-2.0
"""What readers say is said in the user's language, and no sentence of theirs is forgotten."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.extract.kinds import HINTS, UNREADABLE
from findling.ui import sentences
from findling.ui.i18n.languages import Languages
from findling.ui.sentences import NAMES, TEMPLATES, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

ROOM = Path(sentences.__file__).parents[1]
SOURCES = [
    *sorted((ROOM / "extract").glob("*.py")),
    ROOM / "jobs" / "child_process.py",
    ROOM / "services" / "reading.py",
    ROOM / "services" / "member_reading.py",
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


def is_known(sentence: str) -> bool:
    return sentence in TEMPLATES or sentences._told(sentence) is not None  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_of_a_reader_is_forgotten(path: Path) -> None:
    assert [one for one in sentences_of(path) if not is_known(one)] == []


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
