# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


def test_a_report_is_written(findling: Findling, documents: Path, tmp_path: Path) -> None:
    library, file = tmp_path / "library", tmp_path / "report.zip"
    findling("add", documents, "--library", library)
    status, out, err = findling("report", file, "--library", library)
    assert (status, err) == (0, "")
    assert "4 parts (about.txt, program.json, computer.json, library.json)" in out
    with zipfile.ZipFile(file) as archive:
        assert b'"read": 2' in archive.read("library.json")


def test_a_report_that_cannot_be_written_is_a_sentence(findling: Findling, tmp_path: Path) -> None:
    status, _, err = findling("report", tmp_path / "no" / "report.zip", "--library", tmp_path)
    assert status == 1
    assert err == "findling: report.zip cannot be written. Choose another folder.\n"
