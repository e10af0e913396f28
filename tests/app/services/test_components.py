# SPDX-License-Identifier: Apache-2.0
"""Everything that comes along is listed with a licence, and its text is there to read."""

from __future__ import annotations

import pytest

from findling.services.components import Component, components, licence_text


def test_the_program_is_first_and_nothing_comes_twice() -> None:
    names = [one.name for one in components()]
    assert names[0] == "findling"
    assert names[1:] == sorted(names[1:], key=str.casefold)
    assert len(set(names)) == len(names)
    assert {"numpy", "PySide6_Essentials", "Python", "pybind11", "tokenizers"} <= set(names)
    assert "pytest" not in names  # a tool of developers is in no program


@pytest.mark.parametrize("component", components(), ids=lambda one: one.name)
def test_each_has_a_licence_with_its_text(component: Component) -> None:
    assert component.licence
    assert len(component.licence) < 100
    assert len(licence_text(component)) > 400


def test_qt_has_the_texts_that_its_packages_lack() -> None:
    qt = next(one for one in components() if one.is_qt)
    text = licence_text(qt)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_no_licence_forbids_what_we_do() -> None:
    strict = [
        one.name
        for one in components()
        if "GPL" in one.licence and "LGPL" not in one.licence and " OR " not in one.licence
    ]
    assert strict == []
