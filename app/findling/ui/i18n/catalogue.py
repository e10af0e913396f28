# SPDX-License-Identifier: Apache-2.0
"""Texts in other languages: a folder a language, JSON files from English to the other text.

A text with ``%n`` or ``%Ln`` in it has a list: the text for one, and the text for other numbers. To
add texts put them into any file of the folder, or into a new one; the English text is the key.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
"""Where the folders of languages are."""

Entry = str | list[str]
"""One text, or the text for one and the text for other numbers."""


def load(language: str) -> dict[str, Entry]:
    """Return all texts of a language; none for English and for what is unknown.

    Raises
    ------
    ValueError
        If a file is damaged, or a text has an entry twice.
    """
    texts: dict[str, Entry] = {}
    for file in _files(language):
        pairs = cast(
            "list[tuple[str, Entry]]",
            json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list),
        )
        for english, other in pairs:
            if english in texts:
                raise ValueError(f"{file.name}: {english!r} has an entry already")
            texts[english] = other
    return texts


def pick(entry: Entry, n: int) -> str:
    """Return the text for a number; -1 where no number matters."""
    if isinstance(entry, str):
        return entry
    return entry[0] if n == 1 else entry[-1]


def _files(language: str) -> Iterator[Path]:
    folder = FOLDER / language
    if language and folder.is_dir():
        yield from sorted(folder.glob("*.json"))
