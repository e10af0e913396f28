# SPDX-License-Identifier: Apache-2.0
"""Puts the application into a language: our texts, Qt's own, and how numbers are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

from findling.ui.i18n import catalogue

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

KNOWN = ("en", "de")


class CatalogueTranslator(QTranslator):
    """Answers Qt's question for a text from a catalogue, wherever the text stands.

    Parameters
    ----------
    language : str
        A folder of `i18n`.
    """

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = catalogue.load(language)

    def isEmpty(self) -> bool:
        """Return whether there is nothing to answer with."""
        return not self._texts

    def translate(
        self,
        context: str,  # noqa: ARG002  the English text says it all
        sourceText: str,  # noqa: N803  Qt's name
        disambiguation: str | None = None,  # noqa: ARG002  as the context
        n: int = -1,
    ) -> str | None:  # pyright: ignore[reportIncompatibleMethodOverride]  None has Qt use the English text
        """Return a text, or None where there is none."""
        entry = self._texts.get(sourceText)
        return None if entry is None else catalogue.pick(entry, n)


class Languages:
    """The language of one application.

    Parameters
    ----------
    app : QApplication
        What is put into it.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.current = "en"

    def use(self, wanted: str) -> None:
        """Use a language; windows made from now on show it.

        Parameters
        ----------
        wanted : str
            ``en``, ``de``, or empty for the system's where it is known.
        """
        self.end()
        system = QLocale.system()
        language = wanted or QLocale.languageToCode(system.language())
        self.current = language if language in KNOWN else "en"
        is_own = not wanted or QLocale(self.current).language() == system.language()
        QLocale.setDefault(system if is_own else QLocale(self.current))
        if self.current != "en":
            self._install(self.current)

    def end(self) -> None:
        """Take the language back; windows made from now on are English."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._installed.clear()

    def _install(self, language: str) -> None:
        qt = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ours = CatalogueTranslator(language, self._app)
        if qt.load(f"qtbase_{language}", folder):
            self._installed.append(qt)
        self._installed.append(ours)  # asked first, as it is installed last
        for translator in self._installed:
            self._app.installTranslator(translator)
