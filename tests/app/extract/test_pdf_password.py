# SPDX-License-Identifier: Apache-2.0
"""PDFs that are encrypted: one that asks for a password, one that opens without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfWriter

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import read
from findling.extract.scans import blank_pages

if TYPE_CHECKING:
    from pathlib import Path


def _encrypted(path: Path, user_password: str) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    writer.write(path)
    return path


def test_a_pdf_with_a_password_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^The PDF needs a password\. Unlock it") as caught:
        read(_encrypted(tmp_path / "locked.pdf", "secret"))

    assert caught.value.kind is ReadFailure.PASSWORD


def test_a_pdf_that_only_restricts_its_owner_opens(tmp_path: Path) -> None:
    document = read(_encrypted(tmp_path / "open.pdf", ""))
    assert blank_pages(document) == (0,)  # opened: its one page is blank
