# SPDX-License-Identifier: Apache-2.0
"""A few letters find the name that people mean by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.ui.palette.fuzzy import fit, folded, may_fit

NAMES = ("Add folder", "Add files", "Look for changes", "About Findling", "Not this")


def best(letters: str, names: tuple[str, ...] = NAMES) -> str:
    fits = [(fit(letters, name), name) for name in names]
    return max((one.score, name) for one, name in fits if one is not None)[1]


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("af", "Add files"),
        ("afo", "Add folder"),
        ("add fo", "Add folder"),
        ("changes", "Look for changes"),
        ("nt", "Not this"),
        ("find", "About Findling"),
    ],
)
def test_letters_find_the_name_that_is_meant(letters: str, name: str) -> None:
    assert best(letters) == name


def test_a_run_of_letters_beats_scattered_ones() -> None:
    assert best("lease", ("large estate sale", "old lease")) == "old lease"


def test_case_and_accents_do_not_matter() -> None:
    found = fit("uber", "Über die Brücke")
    assert found is not None
    assert found.places == (0, 1, 2, 3)


def test_letters_that_are_not_there_fit_nothing() -> None:
    assert fit("xyz", "Add folder") is None
    assert fit("redlof", "Add folder") is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_fits_has_its_letters_in_order(letters: str, name: str) -> None:
    found = fit(letters, name)
    assert len(folded(name)) == len(name)
    assert (found is None) or bool(may_fit(letters)(folded(name)))
    if found is not None:
        assert list(found.places) == sorted(set(found.places))
        wanted = folded(letters).replace(" ", "")
        assert "".join(folded(name)[at] for at in found.places) == wanted
