# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from findling.services.ocr_settings import OcrSettings
from findling.services.scan_facts import scan_facts
from findling.services.scan_reader import ScanStatus
from tests.app.services.scans import install_fake

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library


def test_without_tesseract_only_the_library_is_told_of(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    facts = scan_facts(library)
    assert (facts.settings, facts.status) == (OcrSettings(), ScanStatus(0, 0, 0, 0))
    assert (facts.version, facts.languages) == ("", ())


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_an_installed_tesseract_names_its_languages(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_fake(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    library.set_ocr_settings(OcrSettings(True, ("eng",)))
    facts = scan_facts(library)
    assert facts.version
    assert "eng" in facts.languages
    assert facts.settings == OcrSettings(True, ("eng",))
