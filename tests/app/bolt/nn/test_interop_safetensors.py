# SPDX-License-Identifier: Apache-2.0
"""Weights in files that other libraries read and write."""

from __future__ import annotations

import json
import struct
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import EngineFormatError, EngineIoError, MissingPackageError, nn
from tests.app.bolt.nn.conftest import classifier, same_weights, to_csr

if TYPE_CHECKING:
    from pathlib import Path

NO_PACKAGE = "the package safetensors is not installed"
X = np.random.default_rng(0).normal(size=(9, 40)).astype(np.float32)


def numpy_files() -> Any:  # noqa: ANN401 - the package ships no types
    return pytest.importorskip("safetensors.numpy", reason=NO_PACKAGE)


def two_inputs() -> nn.Model:
    words, extra = nn.Input(12, sparse=True), nn.Input(3)
    both = nn.Concat()(nn.LayerNorm(name="n")(nn.Embedding(5, bias=True, name="e")(words)), extra)
    head = nn.Linear(20, sparsity=0.5, sampling="srp", activation="softmax", name="y")
    return nn.Model([words, extra], head(both), seed=6)


def test_weights_come_back_from_a_file(tmp_path: Path) -> None:
    numpy_files()
    first, second = classifier(seed=1), classifier(seed=2)
    first.export_safetensors(tmp_path / "w.safetensors")
    second.import_safetensors(tmp_path / "w.safetensors")
    assert same_weights(first, second)
    assert [path.name for path in tmp_path.glob("*safetensors*")] == ["w.safetensors"]


def test_a_model_is_made_from_a_file(tmp_path: Path) -> None:
    numpy_files()
    model = two_inputs()
    model.export_safetensors(tmp_path / "w.safetensors")
    again = nn.Model.from_safetensors(tmp_path / "w.safetensors")
    assert again.summary() == model.summary()
    x = [to_csr(np.abs(X[:, :12])), X[:, 12:15]]
    np.testing.assert_array_equal(again.predict(x), model.predict(x))
    np.testing.assert_array_equal(
        again.predict(x, top_k=3, sparsity=0.5).ids, model.predict(x, top_k=3, sparsity=0.5).ids
    )
    again.compile("softmax_cross_entropy").fit(x, np.arange(9))


def test_the_file_is_what_others_read(tmp_path: Path) -> None:
    model = classifier()
    files = numpy_files()
    model.export_safetensors(tmp_path / "w.safetensors")
    tables = files.load_file(tmp_path / "w.safetensors")
    assert tables.keys() == model.get_weights().keys()
    np.testing.assert_array_equal(tables["hidden/weight"], model.get_weights()["hidden/weight"])


@pytest.mark.parametrize("kind", [np.float16, np.float64])
def test_other_floats_are_taken(tmp_path: Path, kind: type) -> None:
    first, second = classifier(seed=1), classifier(seed=2)
    weights = first.get_weights()
    tables: dict[str, Any] = {name: table.astype(kind) for name, table in weights.items()}
    numpy_files().save_file(tables, tmp_path / "w.safetensors")
    second.import_safetensors(tmp_path / "w.safetensors")
    np.testing.assert_allclose(second.predict(X), first.predict(X), atol=0.01)


