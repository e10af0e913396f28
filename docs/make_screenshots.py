# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of the documents anew, or all there are, from the real app.

    python3 dev.py exec -- python docs/make_screenshots.py [--out DIR] [--font FAMILY]
    python3 dev.py exec -- python docs/make_screenshots.py --out DIR --all

Without ``--out``, those that the documents show are taken anew. ``--all`` takes every picture in
each look that has to be looked at, a folder for each. Without a screen it uses Qt's offscreen one;
under ``xvfb-run`` it uses that.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QApplication
from screens_main import Photographer, Stage, take_all
from screens_papers import make_papers

from findling.ui.composition import Composition
from findling.ui.preferences import Preferences
from findling.ui.theme.tokens import ThemeMode
from findling.ui.tips import Tip

DOCS = Path(__file__).parent
SERIES: dict[str, tuple[str, ...]] = {
    "light": (),
    "dark": ("--colours", "dark"),
    "contrast": ("--colours", "contrast"),
    "german-150": ("--language", "de", "--text", "150"),
    "right-to-left": ("--right-to-left",),
    "small": ("--small",),
    "sharp": ("--scale", "2"),
}
"""The looks of ``--all``, each with the arguments that give it."""


def read_arguments() -> argparse.Namespace:
    """Return what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, help="folder for all pictures")
    parser.add_argument("--all", action="store_true", help="take all looks, one after the other")
    parser.add_argument("--only", nargs="*", choices=SERIES, help="with --all: these looks alone")
    parser.add_argument("--font", help="family to use in place of the system's")
    parser.add_argument("--language", default="en", help="en or de")
    parser.add_argument("--colours", default="light", choices=[mode.value for mode in ThemeMode])
    parser.add_argument("--right-to-left", action="store_true", help="mirror the windows")
    parser.add_argument("--text", type=int, default=100, help="size of text in percent")
    parser.add_argument("--scale", default="1", help="device pixels a logical pixel")
    parser.add_argument("--small", action="store_true", help="1000 x 650 in place of 1280 x 800")
    options = parser.parse_args()
    if options.all and options.out is None:
        parser.error("--all needs --out")
    return options


def take_series(options: argparse.Namespace) -> int:
    """Take all looks, each in a process of its own: languages and scales are for a whole one."""
    failed: list[str] = []
    for name in options.only or SERIES:
        command = [sys.executable, __file__, "--out", str(options.out / name), *SERIES[name]]
        if options.font:
            command += ["--font", options.font]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print("not complete:", ", ".join(failed))
    return len(failed)


def set_surroundings(home: Path, scale: str) -> None:
    """Use a screen and a home of its own: paths are short, and the user's settings stay."""
    os.environ["HOME"] = str(home)
    os.environ["XDG_CONFIG_HOME"] = str(home / ".config")
    os.environ["QT_SCALE_FACTOR"] = scale
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def make_app(options: argparse.Namespace) -> QApplication:
    """Return the application in the look that is wanted."""
    QLocale.setDefault(QLocale("en_GB"))
    app = QApplication([])
    if options.font:
        font = app.font()
        font.setFamily(options.font)
        app.setFont(font)
    if options.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return app


def make_settings(home: Path, options: argparse.Namespace) -> QSettings:
    """Return the user's choices; tips are told when their picture is taken."""
    settings = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    chosen = Preferences(settings)
    chosen.set_theme(ThemeMode(options.colours))
    chosen.set_language(options.language)
    chosen.set_font_percent(options.text)
    for tip in Tip:
        chosen.keep_tip(tip.value)
    return settings


def place_of(name: str, out: Path | None) -> Path | None:
    """Return where a picture belongs; None where nobody wants it."""
    if out is not None:
        return out / f"{name}.png"
    shown = (DOCS / folder / f"{name}.png" for folder in ("images", "guide/images"))
    return next((path for path in shown if path.exists()), None)


def main() -> int:
    """Take the pictures."""
    options = read_arguments()
    if options.all:
        return take_series(options)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="findling-pictures-") as folder:
        home = Path(folder)
        set_surroundings(home, options.scale)
        papers = make_papers(home)
        app = make_app(options)
        settings = make_settings(home, options)
        with Composition(app, home / "library", settings) as composition:
            camera = Photographer(composition, lambda name: place_of(name, options.out))
            stage = Stage(composition, camera, papers, ThemeMode(options.colours))
            take_all(stage, small=options.small)
    return 0


if __name__ == "__main__":
    sys.exit(main())
