# SPDX-License-Identifier: Apache-2.0
"""``findling ocr on|off|status``: read scans with an installed Tesseract."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from findling.cli.add import index
from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.running import CANCELLED
from findling.cli.terminal import counted
from findling.errors import AppError
from findling.services.library import Library
from findling.services.ocr_settings import OcrSettings
from findling.services.scan_reader import scan_status, turn_ocr
from findling.services.tesseract import Tesseract

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers
    from findling.services.scan_reader import ScanStatus


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("ocr", help="read scans with an installed Tesseract")
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    on = kinds.add_parser("on", help="read the scans of the library, now and later")
    on.add_argument(
        "--languages",
        metavar="eng+deu",
        default="",
        help="Tesseract's names, joined with +; `findling ocr status` lists those installed",
    )
    add_library(on)
    on.set_defaults(run=run_on)
    off = kinds.add_parser("off", help="read no more scans; what was recognised stays")
    add_library(off)
    off.set_defaults(run=run_off)
    status = kinds.add_parser("status", help="tell what there is to read and what was read")
    add_library(status)
    add_json(status)
    status.set_defaults(run=run_status)


def run_on(options: argparse.Namespace) -> int:
    """Turn it on and begin; Ctrl+C stops in good order, and `findling add` goes on."""
    tesseract = Tesseract.find()
    if tesseract is None:
        raise AppError(
            "Tesseract is not installed, or not on the PATH.",
            hint="Install it (package tesseract-ocr, brew install tesseract, or its installer "
            "for Windows), with the data of your languages.",
        )
    with Library.open(options.library, create=False, writable=True) as library:
        wanted = [name for name in options.languages.split("+") if name]
        turn_ocr(library, OcrSettings(True, tesseract.choose(wanted)))
        summary = index(library, [source.id for source in library.sources()])
        print("\n".join(ocr_lines(library.ocr_settings(), scan_status(library), tesseract)))
    return CANCELLED if summary.cancelled else 0


def run_off(options: argparse.Namespace) -> int:
    """Turn it off."""
    with Library.open(options.library, create=False, writable=True) as library:
        turn_ocr(library, replace(library.ocr_settings(), enabled=False))
    print("Scans are read no longer. What was recognised can still be found.")
    return 0


def run_status(options: argparse.Namespace) -> int:
    """Tell how far it is."""
    tesseract = Tesseract.find()
    with Library.open(options.library, create=False) as library:
        settings, status = library.ocr_settings(), scan_status(library)
    if options.json:
        installed = [tesseract] if tesseract else []
        print(to_json(status, settings=[settings], tesseract=installed))
        return 0
    print("\n".join(ocr_lines(settings, status, tesseract)))
    return 0


def ocr_lines(settings: OcrSettings, status: ScanStatus, tesseract: Tesseract | None) -> list[str]:
    """Return what is set, what there is, and what was done, in words."""
    lines = [f"Scans     {'on, in ' + settings.key if settings.enabled else 'off'}"]
    pages, documents = counted(status.pages, "page"), counted(status.documents, "document")
    lines.append(f"Pages     {pages} without text in {documents}")
    if status.recognised:
        lost = f", {status.lost:,} of them in vain" if status.lost else ""
        lines.append(f"Read      {status.recognised:,} of them{lost}")
    if tesseract is None:
        lines.append("Tesseract not installed, or not on the PATH")
    else:
        lines.append(f"Tesseract {tesseract.version}: {', '.join(tesseract.languages)}")
    return lines
