# SPDX-License-Identifier: Apache-2.0
"""Whether pictures of pages are read, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QWidget

from findling.services.ocr_settings import OcrSettings
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.settings.page import SettingsPage
from findling.ui.theme.theme import set_look
from findling.ui.widgets.controls import Choice

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from findling.services.scan_facts import ScanFacts
    from findling.ui.sessions.library import LibrarySession
    from findling.ui.sessions.work import WorkSession

_OFF: tuple[str, ...] = ()
_MOST_TOGETHER = 3
"""Each language that is looked for makes it slower."""


class ScansPage(SettingsPage):
    """Lets choose a language; the library itself keeps it.

    Parameters
    ----------
    library : LibrarySession
        Tells of scans, and of what could read them.
    work : WorkSession
        Takes the choice.
    """

    def __init__(
        self, library: LibrarySession, work: WorkSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Scans"), parent)
        self._library = library
        self._work = work
        self.language = Choice([(_OFF, tr("Do not read them"))], _OFF, self._on_chosen, self)
        self.language.setEnabled(False)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        set_look(self.said, "muted")
        self.add_row(
            tr("Pages that are &pictures"),
            self.language,
            tr(
                "Scans and photographs have no text until it is recognised. Tesseract does that, "
                "a program of its own, on this computer and in the background: some seconds a page."
            ),
        )
        self.add_wide("", self.said)

    def showEvent(self, event: QShowEvent) -> None:
        """Look how far it is."""
        super().showEvent(event)
        self._library.ask_scans(self.show_facts)

    def show_facts(self, facts: ScanFacts) -> None:
        """Show what is set, and what there is to read."""
        chosen = facts.settings.languages if facts.settings.enabled else _OFF
        self.language.offer_all(_choices(facts, chosen), chosen)
        self.language.setEnabled(bool(facts.languages) or bool(chosen))
        self.said.setText(" ".join(_sentences(facts)))

    def _on_chosen(self, languages: object) -> None:
        names = cast("tuple[str, ...]", languages)
        self._work.set_ocr(OcrSettings(bool(names), names))


def _choices(facts: ScanFacts, chosen: tuple[str, ...]) -> list[tuple[object, str]]:
    ways: list[tuple[str, ...]] = [(name,) for name in facts.languages]
    if 1 < len(facts.languages) <= _MOST_TOGETHER:
        ways.append(facts.languages)
    if chosen and chosen not in ways:
        ways.append(chosen)
    read = tr("Read them in %1")
    named = [(way, read.replace("%1", ", ".join(map(_language, way)))) for way in ways]
    return [(_OFF, tr("Do not read them")), *named]


def _language(name: str) -> str:
    """Return a language's name for Tesseract's, or that where it has no other."""
    code = name.partition("_")[0].partition("/")[0]
    language = QLocale.codeToLanguage(code, QLocale.LanguageCodeType.ISO639Part3)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return name
    shown = QLocale.languageToString(language)
    if language == QLocale().language() != QLocale.Language.English:  # that has names by country
        shown = QLocale().nativeLanguageName().partition(" (")[0] or shown
    return f"{shown} ({name})"


def _sentences(facts: ScanFacts) -> list[str]:
    status = facts.status
    said = [tr("Every page has text.")]
    if status.pages:
        text = tr("%1 in %2 are pictures, or empty.").replace("%1", wording.pages(status.pages))
        said = [text.replace("%2", wording.documents(status.documents))]
    if status.recognised:
        text = tr("%1 of them were looked at.")
        said.append(text.replace("%1", wording.count(status.recognised)))
    if not facts.languages:
        said.append(
            tr("Tesseract is not installed on this computer. Install it, and come back here.")
        )
    return said
