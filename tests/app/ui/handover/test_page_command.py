# SPDX-License-Identifier: Apache-2.0
"""What programs are told to open a PDF at a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from findling.ui.handover.page_command import (
    executable_in,
    found_executable,
    page_command,
    viewer_of_entry,
    viewer_of_executable,
)

FILE = Path("/papers/a b#c.pdf")


@pytest.mark.parametrize(
    ("entry", "arguments"),
    [
        ("org.gnome.Evince.desktop", ["--page-index=12", "/papers/a b#c.pdf"]),
        ("atril.desktop", ["--page-index=12", "/papers/a b#c.pdf"]),
        ("xreader.desktop", ["--page-index=12", "/papers/a b#c.pdf"]),
        ("org.kde.okular.desktop", ["-p", "12", "/papers/a b#c.pdf"]),
        ("okularApplication_pdf.desktop\n", ["-p", "12", "/papers/a b#c.pdf"]),
        ("org.pwmt.zathura-pdf-mupdf.desktop", ["-P", "12", "/papers/a b#c.pdf"]),
        ("mupdf.desktop", ["/papers/a b#c.pdf", "12"]),
        ("qpdfview.desktop", ["/papers/a b#c.pdf#12"]),
        ("firefox.desktop", ["file:///papers/a%20b%23c.pdf#page=12"]),
        ("firefox_firefox.desktop", ["file:///papers/a%20b%23c.pdf#page=12"]),
        ("google-chrome.desktop", ["file:///papers/a%20b%23c.pdf#page=12"]),
        ("microsoft-edge.desktop", ["file:///papers/a%20b%23c.pdf#page=12"]),
    ],
)
def test_programs_of_linux_are_told_the_page(entry: str, arguments: list[str]) -> None:
    viewer = viewer_of_entry(entry)
    assert viewer is not None
    assert page_command(viewer, "/usr/bin/it", FILE, 11) == ["/usr/bin/it", *arguments]


@pytest.mark.parametrize(
    "entry", ["", "gimp.desktop", "not-evince.desktop", "evince-previewer.desktop", "\0"]
)
def test_of_other_programs_nothing_is_known(entry: str) -> None:
    assert viewer_of_entry(entry) is None


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (r'"C:\Program Files\SumatraPDF\SumatraPDF.exe" "%1"', ["-page", "3"]),
        (r'"C:\Program Files\Adobe\Acrobat DC\Acrobat\Acrobat.exe" "%1"', ["/A", "page=3"]),
        (r"C:\Programs (x86)\Reader\AcroRd32.exe %1", ["/A", "page=3"]),
    ],
)
def test_programs_of_windows_are_told_the_page(command: str, arguments: list[str]) -> None:
    executable = executable_in(command)
    viewer = viewer_of_executable(executable)
    assert viewer is not None
    assert page_command(viewer, executable, FILE, 2) == [executable, *arguments, str(FILE)]


def test_a_browser_of_windows_gets_an_address() -> None:
    executable = executable_in(
        r'"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe" --single-argument %1'
    )
    viewer = viewer_of_executable(executable)
    assert viewer is not None
    assert page_command(viewer, executable, FILE, 0)[1:] == [f"{FILE.as_uri()}#page=1"]


@pytest.mark.parametrize("command", ["", "  ", "rundll32 something", '""'])
def test_odd_commands_name_no_program(command: str) -> None:
    assert viewer_of_executable(executable_in(command)) is None


def test_the_program_is_looked_for_under_all_its_names() -> None:
    viewer = viewer_of_entry("mupdf.desktop")
    assert viewer is not None
    places = {"mupdf-gl": "/usr/bin/mupdf-gl"}
    assert found_executable(viewer, places.get) == "/usr/bin/mupdf-gl"
    assert found_executable(viewer, lambda _: None) == ""
