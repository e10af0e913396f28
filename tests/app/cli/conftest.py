# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from findling.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Said(NamedTuple):
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def findling(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process."""

    def run(*arguments: str | Path) -> Said:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return run


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with two texts and one picture."""
    folder = tmp_path / "documents"
    folder.mkdir()
    notice = "The tenants may leave by giving three months' written notice."
    bread = "Feed the starter twice a day for three days before you bake bread."
    (folder / "lease.txt").write_text(notice, encoding="utf-8")
    (folder / "bread.md").write_text(f"# Sourdough\n\n{bread}\n", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return folder
