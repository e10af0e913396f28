# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of the documents anew, or all there are, from the real app.

    python3 dev.py exec -- python docs/make_screenshots.py [--out DIR] [--font FAMILY]

``QT_SCALE_FACTOR=2`` draws them for a sharp screen. Without a screen it uses Qt's offscreen one;
under ``xvfb-run`` it uses that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

DOCS = Path(__file__).parent
QUESTION = "when may the tenants leave the flat"
N_COPIES = 40
"""Copies of the samples with other words, so that indexing lasts long enough for a picture."""

# A screen and a home of its own: paths in the pictures are short, and the user's settings stay.
_home = tempfile.TemporaryDirectory(prefix="findling-pictures-")
HOME = Path(_home.name)
os.environ["HOME"] = str(HOME)
os.environ["XDG_CONFIG_HOME"] = str(HOME / ".config")
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QLocale, QSettings, Qt, QTimer  # noqa: E402  after the screen
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from screens_beside import take_beside  # noqa: E402

from findling.ui.composition import Composition, sample_folder  # noqa: E402
from findling.ui.models.places import PlaceKind  # noqa: E402
from findling.ui.preferences import Preferences  # noqa: E402
from findling.ui.sessions.work import Phase  # noqa: E402
from findling.ui.theme.tokens import ThemeMode  # noqa: E402
from findling.ui.tips import Tip  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from findling.ui.main_window import MainWindow


def wait(milliseconds: int) -> None:
    """Let the app work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 120.0) -> None:
    """Let the app work until something holds."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        wait(50)
    sys.exit(f"waited in vain: {what}")


