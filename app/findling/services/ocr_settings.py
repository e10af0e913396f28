# SPDX-License-Identifier: Apache-2.0
"""Whether scans of a library are read, and in which languages: off until the user says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

SETTING = "ocr"


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """What the user set for scans.

    Attributes
    ----------
    enabled : bool
    languages : tuple of str
        Tesseract's names, such as ``eng``; at least one while enabled.
    """

    enabled: bool = False
    languages: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The languages in one word: a page is recognised again when it changes."""
        return "+".join(self.languages)

    def to_text(self) -> str:
        """Return them as a setting."""
        return json.dumps({"enabled": self.enabled, "languages": self.languages})

    @staticmethod
    def from_text(text: str) -> OcrSettings:
        """Return what `to_text` wrote; off for an empty text."""
        value = cast("dict[str, Any]", json.loads(text)) if text else {}
        names = tuple(str(name) for name in value.get("languages", ()))
        return OcrSettings(value.get("enabled") is True and bool(names), names)
