# SPDX-License-Identifier: Apache-2.0
"""Pictures of what opens beside the main window: palette, reasons, labels, map, settings, guide."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from findling.services.groups import GroupKind
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from findling.ui.composition import Composition
    from findling.ui.map.window import MapWindow

    Wait = Callable[[Callable[[], bool], str], None]
    Take = Callable[[QWidget, str], None]
    Shown = Iterator[tuple[QWidget, str]]

LABELS = {
    "Letters": "a letter to a person with a greeting",
    "Money": "an invoice, a payment, a price, tax",
    "Home": "flat, garden, kitchen, plants, bread",
}
N_ANSWERS = 15


def take_beside(composition: Composition, take: Take, wait_until: Wait) -> None:
    """Open one after the other and picture it.

    Parameters
    ----------
    composition : Composition
        With an answer in sight.
    take : callable
        Takes a widget and the name of its picture.
    wait_until : callable
        Takes a condition, and what is waited for.
    """
    for part in _PARTS:
        for widget, name in part(composition, wait_until):
            take(widget, name)


def _groups(composition: Composition, wait_until: Wait) -> Shown:
    """Put some documents into groups, and picture how one is."""
    window = composition.window
    work, rows = window.sessions.work, composition.library.documents()
    named = (
        (GroupKind.COLLECTION, "Birch Street", ("lease", "landlord", "Wohnung")),
        (GroupKind.COLLECTION, "Kitchen", ("bread", "soup", "kuchen")),
        (GroupKind.TAG, "to pay", ("invoices", "insurance-claim")),
        (GroupKind.TAG, "important", ("lease", "agreement", "terms")),
    )
    for kind, name, words in named:
        found = [row.id for row in rows if any(word in row.path.name for word in words)]
        work.put_in(kind, name, found)
    wait_until(
        lambda: sum(p.group is not None for p in window.parts.places.places()) == 4, "groups"
    )
    asked = window.parts.field.text()
    window.sessions.search.ask_now()
    yield window, "groups"
    window.parts.results.tree.select_first()
    window.grouping.open()
    panel = window.grouping.panel
    if panel is not None:
        yield panel, "groups-panel"
        panel.close()
    window.parts.field.setText("tag:important ")
    yield window, "groups-tag"
    window.parts.field.setText(asked)


def _details(composition: Composition, wait_until: Wait) -> Shown:
    detailing = composition.window.detailing
    rows = composition.library.documents()
    detailing.open_for(next(row for row in rows if row.path.name.startswith("lease")))
    wait_until(lambda: detailing.window is not None and detailing.window.isVisible(), "details")
    if detailing.window is not None:
        yield detailing.window, "details"
        detailing.window.tabs.setCurrentIndex(1)
        yield detailing.window, "details-passages"
        detailing.window.close()


def _libraries(composition: Composition, _: Wait) -> Shown:
    composition.preferences.keep_library(composition.library.path.parent / "Letters", is_open=False)
    window = composition.window.housing.open()
    yield window, "libraries"
    window.close()


def _quick(composition: Composition, wait_until: Wait) -> Shown:
    composition.open_quick()
    quick = composition.quick
    if quick is not None:
        QTest.keyClicks(quick.chooser.field, "when does the rent rise")
        wait_until(lambda: quick.chooser.model.rowCount() > 0, "quick results")
        yield quick, "quick"
        quick.close()


def _palette(composition: Composition, _: Wait) -> Shown:
    window = composition.window
    window.commands.open()
    QTest.keyClicks(window.commands.field, "le")
    yield window, "palette"
    window.commands.leave()


def _saved(composition: Composition, wait_until: Wait) -> Shown:
    window = composition.window
    searches = (("Notice periods", "notice period type:pdf,docx"), ("Open invoices", "invoice"))
    for name, query in searches:
        window.sessions.work.save_search(name, query, SearchMode.BEST)
    n_all = 2 + len(searches)
    wait_until(lambda: len(window.parts.places.places()) > n_all, "saved searches")
    yield window, "saved"


def _reasons(composition: Composition, _: Wait) -> Shown:
    window = composition.window
    window.parts.results.tree.select_first()
    window.why.ask()
    panel = window.why.panel
    if panel is not None:
        yield panel, "why"
        panel.close()


def _labels(composition: Composition, wait_until: Wait) -> Shown:
    window = composition.window.labelling.open()
    session = composition.window.sessions.labels
    wait_until(window.form.isVisible, "the form of labels")
    yield window, "labels-new"
    QTest.keyClicks(window.form.name, "Kind")
    window.form.made.click()
    wait_until(window.labels.field.isEnabled, "the set of labels")
    for name, description in LABELS.items():
        QTest.keyClicks(window.labels.field, f"{name}: {description}")
        QTest.keyClick(window.labels.field, Qt.Key.Key_Return)
    wait_until(lambda: window.labels.view.rowCount() == len(LABELS), "labels")
    for number in range(N_ANSWERS):
        wait_until(lambda: session.card is not None, "a card")
        if number == N_ANSWERS - 1:
            yield window, "labels-card"
        before = session.card
        window.activateWindow()
        window.cards.setFocus()
        QTest.keyClicks(window.cards, str(1 + number % len(LABELS)))
        wait_until(lambda before=before: session.card is not before, "the next card")
    window.learn.click()
    wait_until(lambda: bool(session.state and session.state.is_fresh), "a model of labels")
    window.tabs.setCurrentWidget(window.many)
    yield window, "labels-many"
    window.tabs.setCurrentWidget(window.quality)
    window.quality.measure.click()
    yield window, "labels-quality"
    window.close()


def _map(composition: Composition, wait_until: Wait) -> Shown:
    composition.window.mapping.open()
    window = composition.window.mapping.window
    if window is not None:
        wait_until(lambda: window.regions.count() > 0, "the map")
        yield window, "map"
        yield from _lasso(window)
        window.close()


def _lasso(window: MapWindow) -> Shown:
    """Draw around some documents, as a hand does."""
    view, button = window.view, Qt.MouseButton.LeftButton
    corners = [(0.3, 0.25), (0.55, 0.2), (0.62, 0.55), (0.45, 0.7), (0.28, 0.5)]
    points = [QPoint(round(x * view.width()), round(y * view.height())) for x, y in corners]
    window.select.setChecked(True)
    QTest.mousePress(view, button, pos=points[0])
    for start, end in pairwise(points):
        for step in range(1, 11):
            QTest.mouseMove(view, start + (end - start) * step / 10)
    yield window, "map-lasso"
    QTest.mouseRelease(view, button, pos=points[-1])
    yield window, "map-chosen"
    window.select.setChecked(False)


def _model(composition: Composition, wait_until: Wait) -> Shown:
    window = composition.window.knowing.open()
    wait_until(lambda: bool(window.summary.text()), "what was learned")
    yield window, "model"
    window.close()


def _settings(composition: Composition, _: Wait) -> Shown:
    window = composition.window.shell.open_settings()
    for number, page in enumerate(window.pages):
        window.open_at(number)
        yield window, f"settings-{number + 1}-{type(page).__name__.removesuffix('Page').lower()}"
    window.close()


def _guide(composition: Composition, _: Wait) -> Shown:
    window = composition.window.shell.open_guide()
    if window is not None:
        yield window, "guide"
        window.close()


def _help(composition: Composition, wait_until: Wait) -> Shown:
    report = composition.window.reporting.open()
    wait_until(lambda: bool(report.parts), "the report")
    report.list.setCurrentRow(3)
    yield report, "report"
    report.close()
    about = composition.window.shell.open_about()
    wait_until(lambda: about.components.count() > 0, "the components")
    yield about, "about"
    about.tabs.setCurrentIndex(1)
    yield about, "licences"
    about.close()


_PARTS = (
    *(_palette, _saved, _groups, _details, _reasons, _labels),
    *(_map, _model, _libraries, _settings, _guide, _help, _quick),
)
