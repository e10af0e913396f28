# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.clean import clean_for_index


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("the ten-\r\nant pays", "the tenant pays"),
        ("refer\ufffeenced", "referenced"),
        ("soft\u00adhyphen and soft\u00ad\nline", "softhyphen and softline"),
        ("e\ufb03cient \ufb01le", "efficient file"),
        ("well-known", "well-known"),
        ("North-\nSouth", "North- South"),
        ("pages 10-\n12", "pages 10- 12"),
        ("  a\t\r\n b\u00a0c ", "a b c"),
        ("nul\x00 and \u200bzero", "nul and zero"),
        ("", ""),
    ],
)
def test_clean(raw: str, clean: str) -> None:
    assert clean_for_index(raw) == clean


def test_cleaning_twice_changes_nothing() -> None:
    text = "The ten-\nant\ufffe pays \ufb01ve  euros."
    assert clean_for_index(clean_for_index(text)) == clean_for_index(text)
