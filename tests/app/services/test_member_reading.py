# SPDX-License-Identifier: Apache-2.0
"""What is inside of a file is a document of its own, and lives and goes with the file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.jobs.context import CancelledError, JobContext
from findling.services import member_reading
from findling.services.checkup import check, repair
from findling.services.exchange.exporting import export_library
from findling.services.exchange.importing import import_library
from findling.services.exchange.moving import move_source
from findling.services.exclusions import Exclusions
from findling.services.indexer import Indexer
from findling.services.library import Library
from findling.services.page_types import PdfFile
from findling.services.reading import ReaderPool
from findling.services.search import SearchService
from findling.storage.salvage import salvage
from tests.app.extract.conftest import pdf_bytes
from tests.app.mail_files import archive, mail, mailbox

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.types import DocumentRow, IndexSummary
    from tests.app.services.conftest import ReaderHere

PDF = pdf_bytes([["The lease ends in May."], ["Pets are welcome."]], {})
OFFER = mail(notes_txt=b"Delivery takes three weeks.\n", lease_pdf=PDF, photo_png=b"\x89PNG\r\n")


def update(library: Library, reader: ReaderHere | ReaderPool) -> IndexSummary:
    return Indexer(library, reader, n_readers=1).update()


def found(library: Library, query: str) -> list[str]:
    """Return the names of what is found and what that is in, best first."""
    service = SearchService(library)
    service.sync()
    groups = service.search(query).groups
    return [" in ".join((g.document.name, *g.document.containers)) for g in groups]


def rows(library: Library) -> dict[str, DocumentRow]:
    return {" in ".join((row.name, *row.containers)): row for row in library.documents()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mail with a note, a lease and a picture; a mailbox; an archive with a mail in it."""
    root = tmp_path / "documents"
    root.mkdir()
    (root / "offer.eml").write_bytes(OFFER)
    letters = (mail("Hello", "The harbour is frozen.\n"), mail("Bye", "Spring came early.\n"))
    (root / "box.mbox").write_bytes(mailbox(*letters))
    inside = {"deep/old.eml": mail("Old", "Swans on the pond.\n", plan_txt=b"Ducks too.\n")}
    (root / "all.zip").write_bytes(archive(inside | {"a.txt": b"Apples keep until spring.\n"}))
    return root


@pytest.fixture
def filled(library: Library, folder: Path, reader: ReaderHere) -> Library:
    library.add_sources([folder])
    update(library, reader)
    return library


def test_attachments_messages_and_archived_files_are_found_by_their_own_names(
    filled: Library,
) -> None:
    assert found(filled, "delivery weeks") == ["notes.txt in offer.eml"]
    assert found(filled, "lease May") == ["lease.pdf in offer.eml"]
    assert found(filled, "frozen harbour") == ["Hello in box.mbox"]
    assert found(filled, "ducks") == ["plan.txt in deep/old.eml in all.zip"]


def test_members_are_counted_and_the_counts_balance(
    library: Library, folder: Path, reader: ReaderHere
) -> None:
    library.add_sources([folder])
    first, again = update(library, reader), update(library, reader)

    assert (first.found, first.read, first.unsupported) == (11, 10, 1)
    assert (again.found, again.unchanged, again.unsupported) == (11, 10, 1)
    status = library.status()
    assert (status.documents, status.read, status.unsupported) == (11, 10, 1)


