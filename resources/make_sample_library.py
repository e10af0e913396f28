#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turn `sample_sources/*.md` into the DOCX and PDF files of `sample_library/`.

Run as `python3 dev.py exec -- python resources/make_sample_library.py`. The sources use few marks:
`#` and `##` headings, `**bold**`, and `---` alone on a line for a new page. The files carry no date
of their making: made twice with the same versions and fonts they differ in nothing but the order in
which Qt puts two fonts into a PDF.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

HERE = Path(__file__).resolve().parent
AUTHOR = "Findling sample"
MADE = datetime(2025, 1, 1)
"""The one date written into all files."""

PAGE_BREAK = "---"


def paragraphs(source: str) -> list[str]:
    """Cut a source at blank lines."""
    return [part.strip() for part in source.split("\n\n") if part.strip()]


def bold_parts(paragraph: str) -> list[str]:
    """Split at `**`; every second part is bold."""
    return paragraph.split("**")


def heading_level(paragraph: str) -> int:
    """Return 1 or 2 for a heading, 0 for a paragraph."""
    return len(re.match("#*", paragraph)[0])  # type: ignore[index] # the pattern matches anything


def write_docx(source: str, path: Path) -> None:
    """Write a source as a Word document."""
    word = docx.Document()
    for paragraph in paragraphs(source):
        level = heading_level(paragraph)
        if level:
            word.add_heading(paragraph.lstrip("# "), level)
        elif paragraph == PAGE_BREAK:
            word.add_page_break()
        else:
            line = word.add_paragraph()
            for index, part in enumerate(bold_parts(paragraph)):
                line.add_run(part).bold = index % 2 == 1
    facts = word.core_properties
    facts.title, facts.author, facts.comments = title_of(source), AUTHOR, ""
    facts.created = facts.modified = MADE
    memory = io.BytesIO()
    word.save(memory)
    path.write_bytes(without_zip_dates(memory.getvalue()))


def without_zip_dates(packed: bytes) -> bytes:
    """Return a zip archive again, with every member dated alike."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED, 9)
    return result.getvalue()


def title_of(source: str) -> str:
    """Return the first heading."""
    return source.splitlines()[0].lstrip("# ")


def write_pdf(source: str, path: Path) -> None:
    """Print a source to PDF on A5, which gives several pages from a short text."""
    bytes_ = QByteArray()
    buffer = QBuffer(bytes_)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title_of(source))
    writer.setAuthor(AUTHOR)
    writer.setCreator("resources/make_sample_library.py")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), path.name.encode()))
    writer.setResolution(300)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A5),
            QPageLayout.Orientation.Portrait,
            QMarginsF(18, 16, 18, 16),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = rich_document(source)
    area = writer.pageLayout().paintRectPixels(writer.resolution()).size()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(area))
    document.print_(writer)
    buffer.close()
    path.write_bytes(without_pdf_dates(bytes(bytes_.data())))


def rich_document(source: str) -> QTextDocument:
    """Return a source as a Qt text document."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    font = QFont("DejaVu Serif", 9)
    font.setFeature(QFont.Tag("liga"), 0)  # readers differ in what they make of joined letters
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    new_page = False
    for number, paragraph in enumerate(paragraphs(source)):
        if paragraph == PAGE_BREAK:
            new_page = True
            continue
        block = QTextBlockFormat()
        block.setBottomMargin(24)
        block.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if new_page:
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        new_page = False
        if number:
            cursor.insertBlock()
        cursor.setBlockFormat(block)
        insert_runs(cursor, paragraph)
    return document


def insert_runs(cursor: QTextCursor, paragraph: str) -> None:
    """Insert the words of one paragraph, headings large and bold."""
    level = heading_level(paragraph)
    for index, part in enumerate(bold_parts(paragraph.lstrip("# "))):
        style = QTextCharFormat()
        style.setFontPointSize((9, 15, 11)[level])
        style.setFontWeight(QFont.Weight.Bold if level or index % 2 else QFont.Weight.Normal)
        cursor.insertText(part, style)


def without_pdf_dates(pdf: bytes) -> bytes:
    """Return a PDF with its dates replaced by dates of the same length, so that no offset moves."""
    stamp = MADE.strftime("%Y%m%d%H%M%S").encode()
    pdf = re.sub(rb"\(D:\d{14}[^)]*\)", lambda m: b"(D:" + stamp + m[0][17:], pdf)
    day = MADE.strftime("%Y-%m-%dT%H:%M:%S").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", day, pdf)


def main() -> None:
    """Make every file anew."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    for source in sorted((HERE / "sample_sources").glob("*.md")):
        target = HERE / "sample_library" / source.stem
        write = {".docx": write_docx, ".pdf": write_pdf}[target.suffix]
        write(source.read_text(encoding="utf-8"), target)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    application.quit()


if __name__ == "__main__":
    main()
