# SPDX-License-Identifier: Apache-2.0
"""Files made on the spot: a test shows all that it reads."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

MakePdf = Callable[..., Path]
MakeDocx = Callable[..., Path]
MakeParts = Callable[..., Path]
MakeOdf = Callable[..., Path]

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf_bytes(pages: Sequence[Sequence[str]], extra: dict[str, str]) -> bytes:
    """Return a PDF with the given lines on its pages, 14 points apart, first baseline at 700."""
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {extra.get('catalog', '')} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        f"/Encoding /WinAnsiEncoding {extra.get('font', '')} >>",
    }
    for index, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = f"BT /F1 12 Tf 72 700 Td {shown}ET"
        objects[10 + 2 * index] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {11 + 2 * index} 0 R "
            f"{extra.get('page', '')} >>"
        )
        objects[11 + 2 * index] = _stream(stream)
    if "cmap" in extra:
        objects[4] = _stream(extra["cmap"])
    return assemble_pdf(objects, extra.get("trailer", ""))


def assemble_pdf(objects: dict[int, str], trailer: str = "") -> bytes:
    """Return a PDF file of numbered objects with a proper table of their places."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += b"xref\n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode()
    size = max(objects) + 1
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Write a PDF with lines of text on each page; keywords add raw PDF to its objects."""

    def make(*pages: Sequence[str], name: str = "test.pdf", **extra: str) -> Path:
        path = tmp_path / name
        path.write_bytes(pdf_bytes(pages, extra))
        return path

    return make


@pytest.fixture
def make_raw_pdf(tmp_path: Path) -> Callable[[dict[int, str]], Path]:
    """Write a PDF of raw numbered objects."""

    def make(objects: dict[int, str]) -> Path:
        path = tmp_path / "raw.pdf"
        path.write_bytes(assemble_pdf(objects))
        return path

    return make


@pytest.fixture
def make_docx(tmp_path: Path) -> MakeDocx:
    """Write a DOCX that a function fills."""

    def make(fill: Callable[[DocxDocument], object], name: str = "test.docx") -> Path:
        document = Document()
        fill(document)
        path = tmp_path / name
        document.save(str(path))
        return path

    return make


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of bytes, or of text as UTF-8."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


_ODF_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *((name, name) for name in ("office", "text", "table", "style", "meta", "presentation")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
    )
)
_ODF_ROOT = f'{_ODF_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"'


def relationships(**links: str) -> str:
    """Return the XML of a ``.rels`` part: ``rId1="worksheet sheets/sheet1.xml"``."""
    rows = (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{noun}" Target="{target}"/>'
        for key, (noun, target) in ((key, link.split()) for key, link in links.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


@pytest.fixture
def make_parts(tmp_path: Path) -> MakeParts:
    """Write a zip of parts: names and their text or bytes."""

    def make(name: str, parts: dict[str, str | bytes]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                method = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(part, content, method)
        return path

    return make


@pytest.fixture
def make_office(make_parts: MakeParts) -> MakeParts:
    """Write an Office file of parts; the first one is the document itself.

    Keywords are links: ``{"xl/workbook.xml": {"rId1": "worksheet sheets/sheet1.xml"}}``.
    """

    def make(
        name: str, parts: dict[str, str | bytes], links: dict[str, dict[str, str]] | None = None
    ) -> Path:
        main = next(iter(parts))
        whole: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": relationships(rId1=f"officeDocument {main}"),
        }
        for part, table in (links or {}).items():
            folder, _, file = part.rpartition("/")
            whole[f"{folder}/_rels/{file}.rels"] = relationships(**table)
        return make_parts(name, whole | parts)

    return make


@pytest.fixture
def make_odf(make_parts: MakeParts) -> MakeOdf:
    """Write an OpenDocument file; keywords hold its metadata and styles."""

    def make(
        name: str, kind: str, body: str, *, meta: str = "", automatic: str = "", styles: str = ""
    ) -> Path:
        def part(tag: str, content: str) -> str:
            return f"<office:{tag} {_ODF_ROOT}>{content}</office:{tag}>"

        content = (
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        )
        parts = {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": part("document-content", content),
            "styles.xml": part("document-styles", styles),
            "meta.xml": part("document-meta", f"<office:meta>{meta}</office:meta>"),
        }
        return make_parts(name, parts)

    return make


@pytest.fixture
def make_flat_odf(tmp_path: Path) -> MakeOdf:
    """Write an OpenDocument file in one piece of XML, with a header on its pages."""

    def make(name: str, kind: str, body: str) -> Path:
        path = tmp_path / name
        path.write_text(
            f'<?xml version="1.0"?><office:document {_ODF_ROOT} '
            f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
            "<office:master-styles><text:p>7</text:p></office:master-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
        )
        return path

    return make
