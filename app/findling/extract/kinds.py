# SPDX-License-Identifier: Apache-2.0
"""Kinds of files by the extension of their names."""

from __future__ import annotations

_BY_FORMAT = {
    "pdf": "pdf",
    "docx": "docx docm dotx dotm",
    "html": "html htm xhtml shtml",
    "md": "md markdown mdown mkd",
    "rst": "rst rest",
    "csv": "csv tsv",
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
    "PowerPoint files": "ppt pptx pptm pps ppsx pot potx",
    "Excel files": "xls xlsx xlsm xlsb xlt xltx",
    "Old Word files (.doc)": "doc dot",
    "OpenDocument files": "odt ods odp odg ott fodt fods fodp",
    "E-books": "epub mobi azw azw3 fb2 djvu",
    "E-mails": "eml mbox msg pst ost",
    "Rich Text files": "rtf",
    "Apple iWork files": "pages numbers key",
    "Saved web pages of this kind": "mht mhtml webarchive",
    "Pictures": "png jpg jpeg gif bmp tif tiff webp heic heif svg ico psd raw cr2 nef eps xcf avif",
    "Sound recordings": "mp3 wav flac ogg m4a aac wma opus mid aiff",
    "Films": "mp4 mkv avi mov wmv webm m4v mpg mpeg flv 3gp",
    "Archives": "zip tar gz tgz bz2 xz 7z rar zst iso dmg cab jar war deb rpm whl",
    "Programs": "exe dll so dylib bin msi app apk o a lib pyc class wasm",
    "Databases": "db sqlite sqlite3 mdb accdb dbf",
    "Fonts": "ttf otf woff woff2 pfb",
    "Data files of this kind": "npy npz pkl parquet h5 hdf5 feather mat rds onnx pt safetensors",
}


def _by_extension(names: dict[str, str]) -> dict[str, str]:
    return {f".{name}": kind for kind, joined in names.items() for name in joined.split()}


FORMATS = _by_extension(_BY_FORMAT)
"""Format by extension, for files that have a reader."""

UNREADABLE = _by_extension(_BY_FAMILY)
"""Kind of file in words ("PowerPoint files") by extension, for files that have none."""
