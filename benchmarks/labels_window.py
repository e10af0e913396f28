# SPDX-License-Identifier: Apache-2.0
"""Labels in the real window: make a set, teach thirty, learn, label 500 documents, undo.

    python3 dev.py bench labels_window [--out DIR] [--dark] [--data DIR]

600 posts of four newsgroups become files and a library; a simulated user answers each card as soon
as it is shown. Only the machine's time is measured: from the name of the set until the labels are
taken back, the user's thinking left out. ``--out`` keeps a picture of each step.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from common import Row, options, report

_home = tempfile.TemporaryDirectory(prefix="findling-labels-")
HOME = Path(_home.name)
os.environ["HOME"] = str(HOME)
os.environ["XDG_CONFIG_HOME"] = str(HOME / ".config")
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer  # noqa: E402  after the screen
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from findling.ui.composition import Composition  # noqa: E402
from findling.ui.sessions.work import Phase  # noqa: E402
from findling.ui.theme.tokens import ThemeMode  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.ui.labels.window import LabelWindow

GROUPS = {
    "rec.autos": "cars, engines, dealers and driving",
    "sci.space": "space, rockets, orbits and NASA",
    "sci.med": "medicine, patients, doctors and diseases",
    "talk.politics.guns": "guns, weapons, firearms and the law",
}
A_GROUP = 150
N_ANSWERS = 30
SECONDS = 60.0


def wait(milliseconds: int) -> None:
    """Let the app work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 240.0) -> None:
    """Let the app work until something holds."""
    end = time.perf_counter() + seconds
    while not holds():
        if time.perf_counter() > end:
            sys.exit(f"waited in vain: {what}")
        wait(5)


def lay_posts(data: Path) -> tuple[Path, dict[str, str]]:
    """Write posts as files; return their folder, and the group of each by its name."""
    folder = HOME / "Posts"
    folder.mkdir()
    groups: dict[str, str] = {}
    left = dict.fromkeys(GROUPS, A_GROUP)
    lines = (data / "textcls" / "20newsgroups" / "train.tsv").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        label, _, text = line.partition("\t")
        if left.get(label, 0) and len(text.split()) >= 20:
            left[label] -= 1
            name = f"post-{number:05d}.txt"
            (folder / name).write_text(text, encoding="utf-8")
            groups[name] = label
    return folder, groups


