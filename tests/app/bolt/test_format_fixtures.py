# SPDX-License-Identifier: Apache-2.0
"""Files that older programs wrote are opened for ever, and damaged ones are refused."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from findling.bolt import EngineFormatError, Retriever, TextClassifier, nn
from tests.fixtures.formats import make_fixtures

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
MANIFEST: dict[str, dict[str, Any]] = json.loads((FORMATS / "manifest.json").read_text("utf-8"))
NETWORKS = [name for name in MANIFEST if name.startswith("network")]
RETRIEVERS = [name for name in MANIFEST if name.startswith("retriever")]
CLASSIFIERS = [name for name in MANIFEST if name.startswith("text_classifier")]
OPENERS = {
    "network": nn.Model.load,
    "retriever": Retriever.load,
    "text_classifier": TextClassifier.load,
}


def kind_and_version(path: Path) -> tuple[str, int]:
    """Return what the header of a file says: the kind's version stands before its name."""
    version, kind = struct.unpack_from("<I32s", path.read_bytes(), 12)
    return kind.rstrip(b"\0").decode(), version


@pytest.mark.parametrize("name", MANIFEST)
def test_a_released_file_stays_as_it_is(name: str) -> None:
    path = FORMATS / f"{name}.fdl"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == MANIFEST[name]["sha256"]
    assert f"{kind_and_version(path)[0]}-{kind_and_version(path)[1]}" == name[: name.find("-") + 2]


@pytest.mark.parametrize(
    "name", ["network-1", "network-2-int8", "retriever-2", "text_classifier-1"]
)
def test_todays_format_has_a_file_kept(name: str, tmp_path: Path) -> None:
    make_fixtures.WRITERS[name](tmp_path / "today.fdl")
    written_kind, version = kind_and_version(tmp_path / "today.fdl")
    assert any(kept.startswith(f"{written_kind}-{version}") for kept in MANIFEST)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_predicts_as_it_did(name: str) -> None:
    facts = make_fixtures.network_facts(FORMATS / f"{name}.fdl")
    expected = MANIFEST[name]
    assert facts["history"] == expected["history"]
    assert facts.get("indexes") == expected.get("indexes")
    assert facts.get("found") == expected.get("found")
    for key in ("predictions", "predictions_after", "next_loss"):
        if key in expected:
            np.testing.assert_allclose(facts[key], expected[key], rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", RETRIEVERS)
def test_an_index_finds_what_it_did(name: str) -> None:
    facts = make_fixtures.retriever_facts(FORMATS / f"{name}.fdl")
    assert facts["ids"] == MANIFEST[name]["ids"]
    # The vectors of version 1 are floats in the file and bytes in memory.
    off = 2e-3 if name.startswith("retriever-1") else 1e-5
    for query, scores in MANIFEST[name]["scores"].items():
        np.testing.assert_allclose(facts["scores"][query], scores, rtol=1e-3, atol=off)


@pytest.mark.parametrize("name", RETRIEVERS)
def test_an_index_goes_on_after_it_was_opened(name: str, tmp_path: Path) -> None:
    index = Retriever.load(FORMATS / f"{name}.fdl", n_threads=1)
    index.add(["A lighthouse by the sea."], ids=[70])
    assert index.search("lighthouse", k=1)[0].id == 70
    index.save(tmp_path / "again.fdl")
    assert Retriever.load(tmp_path / "again.fdl").search("lighthouse", k=1)[0].id == 70


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_classifier_says_what_it_did(name: str) -> None:
    facts = make_fixtures.classifier_facts(FORMATS / f"{name}.fdl")
    assert facts["classes"] == MANIFEST[name]["classes"]
    np.testing.assert_allclose(
        facts["probabilities"], MANIFEST[name]["probabilities"], rtol=1e-3, atol=1e-5
    )


def refusal(name: str, content: bytes, path: Path) -> str:
    path.write_bytes(content)
    with pytest.raises(EngineFormatError) as caught:
        OPENERS[name.split("-")[0]](path, n_threads=1)
    return str(caught.value)


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_cut_short_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    whole = (FORMATS / f"{name}.fdl").read_bytes()
    for n in [*range(0, len(whole), 64), len(whole) - 1]:
        said = refusal(name, whole[:n], tmp_path / "short.fdl")
        assert "short.fdl" in said, n
        assert "\n" not in said, n


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_with_a_changed_byte_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    whole = (FORMATS / f"{name}.fdl").read_bytes()
    for at in [*range(0, 128, 3), *range(128, len(whole), 1 + len(whole) // 150)]:
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        said = refusal(name, bytes(changed), tmp_path / "changed.fdl")
        assert "changed.fdl" in said, at
        assert "\n" not in said, at


@pytest.mark.parametrize("name", MANIFEST)
def test_a_file_opened_as_something_else_says_what_it_is(name: str) -> None:
    kind = name.split("-")[0]
    other = "network" if kind == "retriever" else "retriever"
    with pytest.raises(EngineFormatError, match=f"holds a {kind}, not a {other}"):
        OPENERS[other](FORMATS / f"{name}.fdl")
