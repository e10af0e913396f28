# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from findling.services.labels.autolabel import AutoLabeler
from findling.services.library import Library
from tests.app.letters import KINDS, add_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.cli.conftest import Said

    Findling = Callable[..., Said]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", writable=True) as opened:
        add_letters(opened, tmp_path / "letters")
    return tmp_path / "library"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table with the labels of 30 letters, one row that names none, and one empty."""
    path = tmp_path / "known.csv"
    names = sorted(file.name for file in (tmp_path / "letters").glob("[0-2]*.txt"))
    rows = [f"letters/{name},{name.split('-')[1][:-4]}" for name in names]
    path.write_text("\n".join(["path,label", *rows, "gone.txt,bill", f"{names[0]},"]) + "\n")
    return path


def test_from_a_table_to_labels_for_all_and_back(
    findling: Findling, library: Path, table: Path, tmp_path: Path
) -> None:
    at = ("--library", library)
    assert "no label sets" in findling("labels", "list", *at).out
    made = findling("labels", "create", *at, "Kinds", "--table", table)
    assert made.out == (
        "Made Kinds with 3 labels; 30 documents have one.\n"
        "1 row of the table named no document of the library.\n"
    )
    assert findling("labels", "create", *at, "Kinds").err.startswith("findling: There is 'Kinds'")
    assert "no model yet" in findling("labels", "apply", *at, "Kinds", "--dry-run").err
    assert findling("labels", "learn", *at, "Kinds").out.startswith("Learned Kinds from 30 exam")

    dry = findling("labels", "apply", *at, "Kinds", "--sure", "0.5", "--dry-run").out
    assert dry.startswith("30 of 30 items would get a label.\nAbout ")
    assert findling("labels", "apply", *at, "Kinds", "--sure", "0.5").out.startswith("30 of 30")
    out = tmp_path / "labels.csv"
    assert findling("labels", "export", *at, "Kinds", out).out == f"Wrote 60 rows to {out}.\n"
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["label"] in row["path"] for row in rows)
    assert [row["by"] for row in rows] == ["confirmed"] * 30 + ["suggested"] * 30

    found = json.loads(findling("search", *at, "label:bill", "--json", "-k", "60").out)
    paths = [group["document"]["path"] for group in found["groups"]]
    assert len(paths) == 20
    assert all("bill" in path for path in paths)
    facets = json.loads(findling("search", *at, "type:txt -label:bill", "--json", "--facets").out)[
        "facets"
    ]
    labels = next(facet["counts"] for facet in facets if facet["field"] == "label")
    assert dict(labels) == {"lease": 20, "mail": 20}

    (line,) = findling("labels", "list", *at, "--json").out.splitlines()
    assert [label["n_guessed"] for label in json.loads(line)["labels"]] == [10, 10, 10]
    assert findling("labels", "undo", *at, "Kinds").out == "30 labels taken back.\n"
    assert "nothing to take back" in findling("labels", "undo", *at, "Kinds").err
    quality = json.loads(findling("labels", "quality", *at, "Kinds", "--json").out)
    assert quality["macro_f1"] > 0.9
    assert findling("labels", "delete", *at, "Kinds").out == "Kinds and 30 answers are gone.\n"


def test_folders_become_labels(findling: Findling, library: Path, tmp_path: Path) -> None:
    sorted_ones = tmp_path / "sorted"
    for kind, words in KINDS.items():
        (sorted_ones / kind).mkdir(parents=True)
        (sorted_ones / kind / "one.txt").write_text(" ".join(words))
    (sorted_ones / "loose.txt").write_text("in no folder")
    at = ("--library", library)
    assert "is not in the library" in (
        findling("labels", "create", *at, "Sorted", "--folders", sorted_ones).err
    )
    assert findling("add", *at, sorted_ones).status == 0
    made = findling("labels", "create", *at, "Sorted", "--folders", sorted_ones)
    assert made.out == "Made Sorted with 3 labels; 3 documents have one.\n"
    assert "a set is made of 2 to" in (
        findling("labels", "create", *at, "None", "--folders", tmp_path / "letters").err
    )


def test_files_that_are_not_in_the_library_get_its_labels(
    findling: Findling, library: Path, table: Path, tmp_path: Path
) -> None:
    at = ("--library", library)
    findling("labels", "create", *at, "Kinds", "--table", table)
    assert "has no model yet" in findling("classify", *at, "--labels", "Kinds", table).err
    findling("labels", "learn", *at, "Kinds")
    new = tmp_path / "new"
    new.mkdir()
    (new / "a.txt").write_text("An invoice: the amount is due, payment to the bank account.")
    (new / "b.md").write_text("# To my aunt\n\nLove and greetings from our holiday.")
    (new / "c.pdf").write_bytes(b"%PDF-1.7 cut off")
    said = findling("classify", *at, "--labels", "Kinds", new)
    first, second, third = (line.split("\t") for line in said.out.splitlines())
    assert (first[0], second[0]) == ("bill", "mail")
    assert third[1].startswith("not read: ")
    out = tmp_path / "out.jsonl"
    findling("classify", *at, "--labels", "Kinds", "--out", out, new / "a.txt")
    (row,) = map(json.loads, out.read_text().splitlines())
    assert row["label"] == "bill"
    assert 0.5 < row["probability"] < 1
    assert "does not exist" in findling("classify", *at, "--labels", "Kinds", new / "x").err
    assert "Name files" in findling("classify", *at, "--labels", "Kinds").err


def test_new_files_of_a_folder_get_labels_by_themselves(
    findling: Findling, library: Path, table: Path, tmp_path: Path
) -> None:
    at, folder = ("--library", library), tmp_path / "letters"
    findling("labels", "create", *at, "Kinds", "--table", table)
    findling("labels", "learn", *at, "Kinds")
    said = findling("labels", "rule", *at, "Kinds", folder, "--sure", "0.5").out
    assert said == "New files of letters get labels of Kinds as they are learned.\n"
    with Library.open(library, writable=True) as opened:
        assert [rule.threshold for rule in opened.store.label_sets.rules()] == [0.5]
        assert AutoLabeler(opened).follow_rules() == 30
    assert "no longer" in findling("labels", "rule", *at, "Kinds", folder, "--off").out
    with Library.open(library) as opened:
        assert opened.store.label_sets.rules() == []
    refused = findling("labels", "rule", *at, "Kinds", folder, "--sure", "7")
    assert refused.status == 1
    assert "is not in the library" in findling("labels", "rule", *at, "Kinds", tmp_path).err


def test_labels_are_named_with_what_belongs_to_them(findling: Findling, library: Path) -> None:
    made = findling("labels", "create", "--library", library, "Topics", "a: money", "b", "--multi")
    assert made.out == "Made Topics with 2 labels; 0 documents have one.\n"
    listed = findling("labels", "list", "--library", library).out
    assert listed.startswith("Topics  (several labels each, 0 answers)\n  a  0 confirmed")
    wrong = findling("labels", "apply", "--library", library, "Topics", "--sure", "2")
    assert "above 0 and up to 1" in wrong.err
    assert "no label set 'Nope'" in findling("labels", "learn", "--library", library, "Nope").err