class User:
    """Answers cards of the window, and takes pictures."""

    def __init__(self, composition: Composition, groups: dict[str, str], out: Path | None) -> None:
        self._composition = composition
        self._groups = groups
        self._out = out
        self.session = composition.window.sessions.labels
        self.window: LabelWindow = composition.window.labelling.open()
        self.pictures = 0.0

    def picture(self, name: str) -> None:
        """Save a picture; the time it takes is no machine's time."""
        if self._out is not None:
            start = time.perf_counter()
            wait(200)
            self.window.grab().save(str(self._out / f"labels-{name}.png"))
            self.pictures += time.perf_counter() - start

    def make_set(self) -> None:
        """Make a set and its labels."""
        wait_until(self.window.form.isVisible, "the form")
        self.picture("1-new-set")
        QTest.keyClicks(self.window.form.name, "Topic")
        self.window.form.made.click()
        wait_until(self.window.labels.field.isEnabled, "the set")
        for name, description in GROUPS.items():
            QTest.keyClicks(self.window.labels.field, f"{name}: {description}")
            QTest.keyClick(self.window.labels.field, Qt.Key.Key_Return)
        wait_until(lambda: self.window.labels.view.rowCount() == len(GROUPS), "the labels")

    def answer(self, number: int) -> None:
        """Answer the next card."""
        wait_until(lambda: self.session.card is not None, "a card")
        card, state = self.session.card, self.session.state
        assert card is not None
        assert state is not None
        if number in (0, N_ANSWERS - 1):
            self.picture(f"2-card-{number + 1}")
        names = [label.name for label in state.row.labels]
        key = str(1 + names.index(self._groups[card.document.path.name]))
        self.window.activateWindow()
        self.window.cards.setFocus()
        QTest.keyClicks(self.window.cards, key)

    def learn(self) -> None:
        """Make a model of all answers."""
        wait_until(lambda: self._answered() >= N_ANSWERS, "the answers")
        if self.window.learn.isEnabled():
            self.window.learn.click()
        wait_until(lambda: bool(self.session.state and self.session.state.is_fresh), "the model")

    def label_all(self) -> tuple[int, float]:
        """Label at least 500 documents; return how many, and the share of right ones."""
        many = self.window.many
        self.window.tabs.setCurrentWidget(many)
        wait_until(lambda: "%" in many.count.text(), "the dry run")
        self.picture("3-many")
        value = many.slider.maximum()
        while many.model.rowCount() < 500 and value > many.slider.minimum():
            value -= 1
            many.slider.setValue(value)
        many.apply.click()
        wait_until(many.undo.isEnabled, "the labels")
        rows = [
            (many.model.index(row, 0).data(), many.model.index(row, 1).data())
            for row in range(many.model.rowCount())
        ]
        right = sum(self._groups[name] == label for name, label in rows)
        self.picture("4-labelled")
        return len(rows), right / max(1, len(rows))

    def undo(self) -> None:
        """Take the labels back."""
        self.window.many.undo.click()
        wait_until(lambda: not self.window.many.undo.isEnabled(), "the undo")

    def measure(self) -> None:
        """Look at quality: not among what is timed."""
        self.window.tabs.setCurrentWidget(self.window.quality)
        self.window.quality.measure.click()
        wait_until(lambda: self.window.quality.table.rowCount() > 0, "the quality")
        self.picture("5-quality")

    def _answered(self) -> int:
        return self.session.state.row.n_answered if self.session.state else 0


def run(data: Path, out: Path | None, *, dark: bool) -> list[Row]:
    """Lead the window through all steps."""
    app = QApplication([])
    folder, groups = lay_posts(data)
    settings = QSettings(str(HOME / "window.ini"), QSettings.Format.IniFormat)
    with Composition(app, HOME / "library", settings) as composition:
        composition.theme.set_mode(ThemeMode.DARK if dark else ThemeMode.LIGHT)
        window = composition.window
        window.show()
        window.sessions.work.add([folder])
        work = window.sessions.work
        wait_until(lambda: work.status.phase is Phase.DONE, "the library")
        wait(1000)
        user = User(composition, groups, out)
        wait(300)
        times = [time.perf_counter()]
        user.pictures = 0.0
        user.make_set()
        times.append(time.perf_counter())
        for number in range(N_ANSWERS):
            user.answer(number)
        user.learn()
        times.append(time.perf_counter())
        n, share = user.label_all()
        user.undo()
        times.append(time.perf_counter())
        total = times[-1] - times[0] - user.pictures
        user.measure()
    making, teaching, labelling = (b - a for a, b in itertools.pairwise(times))
    return [
        Row("set, 30 answers, model, labels, undo [s]", total, SECONDS, lower_is_better=True),
        Row("of it: making the set [s]", making, lower_is_better=True),
        Row("of it: 30 answers and the model [s]", teaching, lower_is_better=True),
        Row("of it: labels for many, and back [s]", labelling, lower_is_better=True),
        Row("documents labelled", n, 500),
        Row("share of right ones", share),
    ]


def main() -> int:
    """Read the arguments, run, and report."""
    parser = options(__doc__ or "")
    parser.add_argument("--out", type=Path, help="folder for pictures")
    parser.add_argument("--dark", action="store_true")
    chosen = parser.parse_args()
    if chosen.out is not None:
        chosen.out.mkdir(parents=True, exist_ok=True)
    rows = run(chosen.data, chosen.out, dark=chosen.dark)
    return report(rows, ["pyside6-essentials"], as_json=chosen.json)


if __name__ == "__main__":
    code = main()
    _home.cleanup()
    sys.exit(code)