def test_a_bad_member_costs_itself_only(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    parts = {"note_txt": b"Good words.\n", "broken_pdf": b"%PDF-1.7 nothing", "empty_txt": b""}
    (tmp_path / "a.eml").write_bytes(mail("Bad", "Words.\n", **parts))
    library.add_sources([tmp_path / "a.eml"])
    summary = update(library, reader)

    assert (summary.read, summary.failed) == (2, 2)
    reasons = {row.name: row.reason for row in library.needs_attention()}
    assert reasons == {
        "broken.pdf": "The PDF is damaged and cannot be opened.",
        "empty.txt": "The file is empty.",
    }


def test_members_are_replaced_when_their_file_changes(
    filled: Library, folder: Path, reader: ReaderHere
) -> None:
    before = rows(filled)["notes.txt in offer.eml"].id
    (folder / "offer.eml").write_bytes(mail(notes_txt=b"Delivery takes a month.\n"))
    update(filled, reader)

    assert found(filled, "lease May") == []
    assert found(filled, "month delivery") == ["notes.txt in offer.eml"]
    assert rows(filled)["notes.txt in offer.eml"].id == before


def test_a_mailbox_that_grows_has_only_its_new_message_read(
    filled: Library, folder: Path, reader: ReaderHere
) -> None:
    with (folder / "box.mbox").open("ab") as box:
        box.write(mailbox(mail("News", "Storks are back.\n")))
    reader.places.clear()
    update(filled, reader)

    assert reader.places == [(), (2,)]
    assert found(filled, "storks") == ["News in box.mbox"]


def test_members_go_with_their_file(filled: Library, folder: Path, reader: ReaderHere) -> None:
    (folder / "offer.eml").unlink()
    filled.set_exclusions(Exclusions(("*.mbox",)))
    update(filled, reader)
    assert sorted(rows(filled)) == [
        "a.txt in all.zip",
        "all.zip",
        "deep/old.eml in all.zip",
        "plan.txt in deep/old.eml in all.zip",
    ]
    filled.remove_source(filled.sources()[0].id)
    assert filled.documents() == []
    assert filled.status().passages == 0


def test_a_file_that_can_no_longer_be_read_has_no_members(
    filled: Library, folder: Path, reader: ReaderHere
) -> None:
    (folder / "all.zip").write_bytes(b"PK\x03\x04 broken")
    update(filled, reader)
    assert [name for name in rows(filled) if "all.zip" in name] == ["all.zip"]
    assert rows(filled)["all.zip"].reason == "The archive is damaged and cannot be opened."


def test_a_touched_file_keeps_its_members(
    filled: Library, folder: Path, reader: ReaderHere
) -> None:
    before = rows(filled)
    os.utime(folder / "offer.eml", (1, 1))
    update(filled, reader)
    after = rows(filled)
    assert {name: row.id for name, row in after.items()} == {
        name: row.id for name, row in before.items()
    }
    assert after["lease.pdf in offer.eml"].mtime == 1


def test_retrying_a_failed_member_reads_its_file_again(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    (tmp_path / "a.eml").write_bytes(mail(broken_pdf=b"%PDF-1.7 nothing"))
    library.add_sources([tmp_path / "a.eml"])
    update(library, reader)
    (failed,) = library.needs_attention()
    reader.places.clear()

    Indexer(library, reader).queue_failed([failed.id])
    update(library, reader)

    assert reader.places == [(), (0,)]
    assert [row.id for row in library.needs_attention()] == [failed.id]


def test_a_text_that_is_also_a_file_is_shown_as_the_file(
    filled: Library, folder: Path, reader: ReaderHere
) -> None:
    (folder / "zzz.txt").write_bytes(b"Delivery takes three weeks.\n")
    update(filled, reader)
    service = SearchService(filled)
    service.sync()
    (group,) = service.search("delivery weeks").groups
    assert group.document.name == "zzz.txt"
    assert group.also_at == (folder / "offer.eml",)


def test_members_survive_export_and_import(filled: Library, tmp_path: Path, folder: Path) -> None:
    export_library(filled, tmp_path / "out.zip", JobContext())
    places = {"documents": folder}
    import_library(tmp_path / "out.zip", tmp_path / "new", JobContext(), places=places)
    with Library.open(tmp_path / "new") as new:
        assert sorted(rows(new)) == sorted(rows(filled))
        assert found(new, "ducks") == ["plan.txt in deep/old.eml in all.zip"]


def test_members_move_with_their_source(filled: Library, tmp_path: Path) -> None:
    names = sorted(rows(filled))
    with Library.open(tmp_path / "other", writable=True) as other:
        move_source(filled, filled.sources()[0].id, other, JobContext())
        assert sorted(rows(other)) == names
        assert found(other, "lease May") == ["lease.pdf in offer.eml"]
    assert filled.documents() == []


def test_repair_reads_a_file_again_for_a_damaged_member(
    filled: Library, reader: ReaderHere
) -> None:
    member = rows(filled)["notes.txt in offer.eml"]
    content = filled.store.documents.get(member.id)
    assert content is not None
    with filled.store.database.transaction():
        filled.store.database.execute(
            "UPDATE texts SET packed = x'00' WHERE content_id = ?", (content.content_id,)
        )
    path = filled.path
    filled.close()

    assert len(check(path, JobContext()).problems) == 1
    assert repair(path, JobContext()).reread == 1
    with Library.open(path, writable=True) as mended:
        assert update(mended, reader).read >= 1
        assert found(mended, "delivery weeks") == ["notes.txt in offer.eml"]
        assert rows(mended)["offer.eml"].state.value == "read"


def test_salvage_keeps_members(filled: Library) -> None:
    names, paths = sorted(rows(filled)), filled.store.paths
    filled.close()
    salvage(paths)
    with Library.open(paths.folder) as mended:
        assert sorted(rows(mended)) == names


def test_a_cancelled_run_leaves_no_half_of_a_file(
    library: Library, folder: Path, reader: ReaderHere
) -> None:
    library.add_sources([folder / "offer.eml"])
    context = JobContext()

    def cancel_at_an_attachment(_: Path) -> None:
        if reader.places[-1] == (1,):
            context.cancel()
            raise CancelledError

    reader.before_read = cancel_at_an_attachment
    assert Indexer(library, reader, context, n_readers=1).update().cancelled
    assert [row.state.value for row in library.documents()] == ["pending"]

    reader.before_read = lambda _: None
    update(library, reader)
    assert len(library.documents()) == 4


def test_a_member_that_kills_readers_ends_the_reading_of_its_file(
    library: Library, tmp_path: Path, reader: ReaderHere
) -> None:
    texts = {f"{i}.txt": b"Words %d.\n" % i for i in range(9)}
    (tmp_path / "a.zip").write_bytes(archive(texts))

    def crash(_: Path) -> None:
        if reader.places[-1]:
            raise ReadError(ReadFailure.CRASHED, "The reader failed on it.")

    reader.before_read = crash
    library.add_sources([tmp_path / "a.zip"])
    update(library, reader)

    assert len(library.needs_attention()) == 3
    assert rows(library)["a.zip"].reason == (
        "Not everything in it was read: only the first 3 documents inside."
    )


def test_nesting_and_number_of_members_are_bounded(
    library: Library, tmp_path: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = archive({"core.txt": b"Core.\n"})
    for level in range(7):
        data = archive({f"{level}.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    many = {f"{i}.txt": b"Words %d.\n" % i for i in range(9)}
    (tmp_path / "many.zip").write_bytes(archive(many))
    monkeypatch.setattr(member_reading, "MAX_MEMBERS", 5)
    library.add_sources([tmp_path / "deep.zip", tmp_path / "many.zip"])
    update(library, reader)

    deep = [row for row in library.documents() if row.path.name == "deep.zip"]
    assert [len(row.place) for row in deep] == [0, 1, 2, 3, 4, 5]
    assert deep[-1].reason == "It is nested too deeply to be read."
    many_rows = [row for row in library.documents() if row.path.name == "many.zip"]
    assert len(many_rows) == 6
    assert "only the first 5 documents" in many_rows[0].reason


def test_a_real_reader_reads_members_and_draws_their_pages(library: Library, folder: Path) -> None:
    pool = ReaderPool(1, command=[sys.executable, "-m", "findling"])
    library.add_sources([folder])
    assert update(library, pool).read == 10
    row = rows(library)["lease.pdf in offer.eml"]
    file = PdfFile.of(row)
    text = library.document_text(row.id)

    sizes = pool.pdf_info(file.path, place=file.place)
    page = pool.render_page(file.path, 1, 300, [(0, 4)], place=file.place)
    pool.close()

    assert len(sizes) == len(text.page_starts) == 2
    assert (page.width, len(page.marks[0])) == (300, 1)
    assert len(set(page.rgba)) > 2
    assert not text.changed
