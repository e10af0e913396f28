# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter

from tests.app.extract.conftest import pdf_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]


@pytest.fixture
def locked(tmp_path: Path, findling: Findling) -> Path:
    """A library with one locked PDF in it."""
    folder = tmp_path / "safe"
    folder.mkdir()
    (tmp_path / "plain.pdf").write_bytes(pdf_bytes([["The lease ends in spring."]], {}))
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "plain.pdf"))
    writer.encrypt("key of oak", "owner", algorithm="RC4-128")
    writer.write(folder / "lease.pdf")
    findling("add", folder, "--library", tmp_path / "library")
    return folder / "lease.pdf"


def test_a_piped_password_opens_a_document(
    locked: Path, tmp_path: Path, findling: Findling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("key of oak\nnot this\n"))
    status, out, _ = findling("unlock", locked, "--library", tmp_path / "library")
    assert (status, out) == (0, "1 document unlocked.\n")
    assert "spring" in findling("search", "lease", "--library", tmp_path / "library")[1]


def test_a_wrong_password_is_told(
    locked: Path, tmp_path: Path, findling: Findling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("key of elm\n"))
    status, _, err = findling("unlock", locked, "--library", tmp_path / "library")
    assert status == 1
    assert "does not open this document" in err


def test_a_file_that_is_not_locked_is_told(
    locked: Path, tmp_path: Path, findling: Findling
) -> None:
    status, _, err = findling("unlock", tmp_path / "plain.pdf", "--library", tmp_path / "library")
    assert status == 1
    assert "does not wait for a password" in err
