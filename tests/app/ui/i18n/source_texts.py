# SPDX-License-Identifier: Apache-2.0
"""Reads the window's source for texts: those that are translated, and those that should be."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import findling.ui

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(findling.ui.__file__).parent

TRANSLATE = frozenset({"tr", "_tr", "mark"})
"""Functions whose first argument is a text to translate; that of `translate` is its second."""

_SAID = ("Text", "ToolTip", "WindowTitle", "PlaceholderText", "AccessibleName", "Title")
_HINTED = ("AccessibleDescription", "InformativeText", "StatusTip", "WhatsThis")
_MAKERS = ("addAction", "addMenu", "addRow", "addTab", "QLabel", "QPushButton", "QAction")
_NAMES = (*(f"set{name}" for name in (*_SAID, *_HINTED)), *_MAKERS)
SHOWN_BY = frozenset({*_NAMES, "QCheckBox", "Tick"})
"""What shows its text as it is given."""

UNTRANSLATED = frozenset({"Findling", "English", "Deutsch"})
"""Names, which are the same in every language."""


class Found(NamedTuple):
    """A text and where it stands."""

    text: str
    place: str


def translated() -> list[Found]:
    """Return all texts that are given to a translating function."""
    return [found for file in _files() for found in _translated_in(file)]


def untranslated() -> list[Found]:
    """Return literals with letters that are shown without translation."""
    return [found for file in _files() for found in _shown_in(file)]


def _files() -> Iterator[Path]:
    yield from sorted(ROOT.rglob("*.py"))


def _translated_in(file: Path) -> Iterator[Found]:
    for call, name in _calls(file):
        position = 1 if name == "translate" else 0
        if (name in TRANSLATE or name == "translate") and len(call.args) > position:
            for text in _literals(call.args[position]):
                yield Found(text, f"{file.relative_to(ROOT)}:{call.lineno}")


def _shown_in(file: Path) -> Iterator[Found]:
    for call, name in _calls(file):
        if name in SHOWN_BY and call.args:
            for text in _literals(call.args[0]):
                if any(letter.isalpha() for letter in text) and text not in UNTRANSLATED:
                    yield Found(text, f"{file.relative_to(ROOT)}:{call.lineno}")


def _calls(file: Path) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield node, function.attr
            elif isinstance(function, ast.Name):
                yield node, function.id


def _literals(node: ast.expr) -> Iterator[str]:
    """Return the texts that an argument may be: itself, or both of "a if so else b"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
