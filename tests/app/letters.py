# SPDX-License-Identifier: Apache-2.0
"""Letters of three kinds in a real library."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from findling.jobs.context import JobContext
from findling.services.indexer import Indexer
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library

_WORDS = """
bill: invoice payment due amount tax total bank account overdue reminder
lease: tenant landlord flat rent deposit notice keys heating contract month
mail: holiday birthday aunt weather dinner love greetings weekend photos soon
"""
KINDS = {
    kind: words.split() for kind, words in (line.split(":") for line in _WORDS.strip().split("\n"))
}
N_LETTERS = 60


def add_letters(library: Library, folder: Path) -> None:
    """Write 60 letters and a copy of one, and index them."""
    rng = random.Random(3)
    folder.mkdir()
    for i in range(N_LETTERS):
        kind = list(KINDS)[i % 3]
        words = rng.choices(KINDS[kind], k=12) + rng.choices(KINDS["mail"], k=1) + [f"n{i}"]
        rng.shuffle(words)
        (folder / f"{i:02d}-{kind}.txt").write_text(" ".join(words) + ".\n")
    (folder / "copy-bill.txt").write_bytes((folder / "00-bill.txt").read_bytes())
    library.add_sources([folder])
    Indexer(library, ReaderHere(), JobContext()).update()
