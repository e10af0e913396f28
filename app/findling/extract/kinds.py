# SPDX-License-Identifier: Apache-2.0
"""Kinds of files by the extension of their names."""

from __future__ import annotations

_BY_FORMAT = {
    "pdf": "pdf",
    "docx": "docx docm dotx dotm",
    "xlsx": "xlsx xlsm xltx xltm",
    "pptx": "pptx pptm ppsx ppsm potx potm",
    "odt": "odt ott fodt",
    "ods": "ods ots fods",
    "odp": "odp otp fodp odg otg fodg",
    "rtf": "rtf",
    "epub": "epub",
    "html": "html htm xhtml shtml",
    "md": "md markdown mdown mkd",
    "rst": "rst rest",
    "csv": "csv tsv",
    "eml": "eml emlx",
    "mbox": "mbox mbx",
    "msg": "msg",
    "mhtml": "mht mhtml",
    "zip": "zip",
    "txt": """
        txt text asc org adoc
        asm awk bas bat bib c cc cfg cl clj cmake cmd conf cpp cs css cxx d dart diff el elm env erl
        ex exs f90 for fs go gradle groovy h hh hpp hs hxx inc ini ipynb java jl js json jsonl jsx
        kt kts less lisp lock log lua m mak make mjs ml mm nim nix pas patch php pl pm po pot
        properties proto ps1 py pyi pyx r rb rs sass scala scm scss sh sql srt sty sv svelte swift
        tcl tex toml ts tsx v vb vhd vim vtt vue xml xsd xsl yaml yml zig zsh
    """,
}

_BY_FAMILY = {
    "Old Word files (.doc)": "doc dot",
    "Old Excel files (.xls)": "xls xlt",
    "Binary Excel files (.xlsb)": "xlsb",
    "Old PowerPoint files (.ppt)": "ppt pps pot",
    "OpenDocument files of this kind": "odb odf odm sxw sxc sxi",
    "E-books of this kind": "mobi azw azw3 fb2 djvu",
    "Outlook data files": "pst ost oft",
    "Apple iWork files": "pages numbers key",
    "Saved web pages of this kind": "webarchive",
    "Pictures": "png jpg jpeg gif bmp tif tiff webp heic heif svg ico psd raw cr2 nef eps xcf avif",
    "Sound recordings": "mp3 wav flac ogg m4a aac wma opus mid aiff",
    "Films": "mp4 mkv avi mov wmv webm m4v mpg mpeg flv 3gp",
    "Archives": "tar gz tgz bz2 xz 7z rar zst iso dmg cab jar war deb rpm whl",
    "Programs": "exe dll so dylib bin msi app apk o a lib pyc class wasm",
    "Databases": "db sqlite sqlite3 mdb accdb dbf",
    "Fonts": "ttf otf woff woff2 pfb",
    "Data files of this kind": "npy npz pkl parquet h5 hdf5 feather mat rds onnx pt safetensors",
}

HINTS = {
    "Old Word files (.doc)": "Open it in Word or LibreOffice and save it as .docx.",
    "Old Excel files (.xls)": "Open it in Excel or LibreOffice and save it as .xlsx.",
    "Binary Excel files (.xlsb)": "Open it in Excel or LibreOffice and save it as .xlsx.",
    "Old PowerPoint files (.ppt)": "Open it in PowerPoint or LibreOffice and save it as .pptx.",
    "Old Office files": "Open it in LibreOffice and save it in a newer format.",
    "Apple iWork files": "Open it in Pages, Numbers or Keynote and export it as a PDF.",
    "E-books of this kind": "Convert it to .epub.",
}
"""What to do about a kind of file that has no reader."""

WITHOUT_TEXT = frozenset({"Pictures", "Sound recordings", "Films", "Programs", "Fonts"})
"""Kinds that are not even unpacked; a file of another kind may be misnamed."""


def _by_extension(names: dict[str, str]) -> dict[str, str]:
    return {f".{name}": kind for kind, joined in names.items() for name in joined.split()}


FORMATS = _by_extension(_BY_FORMAT)
"""Format by extension, for files that have a reader."""

UNREADABLE = _by_extension(_BY_FAMILY)
"""Kind of file in words ("Old Word files (.doc)") by extension, for files that have none."""