def make_papers() -> Path:
    """Lay a folder with the samples, more like them, and a few that cannot be read."""
    sample = sample_folder()
    if sample is None:
        sys.exit("the sample library is missing")
    papers = HOME / "Documents" / "Papers"
    shutil.copytree(sample, papers)
    texts = [path for path in sorted(papers.iterdir()) if path.suffix in (".txt", ".md")]
    archive = HOME / "Documents" / "Archive"
    archive.mkdir()
    for number in range(N_COPIES):
        for path in texts:
            text = path.read_text(encoding="utf-8").replace("e", f"e{number} ", 1)
            target = archive / f"{path.stem}-{1984 + number}{path.suffix}"
            target.write_text(text * 30, encoding="utf-8")
    (papers / "scan-of-passport.pdf").write_bytes(b"%PDF-1.7 cut off in the middle of a copy")
    (papers / "holiday-1998.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    (papers / "old-letter.docx").write_bytes(b"PK\x03\x04" + b"damaged" * 40)
    return papers


class Photographer:
    """Saves pictures of a window: all into a folder, or anew those that the documents show."""

    def __init__(self, window: MainWindow, out: Path | None) -> None:
        self._window = window
        self._out = out

    def take(self, name: str, settle_ms: int = 700) -> None:
        """Save a picture once the window has come to rest."""
        self.take_of(self._window, name, settle_ms)

    def _place(self, name: str) -> Path | None:
        """Return where a picture belongs; None where nobody wants it."""
        if self._out is not None:
            return self._out / f"{name}.png"
        shown = (DOCS / folder / f"{name}.png" for folder in ("images", "guide/images"))
        return next((path for path in shown if path.exists()), None)

    def take_of(self, widget: QWidget, name: str, settle_ms: int = 700) -> None:
        """Save a picture of a panel or of the window."""
        wait(settle_ms)
        path = self._place(name)
        if path is None:
            return
        widget.grab().save(str(path))
        print(path)


def take_all(composition: Composition, out: Path | None, small: bool) -> None:
    """Lead the window through its states and picture them."""
    window, parts = composition.window, composition.window.parts
    camera = Photographer(window, out)
    papers = make_papers()
    composition.theme.set_mode(ThemeMode.LIGHT)
    if small:
        window.resize(1000, 650)
    window.show()
    window.activateWindow()
    wait_until(parts.welcome.isVisible, "the welcome page")
    camera.take("empty")

    window.sessions.work.add([papers])
    work = window.sessions.work
    wait_until(lambda: work.status.phase is Phase.DONE, "the papers")
    parts.results.tree.select_first()
    wait(2000)
    window.sessions.work.add([papers.parent / "Archive"])
    QTest.keyClicks(parts.field, "sourdough")
    wait_until(lambda: (p := work.status.progress) is not None and p.eta_seconds > 0, "reading")
    camera.take("indexing", 300)
    parts.field.clear()
    wait_until(lambda: work.status.phase is Phase.DONE, "the archive")
    work.remove(source_of(composition, "Archive"))
    n_papers = len(list(papers.iterdir()))
    wait_until(lambda: composition.library.status().documents == n_papers, "the removal")

    work.dismiss()
    QTest.keyClicks(parts.field, QUESTION)
    wait_until(lambda: parts.results.has_results, "results")
    parts.results.tree.open_group(is_open=True)
    camera.take("results", 2500)
    composition.theme.set_mode(ThemeMode.DARK)
    camera.take("dark", 1500)
    composition.theme.set_mode(ThemeMode.LIGHT)
    take_filters(composition, camera)
    take_teaching(composition, camera)
    take_beside(composition, camera.take_of, wait_until)
    composition.theme.set_mode(ThemeMode.DARK)
    take_again(composition, camera)
    composition.theme.set_mode(ThemeMode.CONTRAST)
    camera.take("contrast", 1500)
    composition.theme.set_mode(ThemeMode.LIGHT)
    parts.field.clear()
    parts.places.choose(PlaceKind.ATTENTION)
    wait(500)
    parts.results.go(1, by_page=False)
    camera.take("attention", 1500)


def take_filters(composition: Composition, camera: Photographer) -> None:
    """Narrow a search down until nothing is left, and picture that."""
    top = composition.window.parts.top
    top.field.setText('notice folder:Papers type:pdf,docx "written notice"')
    camera.take("filters", 1500)
    top.filters.click()
    wait_until(lambda: top.filters.menu_shown is not None, "the filters")
    if top.filters.menu_shown is not None:
        camera.take_of(top.filters.menu_shown, "filters-menu")
        top.filters.menu_shown.close()
    top.field.setText("written notice type:xlsx after:2030")
    camera.take("nothing", 1500)
    composition.theme.set_mode(ThemeMode.DARK)
    top.field.setText('notice type:pdf "written notice"')
    camera.take("filters-dark", 1500)
    composition.theme.set_mode(ThemeMode.LIGHT)
    top.field.setText(QUESTION)
    wait_until(lambda: composition.window.parts.results.has_results, "results")
    wait(1500)


def take_again(composition: Composition, camera: Photographer) -> None:
    """Picture in dark colours what was pictured in light ones."""
    window = composition.window
    beside = (window.mapping.window, window.knowing.window, window.labelling.window)
    for widget, name in zip(beside, ("map", "model", "labels"), strict=True):
        if widget is not None:
            widget.show()
            camera.take_of(widget, f"{name}-dark")
            widget.close()
    settings = window.shell.open_settings()
    camera.take_of(settings, "settings-dark")
    settings.close()


def take_teaching(composition: Composition, camera: Photographer) -> None:
    """Teach something and picture what is said, and the list of it."""
    window, parts = composition.window, composition.window.parts
    teaching = window.teaching
    teaching.show_taught()
    camera.take_of(teaching.taught, "taught-empty")
    parts.results.tree.select(parts.results.tree.model().index(1, 0))
    teaching.judge(True)
    wait_until(parts.message.isVisible, "the effect of a teaching")
    wait(1500)
    camera.take("teach")
    window.sessions.teaching.associate("flat", "apartment")
    wait_until(lambda: len(window.sessions.teaching.rows) == 2, "a meaning")
    teaching.meaning.ask("NDA")
    for mode, ending in ((ThemeMode.DARK, "-dark"), (ThemeMode.LIGHT, "")):
        composition.theme.set_mode(mode)
        camera.take_of(teaching.taught, f"taught{ending}")
        camera.take_of(teaching.meaning, f"meaning{ending}")
    teaching.meaning.close()
    teaching.taught.close()
    parts.message.hide()


def source_of(composition: Composition, name: str) -> int:
    """Return the key of a source by its folder's name."""
    sources = composition.library.sources()
    return next(source.id for source in sources if source.path.name == name)


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, help="folder for all pictures")
    parser.add_argument("--font", help="family to use in place of the system's")
    parser.add_argument("--language", default="en", help="en or de")
    parser.add_argument("--right-to-left", action="store_true", help="mirror the windows")
    parser.add_argument("--text", type=int, default=100, help="size of text in percent")
    parser.add_argument("--small", action="store_true", help="1000 x 650 in place of 1280 x 800")
    options = parser.parse_args()
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("en_GB"))
    app = QApplication([])
    if options.font:
        font = app.font()
        font.setFamily(options.font)
        app.setFont(font)
    if options.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    settings = QSettings(str(HOME / "window.ini"), QSettings.Format.IniFormat)
    chosen = Preferences(settings)
    chosen.set_language(options.language)
    chosen.set_font_percent(options.text)
    for tip in Tip:
        chosen.keep_tip(tip.value)
    with Composition(app, HOME / "library", settings) as composition:
        take_all(composition, options.out, options.small)


if __name__ == "__main__":
    main()
    _home.cleanup()
