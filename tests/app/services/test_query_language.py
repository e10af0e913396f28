# SPDX-License-Identifier: Apache-2.0
"""Whatever somebody types is a query, and its parts stand where they say."""

from __future__ import annotations

import math
import random
from datetime import datetime

import pytest

from findling.services.filters import Condition, Field, Span
from findling.services.query_language import MAX_PARTS, ChipKind, Near, as_words, parse

NOW = datetime(2026, 5, 20, 15, 30)


def test_words_phrases_exclusions_and_conditions_are_told_apart() -> None:
    asked = parse('notice "by the tenant" -draft -"first version" type:pdf period')
    assert asked.words == "notice period"
    assert asked.phrases == ("by the tenant",)
    assert asked.without == ("draft", "first version")
    assert asked.conditions == (Condition(Field.TYPE, ("pdf",)),)
    assert asked.text == "notice period by the tenant"


def test_chips_say_where_they_stand() -> None:
    asked = parse('lease -draft  folder:"My Papers" near:p12')
    kinds = [ChipKind.WITHOUT, ChipKind.FILTER, ChipKind.NEAR]
    assert [chip.kind for chip in asked.chips] == kinds
    assert all(asked.typed[chip.start : chip.end] == chip.text for chip in asked.chips)
    assert asked.without_chip(asked.chips[1]) == "lease -draft near:p12"
    assert asked.near == Near(12, is_passage=True)
    assert parse("near:7").near == parse("wie:d7").near == Near(7, is_passage=False)


@pytest.mark.parametrize(
    "typed",
    [
        "-",
        '"',
        '""',
        '"..."',
        "type:",
        "folder:",
        "what:ever",
        "http://example.org",
        "note: this",
        "e-mail",
        "well-known",
        "-5",
        "5 -3",
        "date:someday",
        "size:big",
        "near:here",
        ":",
        "a:b:c",
        "",
    ],
)
def test_what_is_not_understood_is_words(typed: str) -> None:
    asked = parse(typed)
    assert (asked.words, asked.chips) == (typed, ())


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("typ:pdf,docx", Condition(Field.TYPE, ("pdf", "docx"))),
        ("type:mail", Condition(Field.TYPE, ("eml", "msg", "mbox"))),
        ("-type:.PDF", Condition(Field.TYPE, ("pdf",), negated=True)),
        ("Ordner:Verträge", Condition(Field.FOLDER, ("Verträge",))),
        ("autor:«Anna Berg»", Condition(Field.AUTHOR, ("Anna Berg",))),
        ("sprache:deutsch", Condition(Field.LANGUAGE, ("de",))),
        ("größe:>1,5mb", Condition(Field.SIZE, span=Span(1.5e6, math.inf))),
        ("size:<10k", Condition(Field.SIZE, span=Span(0, 1e4))),
        ("size:1mb..2mb", Condition(Field.SIZE, span=Span(1e6, 2e6 + 1))),
    ],
)
def test_fields_have_english_and_german_names(typed: str, condition: Condition) -> None:
    assert parse(typed).conditions == (condition,)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("date:2024", datetime(2024, 1, 1), datetime(2025, 1, 1)),
        ("date:2024-02", datetime(2024, 2, 1), datetime(2024, 3, 1)),
        ("datum:15.3.2024", datetime(2024, 3, 15), datetime(2024, 3, 16)),
        ("date:12.2024", datetime(2024, 12, 1), datetime(2025, 1, 1)),
        ("date:2023..2024-06", datetime(2023, 1, 1), datetime(2024, 7, 1)),
        ("date:today", datetime(2026, 5, 20), datetime(2026, 5, 21)),
        ("after:2024-03", datetime(2024, 3, 1), None),
        ("nach:gestern", datetime(2026, 5, 19), None),
        ("since:2w", datetime(2026, 5, 6), None),
        ("before:2025", None, datetime(2025, 1, 1)),
        ("date:..2020", None, datetime(2021, 1, 1)),
    ],
)
def test_dates(typed: str, low: datetime | None, high: datetime | None) -> None:
    (condition,) = parse(typed, NOW).conditions
    assert condition.span == Span(
        low.timestamp() if low else -math.inf, high.timestamp() if high else math.inf
    )


@pytest.mark.parametrize("typed", ["date:2024-13", "date:31.2.2024", "date:..", "after:99999-1"])
def test_days_that_do_not_exist_are_words(typed: str) -> None:
    assert parse(typed, NOW).conditions == ()


def test_any_text_is_a_query() -> None:
    rng = random.Random(0)
    alphabet = ' "“”«-:.,<>*\\/()~dtype folder:date:near:p19aß字\n\x00🙂'
    for _ in range(3000):
        typed = "".join(rng.choices(alphabet, k=rng.randrange(40)))
        asked = parse(typed, NOW)
        assert all(asked.typed[chip.start : chip.end] == chip.text for chip in asked.chips)
        for chip in asked.chips:
            assert len(parse(asked.without_chip(chip), NOW).chips) <= len(asked.chips)


def test_long_queries_and_many_parts_are_bounded() -> None:
    asked = parse("-no " * 400 + "yes " * 2000)
    assert len(asked.chips) == MAX_PARTS
    assert len(asked.typed) == 2000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "no" - from: Ada -x', "He said no from Ada x"),
        ("type:pdf near:p4\nsize:>1mb", "type pdf near p4 size >1mb"),
        ("--draft - -„end“ http://a:b:c", "draft end http //a b c"),
        ("  three-month  notice\u2029of 12:30 ", "three-month notice of 12 30"),
        ("::- \n «»", ""),
    ],
)
def test_a_text_as_words(text: str, words: str) -> None:
    assert as_words(text) == words


def test_a_text_as_words_is_nothing_but_words() -> None:
    rng = random.Random(1)
    alphabet = ' "“”„«»-:.,<>*\\/()~dtype folder:date:near:p19aß字\n\u2029🙂'
    for _ in range(3000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(60)))
        words = as_words(text, 30)
        assert len(words) <= 30
        assert parse(words, NOW).chips == ()
        assert parse(words, NOW).words == words


def test_a_long_text_ends_with_a_whole_word() -> None:
    assert as_words("notice of the tenant", 12) == "notice of"
    assert as_words("notice of the tenant", 9) == "notice of"
    assert as_words("字" * 50, 12) == "字" * 12
