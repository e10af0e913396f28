# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.app.services.scans import blank_page, calls_in, install_fake, scan_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Said

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


def test_scans_are_read_when_that_is_wanted(
    findling: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    folder, at = tmp_path / "papers", ("--library", tmp_path / "library")
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan_bytes([blank_page()]))
    assert "its only page is a picture" in findling("add", *at, folder).out
    assert "1 page in 1 file" in findling("status", *at).out
    refused = findling("ocr", "on", *at)
    assert refused.status == 1
    assert "Tesseract is not installed" in refused.err

    calls = install_fake(tmp_path / "bin")
    assert "no data for fra" in findling("ocr", "on", *at, "--languages", "fra").err
    said = findling("ocr", "on", *at, "--languages", "deu+eng").out
    assert "Scans     on, in deu+eng" in said
    assert "Read      1 of them" in said
    assert "scan.pdf" in findling("search", *at, "ink paper").out
    status = json.loads(findling("ocr", "status", *at, "--json").out)
    assert (status["pages"], status["recognised"]) == (1, 1)

    (folder / "another.pdf").write_bytes(scan_bytes([blank_page(128)]))
    findling("add", *at, folder)
    assert len(calls_in(calls)) == 2
    assert "read no longer" in findling("ocr", "off", *at).out
    assert "Scans     off" in findling("ocr", "status", *at).out
