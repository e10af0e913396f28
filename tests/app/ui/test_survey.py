# SPDX-License-Identifier: Apache-2.0
"""What is dragged over the window is counted, and put into a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QUrl

from findling.jobs.context import JobContext
from findling.ui import survey
from findling.ui.drop import drop_sentence, dropped_paths
from findling.ui.survey import DropContents, look_at

if TYPE_CHECKING:
    from pathlib import Path


def fill(folder: Path, n_files: int) -> Path:
    folder.mkdir(parents=True)
    for number in range(n_files):
        (folder / f"{number}.txt").touch()
    return folder


def test_files_and_folders_are_counted(tmp_path: Path) -> None:
    folder = fill(tmp_path / "papers", 3)
    fill(folder / "old", 2)
    fill(folder / ".hidden", 5)
    single = tmp_path / "cv.txt"
    single.touch()
    assert look_at([folder, single], JobContext()) == DropContents(folders=1, files=6)


def test_counting_is_given_up_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MAX_COUNTED", 4)
    for number in range(3):
        fill(tmp_path / "papers" / str(number), 4)
    contents = look_at([tmp_path / "papers"], JobContext())
    assert contents.is_more
    assert contents.files == 4


@pytest.mark.parametrize(
    ("n_paths", "contents", "sentence"),
    [
        (1, None, "Add 1 item, index where they are"),
        (14, DropContents(0, 14), "Add 14 files, index where they are"),
        (1, DropContents(1, 1), "Add 1 folder with 1 file, index where they are"),
        (
            2,
            DropContents(2, 900, is_more=True),
            "Add 2 folders with more than 900 files, index where they are",
        ),
    ],
)
def test_the_sentence_says_what_will_happen(
    n_paths: int, contents: DropContents | None, sentence: str
) -> None:
    assert drop_sentence(n_paths, contents) == sentence


def test_only_files_of_this_computer_are_taken(tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/paper.pdf")])
    assert dropped_paths(data) == [tmp_path]
    assert dropped_paths(QMimeData()) == []
