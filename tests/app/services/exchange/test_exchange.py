# SPDX-License-Identifier: Apache-2.0
"""What goes out comes in again; what is no export is refused and leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from findling.errors import AppError
from findling.jobs.context import CancelledError, JobContext
from findling.services.exchange import importing, layout
from findling.services.exchange.exporting import export_library
from findling.services.exchange.importing import import_library
from findling.services.exchange.layout import ArchiveError
from findling.services.indexer import Indexer
from findling.services.library import Library
from findling.services.search import SearchService
from findling.storage.labels.portable import portable_sets
from findling.storage.transfer import Transfer
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.services.types import SearchResults


def _rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of an archive with other files, and a header that fits them."""
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    header: dict[str, Any] = json.loads(files.pop("findling.json"))
    change(files)
    header["files"] = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }
    other = archive.with_name("other.zip")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
        opened.writestr("findling.json", json.dumps(header))
    return other


def _replace(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


def _search(library: Library, query: str) -> SearchResults:
    service = SearchService(library)
    service.sync()
    return service.search(query)


def _rows(library: Library) -> list[object]:
    transfer = Transfer(library.store.database)
    return [list(transfer.contents(transfer.content_ids())), transfer.last_keys()]


def test_a_library_comes_out_as_it_went_in(
    filled: Library, archive: Path, tmp_path: Path, tree: Path
) -> None:
    summary = import_library(archive, tmp_path / "new", JobContext(), places={"documents": tree})

    with Library.open(tmp_path / "new", writable=True) as new:
        assert _rows(new) == _rows(filled)
        assert summary.passages == filled.status().passages == new.status().passages
        assert [d.path for d in new.documents()] == [d.path for d in filled.documents()]
        assert new.status().trained_passages == filled.status().trained_passages > 0
        sets = portable_sets(new.store.database)
        assert sets == portable_sets(filled.store.database)
        assert [len(row["answers"]) for row in sets] == [1]
        assert [row["rules"] for row in sets] == [[[1, 0.75]]]
        assert [row.query for row in new.store.saved_searches.all()] == ["type:txt"]
        (kept,), (taken,) = filled.groups(), new.groups()
        assert (taken.kind, taken.name) == (kept.kind, kept.name)
        paths = {new.document(key).path for key in taken.documents}
        assert paths == {filled.document(key).path for key in kept.documents} != set()
        before = _search(filled, "apples in the cellar")
        after = _search(new, "apples in the cellar")
        assert after.trained
        assert [g.document.path for g in after.groups] == [g.document.path for g in before.groups]
        reader = ReaderHere()
        Indexer(new, reader, n_readers=1).update()
        assert set(reader.names) <= {"empty.txt", "picture.png"}


def test_no_absolute_path_leaves_the_computer(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            assert str(tmp_path).encode() not in opened.read(name), name


def test_sources_without_a_place_are_kept_and_listed_as_not_connected(
    archive: Path, tmp_path: Path
) -> None:
    import_library(archive, tmp_path / "new", JobContext())

    with Library.open(tmp_path / "new", writable=True) as new:
        Indexer(new, ReaderHere(), n_readers=1).update()
        assert [(s.path.name, s.missing) for s in new.sources()] == [("documents", True)]
        hits = _search(new, "Sirius").groups
        assert hits[0].document.path.name == "stars.txt"


def test_without_the_index_words_are_there_and_the_rest_is_learned_anew(
    filled: Library, tmp_path: Path
) -> None:
    export_library(filled, tmp_path / "small.zip", JobContext(), with_index=False)
    import_library(tmp_path / "small.zip", tmp_path / "new", JobContext())

    with Library.open(tmp_path / "new", writable=True) as new:
        assert new.current_generation() is None
        assert _search(new, "Sirius").groups


def test_a_damaged_index_is_left_out(archive: Path, tmp_path: Path) -> None:
    def damage(files: dict[str, bytes]) -> None:
        data = bytearray(files["index/retriever.fdl"])
        data[len(data) // 2] ^= 1
        files["index/retriever.fdl"] = bytes(data)

    import_library(_rewritten(archive, damage), tmp_path / "new", JobContext())

    with Library.open(tmp_path / "new") as new:
        assert new.current_generation() is None
        assert new.status().passages > 0


@pytest.mark.parametrize(
    "change",
    [
        _replace("documents.jsonl", b'"path":"letters/rent.txt"', b'"path":"../rent.txt"'),
        _replace("documents.jsonl", b'"path":"letters/rent.txt"', b'"path":"/etc/passwd"'),
        _replace("documents.jsonl", b'"path":"letters/rent.txt"', b'"path":"C:/x.txt"'),
        _replace("documents.jsonl", b'"path":"letters/rent.txt"', b'"path":"a\\\\..\\\\b"'),
        _replace("documents.jsonl", b'"source":1', b'"source":7'),
        _replace("documents.jsonl", b'"state":"read"', b'"state":"lost"'),
        _replace("documents.jsonl", b'"content":1', b'"content":999'),
        _replace("sources.jsonl", b'"name":"documents"', b'"name":"../../up"'),
        _replace("sources.jsonl", b"{", b"["),
        _replace("contents/000001.jsonl", b'"passages":[[', b'"passages":[[9,'),
        _replace("contents/000001.jsonl", b'"id":2', b'"id":1'),
        _replace("contents/000001.jsonl", b'"digest":"', b'"digest":"zz'),
        lambda files: files.pop("sources.jsonl"),
        lambda files: files.update({"contents/../../evil.sh": b"echo"}),
        lambda files: files.update({"extra.txt": b"hello"}),
    ],
)
def test_what_no_export_contains_is_refused_and_nothing_is_left(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    with pytest.raises(ArchiveError):
        import_library(_rewritten(archive, change), tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "evil.sh").exists()


def test_wrong_checksums_and_cut_files_are_refused(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    for length in range(0, len(data), max(1, len(data) // 40)):
        (tmp_path / "cut.zip").write_bytes(data[:length])
        with pytest.raises(ArchiveError):
            import_library(tmp_path / "cut.zip", tmp_path / "new", JobContext())


def test_flipped_bytes_are_refused_or_do_no_harm(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    refused = 0
    for place in range(0, len(data), max(1, len(data) // 60)):
        flipped = bytearray(data)
        flipped[place] ^= 0x55
        (tmp_path / "flipped.zip").write_bytes(flipped)
        try:
            import_library(tmp_path / "flipped.zip", tmp_path / f"new{place}", JobContext())
        except AppError:
            refused += 1
    assert refused > 40


def test_a_bomb_is_refused_before_anything_is_unpacked(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_FREE_SIZE", 1000)
    monkeypatch.setattr(importing, "_MAX_RATIO", 5)
    bomb = _rewritten(archive, lambda files: files.update({"contents/000002.jsonl": bytes(10**7)}))
    with pytest.raises(ArchiveError, match="not an exported library"):
        import_library(bomb, tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()


def test_an_export_from_before_members_comes_in(archive: Path, tmp_path: Path) -> None:
    def forget(files: dict[str, bytes]) -> None:
        lines = files["documents.jsonl"].replace(b',"place":[],"names":[]', b"")
        assert b"place" not in lines
        files["documents.jsonl"] = lines
        del files["label_sets.jsonl"], files["searches.jsonl"]

    import_library(_rewritten(archive, forget), tmp_path / "new", JobContext())
    with Library.open(tmp_path / "new") as new:
        assert all(row.place == () for row in new.documents())


@pytest.mark.parametrize("line", [b'{"name":"A"}\n', b"[]\n", b'{"name":7,"query":1,"mode":2}\n'])
@pytest.mark.parametrize("name", ["label_sets.jsonl", "searches.jsonl"])
def test_labels_and_searches_that_are_none_are_refused(
    archive: Path, tmp_path: Path, name: str, line: bytes
) -> None:
    def forge(files: dict[str, bytes]) -> None:
        files[name] = line

    with pytest.raises(ArchiveError):
        import_library(_rewritten(archive, forge), tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind":"collection"', b'"kind":"heap"'),
        (b'"members":[[1,', b'"members":[[7,'),
        (b'"members":[[1,"', b'"members":[[1,"../'),
        (b'"members":[[1,"', b'"members":[[1,7,"'),
        (b",[],", b",[-1],"),
        (b",[],", b",[1000000],"),
        (b",[],", b",0,"),
        (b',[],"', b',[],"00'),
        (b',[],"', b',[],"zz'),
    ],
)
def test_a_collection_that_is_none_is_refused(
    archive: Path, tmp_path: Path, old: bytes, new: bytes
) -> None:
    forged = _rewritten(archive, _replace("groups.jsonl", old, new))
    with pytest.raises(ArchiveError):
        import_library(forged, tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("place", "names"),
    [
        (b"[0]", b"[]"),
        (b"[-1]", b'["a"]'),
        (b"[1000000]", b'["a"]'),
        (b'["0"]', b'["a"]'),
        (b"[0]", b"[7]"),
        (b"0", b'"a"'),
        (b"[" + b"0," * 40 + b"0]", b'["a"' + b',"a"' * 40 + b"]"),
    ],
)
def test_a_member_at_no_place_is_refused(
    archive: Path, tmp_path: Path, place: bytes, names: bytes
) -> None:
    old, new = b'"place":[],"names":[]', b'"place":%s,"names":%s' % (place, names)
    forged = _rewritten(archive, _replace("documents.jsonl", old, new))
    with pytest.raises(ArchiveError):
        import_library(forged, tmp_path / "new", JobContext())
    assert not (tmp_path / "new").exists()


def test_a_newer_layout_asks_for_an_update(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        header = json.loads(opened.read("findling.json"))
    header["version"] = layout.VERSION + 1
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as opened:
        opened.writestr("findling.json", json.dumps(header))
    with pytest.raises(ArchiveError, match="newer version"):
        import_library(tmp_path / "newer.zip", tmp_path / "new", JobContext())


def test_a_folder_with_something_in_it_is_not_touched(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("keep me")
    with pytest.raises(AppError, match="not empty"):
        import_library(archive, tmp_path / "new", JobContext())
    assert (tmp_path / "new" / "letter.txt").read_text() == "keep me"


def test_a_cancelled_job_leaves_nothing(filled: Library, archive: Path, tmp_path: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        export_library(filled, tmp_path / "second.zip", context)
    with pytest.raises(CancelledError):
        import_library(archive, tmp_path / "new", context)
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.glob("*zip*")] == ["out.zip"]
