# SPDX-License-Identifier: Apache-2.0
"""Classes of texts from the command line: from a table into a table, with a model in between."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from findling.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

BILLS = ["pay this invoice", "the invoice is due", "your payment is late", "amount due: 20"]
MAILS = ["dear aunt, the weather", "love from the holiday", "see you soon, aunt", "happy birthday"]


@pytest.fixture
def train(tmp_path: Path) -> Path:
    path = tmp_path / "train.csv"
    lines = ["kind,words", *(f'bill,"{t}"' for t in BILLS), *(f'mail,"{t}"' for t in MAILS)]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_from_table_to_table_and_a_model_in_between(
    train: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("words\nan invoice is due\nyour aunt at the birthday\n")
    named = ["--text-column", "words", "--label-column", "kind"]
    model, out = tmp_path / "kinds.fdl", tmp_path / "out.csv"
    kept = ["--save", str(model), "--out", str(out)]
    status = main(["classify", "--train", str(train), *named, *kept, str(asked)])
    assert status == 0, capsys.readouterr().err
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["label"] for row in rows] == ["bill", "mail"]
    assert all(0.5 <= float(row["probability"]) <= 1 for row in rows)

    assert main(["classify", "--model", str(model), "--text-column", "words", str(asked)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["bill", "mail"]


def test_bad_input_is_one_sentence(
    train: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", "--train", str(train), str(train)]) == 1
    assert "no column 'text'" in capsys.readouterr().err
    assert main(["classify", "--model", str(train), str(train)]) == 1
    assert "cannot be opened as a classifier" in capsys.readouterr().err


def test_measured_on_a_test_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("train.tsv", "test.tsv"):
        rows = [f"bill\t{t}" for t in BILLS * 3] + [f"mail\t{t}" for t in MAILS * 3]
        (tmp_path / name).write_text("label\ttext\n" + "\n".join(rows) + "\n")
    assert main(["eval", "classify", "--json", str(tmp_path)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["texts"], report["classes"], report["accuracy"]) == (24, 2, 1.0)
    assert main(["eval", "classify", str(tmp_path / "none")]) == 1
