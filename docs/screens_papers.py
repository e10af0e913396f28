# SPDX-License-Identifier: Apache-2.0
"""The files that pictures are taken with: the samples, more like them, some that are damaged."""

from __future__ import annotations

import shutil
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from findling.ui.composition import sample_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

N_COPIES = 40
"""Copies of each sample, so that reading them lasts long enough for a picture."""

SHEETS = {
    "Premiums": (
        ("Policy", "Insured", "Premium", "Due"),
        ("Household", "kitchen, floors, furniture", "184.50", "1 March"),
        ("Liability", "the family and the dog", "62.00", "1 April"),
        ("Travel", "journeys of up to 56 days", "48.90", "15 June"),
        ("Bicycles", "two bicycles and a trailer", "97.20", "1 July"),
    ),
    "Claims": (
        ("Date", "What was damaged", "Paid"),
        ("12 May", "kitchen cupboards and oak floor", "2,310.00"),
        ("3 August", "bicycle lock", "0.00"),
    ),
}


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


class Papers(NamedTuple):
    """Folders: what is searched, what takes long to read, what is taken away again."""

    papers: Path
    archive: Path
    drive: Path


def make_papers(home: Path) -> Papers:
    """Lay the folders into a home."""
    sample = sample_folder()
    if sample is None:
        sys.exit("the sample library is missing")
    papers = home / "Documents" / "Papers"
    shutil.copytree(sample, papers)
    texts = [path for path in sorted(papers.iterdir()) if path.suffix in (".txt", ".md")]
    archive = _copies(home / "Documents" / "Archive", texts, N_COPIES, 30)
    for name in ("Desktop", "Downloads"):
        _copies(home / name, texts[:3], 2, 1)
    drive = _copies(home / "media" / "Letters", texts[:4], 1, 1)
    write_xlsx(papers / "insurance-overview.xlsx", SHEETS)
    (papers / "scan-of-passport.pdf").write_bytes(b"%PDF-1.7 cut off in the middle of a copy")
    (papers / "holiday-1998.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    (papers / "old-letter.docx").write_bytes(b"PK\x03\x04" + b"damaged" * 40)
    return Papers(papers, archive, drive)


def _copies(folder: Path, texts: Sequence[Path], number: int, length: int) -> Path:
    """Fill a folder with texts that are like others, so many of each and so many times as long."""
    folder.mkdir(parents=True)
    for copy in range(number):
        for path in texts:
            text = f"{path.read_text(encoding='utf-8')}\n\nNumber {copy + 1}.\n"
            name = f"{path.stem}-{1984 + copy}{path.suffix}"
            (folder / name).write_text(text * length, encoding="utf-8")
    return folder


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write a workbook of plain words: no more than what a reader of it needs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _relations({"r1": ("officeDocument", "xl/workbook.xml")}))
        names = {f"r{i}": ("worksheet", f"worksheets/r{i}.xml") for i in range(len(sheets))}
        book.writestr("xl/_rels/workbook.xml.rels", _relations(names))
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{i + 1}" r:id="r{i}"/>'
            for i, name in enumerate(sheets)
        )
        head = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        book.writestr("xl/workbook.xml", f"{head}<sheets>{listed}</sheets></workbook>")
        for i, rows in enumerate(sheets.values()):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/r{i}.xml", sheet)


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return what says which part of a workbook is where."""
    items = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
