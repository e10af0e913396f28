# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its name and by its first bytes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from findling.extract.decode import looks_binary

HEAD_BYTES = 8192

_CODE = """
    asm awk bas bat bib c cc cfg cl clj cmake cmd conf cpp cs css cxx d dart diff el elm env erl ex exs f90 for fs go
    gradle groovy h hh hpp hs hxx inc ini ipynb java jl js json jsonl jsx kt kts less lisp lock log lua m mak make mjs
    ml mm nim nix pas patch php pl pm po pot properties proto ps1 py pyi pyx r rb rs sass scala scm scss sh sql srt
    sty sv svelte swift tcl tex toml ts tsx v vb vhd vim vtt vue xml xsd xsl yaml yml zig zsh
""".split()

FORMATS: dict[str, str] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".md": "md",
    ".markdown": "md",
    ".mdown": "md",
    ".mkd": "md",
    ".rst": "rst",
    ".rest": "rst",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "txt",
    ".text": "txt",
    ".asc": "txt",
    ".org": "txt",
    ".adoc": "txt",
    **{f".{extension}": "txt" for extension in _CODE},
}
"""Format by file name extension."""

_FAMILIES: dict[str, str] = {
    "PowerPoint files": "ppt pptx pptm pps ppsx pot potx",
    "Excel files": "xls xlsx xlsm xlsb xlt xltx",
    "Old Word files (.doc)": "doc dot",
    "OpenDocument files": "odt ods odp odg ott fodt fods fodp",
    "E-books": "epub mobi azw azw3 fb2 djvu",
    "E-mails": "eml mbox msg pst ost",
    "Rich Text files": "rtf",
    "Apple iWork files": "pages numbers key",
    "Saved web pages of this kind": "mht mhtml webarchive",
    "Pictures": "png jpg jpeg gif bmp tif tiff webp heic heif svg ico psd raw cr2 nef ai eps xcf avif",
    "Sound recordings": "mp3 wav flac ogg m4a aac wma opus mid aiff",
    "Films": "mp4 mkv avi mov wmv webm m4v mpg mpeg flv 3gp",
    "Archives": "zip tar gz tgz bz2 xz 7z rar zst iso dmg cab jar war deb rpm whl",
    "Programs": "exe dll so dylib bin msi app apk o a lib pyc class wasm",
    "Databases": "db sqlite sqlite3 mdb accdb dbf",
    "Fonts": "ttf otf woff woff2 pfb",
    "Data files of this kind": "npy npz pkl parquet h5 hdf5 feather mat rds onnx pt safetensors",
}
UNREADABLE: dict[str, str] = {
    f".{extension}": family for family, names in _FAMILIES.items() for extension in names.split()
}
"""Kind of file, in words, by extension, for kinds that have no reader."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (_OLE, "ole"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x89PNG\r\n\x1a\n", "Pictures"),
    (b"\xff\xd8\xff", "Pictures"),
    (b"GIF8", "Pictures"),
    (b"\x7fELF", "Programs"),
    (b"MZ\x90", "Programs"),
    (b"SQLite format 3\0", "Databases"),
    (b"\x1f\x8b", "Archives"),
    (b"7z\xbc\xaf\x27\x1c", "Archives"),
    (b"Rar!\x1a", "Archives"),
    (b"\xfd7zXZ", "Archives"),
)
_HTML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is.

    Attributes
    ----------
    format : str
        A format with a reader, or empty.
    family : str
        Its kind in words ("PowerPoint files") when no reader knows it.
    protected : bool
        True for an Office file inside an encrypted container.
    """

    format: str = ""
    family: str = ""
    protected: bool = False


def sniff(path: Path) -> Sniffed:
    """Say what a file is: its content decides where it is unmistakable, else its name.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    extension = path.suffix.lower()
    by_name = FORMATS.get(extension, "")
    if b"%PDF-" in head[:1024] and (by_name in ("", "pdf", "docx") or head.startswith(b"%PDF-")):
        return Sniffed("pdf")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _container(path, kind)
    return _by_name(extension, by_name, head)


def _by_name(extension: str, by_name: str, head: bytes) -> Sniffed:
    if extension in UNREADABLE and not (by_name and not looks_binary(head)):
        return Sniffed(family=UNREADABLE[extension])
    if by_name == "txt" or (by_name == "docx" and _HTML.match(head)):
        return Sniffed("html" if _HTML.match(head) else "txt")
    if by_name:
        return Sniffed(by_name)
    if head and looks_binary(head):
        return Sniffed(family=f"Files of this kind ({extension})" if extension else "Files of this kind")
    return Sniffed("html" if _HTML.match(head) else "txt")


def _container(path: Path, kind: str) -> Sniffed:
    if kind == "ole":
        return _ole(path)
    if kind == "zip":
        return _zip(path)
    if kind == "rtf":
        return Sniffed(family="Rich Text files")
    return Sniffed(family=kind)


def _ole(path: Path) -> Sniffed:
    """Tell old Office files from new ones that are encrypted, by names in the container's directory."""
    with path.open("rb") as stream:
        data = stream.read(4_000_000)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Sniffed(FORMATS.get(path.suffix.lower(), ""), "Office files", protected=True)
    for name, family in (
        ("WordDocument", "Old Word files (.doc)"),
        ("PowerPoint Document", "PowerPoint files"),
        ("Workbook", "Excel files"),
        ("Book", "Excel files"),
        ("__substg1.0_", "E-mails"),
    ):
        if name.encode("utf-16-le") in data:
            return Sniffed(family=family)
    return Sniffed(family=UNREADABLE.get(path.suffix.lower(), "Old Office files"))


def _zip(path: Path) -> Sniffed:
    """Tell the many formats that are zip files apart, by the names of their members."""
    extension = path.suffix.lower()
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()[:10_000]}
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        names = set[str]()
    for prefix, found in (
        ("word/", Sniffed("docx")),
        ("ppt/", Sniffed(family="PowerPoint files")),
        ("xl/", Sniffed(family="Excel files")),
        ("meta-inf/container.xml", Sniffed(family="E-books")),
        ("meta-inf/manifest.xml", Sniffed(family="OpenDocument files")),
    ):
        if any(name.startswith(prefix) for name in names):
            return found
    if FORMATS.get(extension) == "docx":
        return Sniffed("docx")  # let the reader say what is wrong with it
    return Sniffed(family=UNREADABLE.get(extension, "Archives"))
