# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.exchange.archivist import Archivist
from findling.services.library import Library

if TYPE_CHECKING:
    from pathlib import Path


def test_a_library_goes_out_and_comes_in_while_it_is_open(filled: Library, tmp_path: Path) -> None:
    archivist = Archivist(filled.path)
    out = archivist.export(tmp_path / "out.zip", JobContext())
    back = archivist.take_in(tmp_path / "out.zip", tmp_path / "new", JobContext())
    assert out.documents == back.documents == len(filled.documents())
    assert archivist.check(tmp_path / "new", create=False) == tmp_path / "new"


def test_only_what_is_a_library_can_be_opened(filled: Library, tmp_path: Path) -> None:
    archivist = Archivist(filled.path)
    with pytest.raises(AppError, match="There is no library in"):
        archivist.check(tmp_path / "nothing", create=False)
    assert not (tmp_path / "nothing").exists()
    assert archivist.check(tmp_path / "fresh", create=True) == tmp_path / "fresh"
    with Library.open(tmp_path / "fresh", create=False) as fresh:
        assert fresh.documents() == []
