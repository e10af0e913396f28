# SPDX-License-Identifier: Apache-2.0
"""What there is to say of a library's scans, and of what could read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.services.scan_reader import scan_status
from findling.services.tesseract import Tesseract

if TYPE_CHECKING:
    from findling.services.library import Library
    from findling.services.ocr_settings import OcrSettings
    from findling.services.scan_reader import ScanStatus


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """Scans at one moment.

    Attributes
    ----------
    settings : OcrSettings
        Whether they are read.
    status : ScanStatus
        How many there are, and how many were read.
    version : str
        Of the installed Tesseract; empty where there is none.
    languages : tuple of str
        Its own names of what it can read, such as ``eng``.
    """

    settings: OcrSettings
    status: ScanStatus
    version: str = ""
    languages: tuple[str, ...] = ()


def scan_facts(library: Library) -> ScanFacts:
    """Ask the library and the installed Tesseract; that takes a moment."""
    found = Tesseract.find()
    settings, status = library.ocr_settings(), scan_status(library)
    if found is None:
        return ScanFacts(settings, status)
    return ScanFacts(settings, status, found.version, found.languages)
