# SPDX-License-Identifier: Apache-2.0
"""House rules that no linter knows: licence lines, sizes, and nothing of anybody's machine."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("app", "benchmarks", "core", "docs", "resources", "tests")
CODE = (".py", ".cpp", ".h", ".cmake")
LICENCE = "SPDX-License-Identifier: Apache-2.0"
MOST_LINES = 500


def texts(*endings: str) -> dict[str, str]:
    """Return the project's texts by their path."""
    paths = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.suffix in endings]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted([*paths, ROOT / "dev.py"])
    }


def test_code_opens_with_its_licence() -> None:
    bare = [name for name, text in texts(*CODE).items() if LICENCE not in text[:200]]
    assert bare == []


def test_code_comes_in_readable_sizes() -> None:
    long = [name for name, text in texts(*CODE).items() if text.count("\n") > MOST_LINES]
    assert long == []


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.])/(?:work|root)/")
    mine = "tests/test_tree.py"
    found = texts(*CODE, ".md", ".toml", ".json", ".txt").items()
    assert [name for name, text in found if name != mine and place.search(text)] == []