def test_bfloat16_is_taken(tmp_path: Path) -> None:
    numpy_files()
    first, second = classifier(seed=1), classifier(seed=2)
    head: dict[str, Any] = {}
    data = b""
    for name, table in first.get_weights().items():
        upper = (table.view(np.uint32) >> 16).astype("<u2").tobytes()
        place = [len(data), len(data) + len(upper)]
        head[name] = {"dtype": "BF16", "shape": table.shape, "data_offsets": place}
        data += upper
    text = json.dumps(head).encode()
    (tmp_path / "w.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    second.import_safetensors(tmp_path / "w.safetensors")
    np.testing.assert_allclose(second.predict(X), first.predict(X), atol=0.02)


def test_tables_of_other_names_are_taken(tmp_path: Path) -> None:
    first, second = classifier(seed=1), classifier(seed=2)
    weights = first.get_weights()
    tables = {"fc.weight": weights["hidden/weight"], "fc.bias": weights["hidden/bias"].squeeze()}
    numpy_files().save_file({**tables, "other": np.zeros(3)}, tmp_path / "w.safetensors")
    names = {"hidden/weight": "fc.weight", "hidden/bias": "fc.bias"}
    head = second.get_weights()["head/weight"]
    second.import_safetensors(tmp_path / "w.safetensors", names=names)
    found = second.get_weights()
    np.testing.assert_array_equal(found["hidden/weight"], weights["hidden/weight"])
    np.testing.assert_array_equal(found["head/weight"], head)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hidden/bias": None}, "lacks the tensor hidden/bias"),
        ({"more": np.zeros(3)}, "holds the tensor more, which this model does not have"),
        ({"hidden/bias": np.zeros((64, 1), np.int32)}, "holds I32 in the tensor hidden/bias"),
        ({"hidden/bias": np.zeros((63, 1))}, r"shape \(64, 1\) for hidden/bias, got \(63, 1\)"),
        ({"hidden/bias": np.full((64, 1), np.nan)}, "finite values for hidden/bias"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    model, before = classifier(), classifier()
    tables = {**{k: np.zeros_like(v) for k, v in model.get_weights().items()}, **change}
    tables = {name: table for name, table in tables.items() if table is not None}
    numpy_files().save_file(tables, tmp_path / "w.safetensors")
    with pytest.raises(ValueError, match=sentence) as caught:
        model.import_safetensors(tmp_path / "w.safetensors")
    assert "\n" not in str(caught.value)
    assert same_weights(model, before)


def test_files_that_are_none_get_one_sentence(tmp_path: Path) -> None:
    numpy_files()
    path = tmp_path / "w.safetensors"
    with pytest.raises(EngineIoError, match=r"w\.safetensors"):
        classifier().import_safetensors(path)
    classifier().export_safetensors(path)
    whole = path.read_bytes()
    for n in [0, 7, 8, 100, len(whole) // 2, len(whole) - 1]:
        path.write_bytes(whole[:n])
        with pytest.raises(EngineFormatError, match=r"w\.safetensors") as caught:
            nn.Model.from_safetensors(path)
        assert "\n" not in str(caught.value)


def test_a_model_is_made_only_from_a_file_that_says_which(tmp_path: Path) -> None:
    files = numpy_files()
    files.save_file(classifier().get_weights(), tmp_path / "w.safetensors")
    with pytest.raises(EngineFormatError, match="does not say which network"):
        nn.Model.from_safetensors(tmp_path / "w.safetensors")
    notes = {"findling.graph": "input x dim=-1\n", "findling.seed": "1"}
    files.save_file(classifier().get_weights(), tmp_path / "w.safetensors", metadata=notes)
    with pytest.raises(EngineFormatError, match="its network is damaged"):
        nn.Model.from_safetensors(tmp_path / "w.safetensors")


def test_a_write_that_fails_keeps_the_old_file(tmp_path: Path) -> None:
    numpy_files()
    (tmp_path / "taken").mkdir()
    with pytest.raises(EngineIoError, match="taken"):
        classifier().export_safetensors(tmp_path / "taken")
    with pytest.raises(EngineIoError, match="nowhere"):
        classifier().export_safetensors(tmp_path / "nowhere" / "w.safetensors")
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["taken"]


def test_without_the_package_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("safetensors", "safetensors.numpy"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match=r"pip install 'findling\[safetensors\]'"):
        classifier().export_safetensors(tmp_path / "w.safetensors")
    with pytest.raises(ImportError, match="not installed"):
        classifier().import_safetensors(tmp_path / "w.safetensors")


def test_torch_computes_the_same_from_the_file(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    files = pytest.importorskip("safetensors.torch", reason=NO_PACKAGE)
    x = nn.Input(40)
    body = nn.Linear(16, activation="relu", name="a")(x)
    model = nn.Model(x, nn.Linear(5, name="b")(nn.LayerNorm(name="n")(body)), seed=1)
    model.export_safetensors(tmp_path / "w.safetensors")
    theirs = files.load_file(tmp_path / "w.safetensors")
    hidden = torch.relu(torch.from_numpy(X) @ theirs["a/weight"].T + theirs["a/bias"].T)
    normed = torch.nn.functional.layer_norm(
        hidden, (16,), theirs["n/gain"][0], theirs["n/offset"][0], eps=1e-5
    )
    out = normed @ theirs["b/weight"].T + theirs["b/bias"].T
    np.testing.assert_allclose(out.numpy(), model.predict(X), atol=1e-5)
    layer = torch.nn.Linear(40, 16)
    model.set_weights({"a/weight": layer.weight, "a/bias": layer.bias})
    np.testing.assert_array_equal(model.get_weights()["a/weight"], layer.weight.detach().numpy())
    model.set_weights({"a/weight": layer.weight.to(torch.bfloat16)})
