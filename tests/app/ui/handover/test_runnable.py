# SPDX-License-Identifier: Apache-2.0
"""Which files are never opened."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from findling.ui.handover.runnable import would_run


@pytest.mark.parametrize(
    "end", sorted(["exe", "BAT", "cmd", "sh", "desktop", "app", "js", "vbs", "lnk", "ps1", "jar"])
)
def test_what_a_system_would_run_is_known(end: str) -> None:
    assert would_run(PurePath("/papers") / f"invoice.pdf.{end}")


@pytest.mark.parametrize("name", ["a.exe.", "a.exe ", "a.bat. .", "a. exe"])
def test_ends_that_windows_passes_over_hide_nothing(name: str) -> None:
    assert would_run(PurePath("/papers") / name)


@pytest.mark.parametrize(
    "name",
    ["a.pdf", "a.docx", "a.txt", "a.eml", "a.zip", "exe", "a.exe.pdf", "a.md", "a.html", "."],
)
def test_documents_are_opened(name: str) -> None:
    assert not would_run(PurePath("/papers") / name)
