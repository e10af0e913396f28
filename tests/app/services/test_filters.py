# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from findling.services.filters import Condition, DocumentFacts, Field, Span, fits_all, folders_of

LEASE = DocumentFacts(
    id=1,
    content_id=1,
    folders=("home", "Anna", "My Papers", "Contracts 2024"),
    format="pdf",
    name="Lease-Final.pdf",
    title="Lease of the Cellar",
    author="Anna Berg",
    language="de-AT",
    date=1000.0,
    size=5000,
)


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (Condition(Field.FOLDER, ("Contracts",)), True),
        (Condition(Field.FOLDER, ("papers",)), False),
        (Condition(Field.FOLDER, ("My Papers/contr",)), True),
        (Condition(Field.FOLDER, ("anna\\my papers\\",)), True),
        (Condition(Field.FOLDER, ("anna/contracts 2024",)), False),
        (Condition(Field.TYPE, ("docx", "PDF")), True),
        (Condition(Field.NAME, ("lease*.pdf",)), True),
        (Condition(Field.NAME, ("final",)), True),
        (Condition(Field.NAME, ("final*",)), False),
        (Condition(Field.TITLE, ("Cellar",)), True),
        (Condition(Field.AUTHOR, ("berg",)), True),
        (Condition(Field.LANGUAGE, ("de",)), True),
        (Condition(Field.LANGUAGE, ("d",)), False),
        (Condition(Field.DATE, span=Span(1000, 1001)), True),
        (Condition(Field.DATE, span=Span(0, 1000)), False),
        (Condition(Field.SIZE, span=Span(4000, 6000)), True),
    ],
)
def test_one_condition(condition: Condition, fits: bool) -> None:
    assert fits_all([condition])(LEASE) is fits
    negated = Condition(condition.field, condition.values, condition.span, negated=True)
    assert fits_all([negated])(LEASE) is not fits


def test_values_of_one_field_are_alternatives_and_fields_are_not() -> None:
    pdf, mail = Condition(Field.TYPE, ("pdf",)), Condition(Field.TYPE, ("eml",))
    other = Condition(Field.TITLE, ("attic",))
    assert fits_all([pdf, mail])(LEASE)
    assert not fits_all([pdf, mail, other])(LEASE)
    assert not fits_all([pdf, Condition(Field.AUTHOR, ("anna",), negated=True)])(LEASE)
    assert fits_all([])(LEASE)


def test_folders_do_not_name_the_drive() -> None:
    assert folders_of(PurePosixPath("/home/Anna/a.txt")) == ("home", "Anna")
    assert folders_of(PureWindowsPath("C:\\Users\\Anna\\a.txt")) == ("Users", "Anna")
