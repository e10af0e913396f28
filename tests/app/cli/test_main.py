# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.cli import main as command_line
from findling.cli import status
from findling.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make `findling status` raise."""

    def arrange(error: BaseException) -> None:
        def run(_options: object) -> int:
            raise error

        monkeypatch.setattr(status, "run_status", run)

    return arrange


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        command_line.main(["--version"])
    assert capsys.readouterr().out.startswith("findling 0.")


def test_an_unknown_command_is_a_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command_line.main(["fly"])
    assert "invalid choice: 'fly'" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-1", "1001", "ten", "9" * 5000])
def test_a_wrong_number_of_results_is_told(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command_line.main(["search", "x", f"-k={count}"])
    assert "expected a whole number from 1 to 1000" in capsys.readouterr().err


def test_an_expected_error_is_one_sentence_and_its_hint(
    failing: Callable[[BaseException], None], findling: Callable[..., tuple[int, str, str]]
) -> None:
    failing(AppError("The disk is full.", "errno 28", "Make room."))
    assert findling("status") == (1, "", "findling: The disk is full. Make room.\n")


def test_an_unforeseen_error_is_a_sentence_too(
    failing: Callable[[BaseException], None], findling: Callable[..., tuple[int, str, str]]
) -> None:
    failing(ZeroDivisionError("by zero"))
    exit_status, _, err = findling("status")
    assert exit_status == 1
    assert "unforeseen went wrong (ZeroDivisionError: by zero)" in err
    assert "Traceback" not in err


def test_on_request_it_shows_where(
    failing: Callable[[BaseException], None],
    findling: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FINDLING_DEBUG", "1")
    failing(ZeroDivisionError("by zero"))
    assert "Traceback" in findling("status")[2]


def test_an_interrupt_is_clean(
    failing: Callable[[BaseException], None], findling: Callable[..., tuple[int, str, str]]
) -> None:
    failing(KeyboardInterrupt())
    assert findling("status") == (130, "", "findling: interrupted\n")


def test_a_library_that_is_not_there_is_not_made(
    tmp_path: Path, findling: Callable[..., tuple[int, str, str]]
) -> None:
    folder = tmp_path / "none"
    exit_status, out, err = findling("search", "notice", "--library", folder)
    assert (exit_status, out) == (1, "")
    assert str(folder) in err
    assert not folder.exists()
