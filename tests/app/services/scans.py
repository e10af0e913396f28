# SPDX-License-Identifier: Apache-2.0
"""PDF files of pictures, and a program that stands in for Tesseract."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.app.extract.conftest import assemble_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

FAKE = Path(__file__).with_name("fake_tesseract.py")


def scan_bytes(pages: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Return a PDF of pictures alone: width, height and shades of grey of each page."""
    kids = " ".join(f"{10 + 3 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
    }
    for i, (width, height, gray) in enumerate(pages):
        page, content, picture = (10 + 3 * i + k for k in range(3))
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Resources << /XObject << /P {picture} 0 R >> >> /Contents {content} 0 R >>"
        )
        draw = f"q {width} 0 0 {height} 0 0 cm /P Do Q"
        objects[content] = f"<< /Length {len(draw)} >>\nstream\n{draw}\nendstream"
        data = gray.hex() + ">"
        objects[picture] = (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
            "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode "
            f"/Length {len(data)} >>\nstream\n{data}\nendstream"
        )
    return assemble_pdf(objects)


def blank_page(shade: int = 0) -> tuple[int, int, bytes]:
    """Return a small page of one shade of grey."""
    return 60, 80, bytes([shade]) * (60 * 80)


def install_fake(folder: Path) -> Path:
    """Put the stand-in into a folder as ``tesseract``; return the folder that notes its calls."""
    (folder / "calls").mkdir(parents=True)
    program = folder / "tesseract"
    shutil.copy(FAKE, program)
    program.write_text(f"#!{sys.executable}\n" + program.read_text())
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder / "calls"


def calls_in(folder: Path) -> list[list[str]]:
    """Return width, height, dots an inch, languages and threads of each call, in order."""
    return [path.name.split()[1:] for path in sorted(folder.iterdir())]
