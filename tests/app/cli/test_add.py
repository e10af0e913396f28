# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from findling.cli.add import summary_lines
from findling.services.types import IndexSummary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]

SUMMARY = IndexSummary(
    found=5,
    read=2,
    unchanged=1,
    removed=0,
    failed=1,
    unsupported=1,
    passages=7,
    seconds=65.0,
    learned=True,
    cancelled=False,
)


def test_a_folder_is_read_and_what_cannot_be_read_is_listed(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    status, out, _ = findling("add", documents, "--library", tmp_path / "library")
    assert status == 0
    assert "2 read, 0 unchanged" in out
    assert str(documents / "photo.png") in out


def test_adding_again_reads_nothing(findling: Findling, documents: Path, tmp_path: Path) -> None:
    findling("add", documents, "--library", tmp_path / "library")
    assert "0 read, 2 unchanged" in findling("add", documents, "--library", tmp_path / "library")[1]


def test_a_path_that_is_not_there_is_told_and_the_rest_is_read(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"
    status, out, err = findling("add", documents, missing, "--library", tmp_path / "library")
    assert status == 1
    assert f"{missing} does not exist" in err
    assert "2 read" in out


def test_nothing_to_add_is_an_error(findling: Findling, tmp_path: Path) -> None:
    status, out, err = findling("add", tmp_path / "no", "--library", tmp_path / "library")
    assert (status, out) == (1, "")
    assert "There is nothing to add." in err


def test_the_summary_balances_in_words() -> None:
    assert summary_lines(SUMMARY) == [
        "5 files: 2 read, 1 unchanged, 1 failed, 1 of other formats.",
        "7 passages in the library, learned from them; this took 1 min 05 s.",
    ]


def test_a_stopped_run_says_how_to_go_on() -> None:
    assert "add again to go on" in summary_lines(replace(SUMMARY, cancelled=True))[-1]
