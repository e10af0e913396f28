# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.indexer import Indexer
from findling.services.library import Library
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from pathlib import Path

HTML = (
    "<html lang='de'><head><title>Lease</title><meta name='author' content='Ada Berg'></head>"
    "<body><h1>Lease</h1><p>The tenant gives three months notice.</p></body></html>"
)


def test_all_that_is_known_of_a_document_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("lease.html", "copy.html"):
        (folder / name).write_text(HTML)
    (folder / "empty.txt").write_text("")
    with Library.open(tmp_path / "library", writable=True) as library:
        library.add_sources([folder])
        Indexer(library, ReaderHere(), n_readers=1).update()
        keys = {row.path.name: row.id for row in library.documents()}
        GroupKeeper(library).put_in(GroupKind.TAG, "flat", [keys["lease.html"]])

        details = library.details(keys["lease.html"])
        assert details.row.title == "Lease"
        assert dict(details.metadata) == {"author": "Ada Berg", "language": "de"}
        assert [row.path.name for row in details.copies] == ["copy.html"]
        assert details.tags == ("flat",)
        assert (details.collections, details.warnings, details.has_changed) == ((), (), False)
        (passage,) = details.passages
        assert "three months notice" in passage.snippet
        text = library.document_text(keys["lease.html"]).text
        assert "notice" in text[passage.start : passage.end]

        (folder / "lease.html").write_text(HTML + "<p>More.</p>")
        assert library.details(keys["lease.html"]).has_changed
        empty = library.details(keys["empty.txt"])
        assert empty.warnings == ("The file is empty.",)
        assert empty.passages == ()
        with pytest.raises(AppError, match="no longer in the library"):
            library.details(999)
