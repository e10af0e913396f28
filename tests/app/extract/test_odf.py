# SPDX-License-Identifier: Apache-2.0
"""What all OpenDocument readers have in common, shown on texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract import odf
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.odf_text import Styles
from findling.extract.odt import read_odt

Write = Callable[[str, str | bytes], Path]
MakeParts = Callable[..., Path]
MakeOdf = Callable[..., Path]


def test_properties_are_read(make_odf: MakeOdf) -> None:
    meta = (
        "<dc:title>Lease</dc:title><dc:creator>Ed. Itor</dc:creator>"
        "<meta:initial-creator>Ada</meta:initial-creator><meta:keyword>a</meta:keyword>"
        '<meta:keyword>b</meta:keyword><meta:document-statistic meta:page-count="3"/>'
    )
    document = read_odt(make_odf("a.odt", "text", "<text:p>Text</text:p>", meta=meta))
    assert document.title == "Lease"
    assert document.metadata == {"author": "Ada", "keywords": "a, b", "pages": "3"}


def test_the_last_editor_is_the_author_where_no_other_is_named(make_odf: MakeOdf) -> None:
    meta = "<dc:creator>Ed. Itor</dc:creator>"
    document = read_odt(make_odf("a.odt", "text", "<text:p>Text</text:p>", meta=meta))
    assert document.metadata == {"author": "Ed. Itor"}


def test_flat_files_are_read(make_flat_odf: MakeOdf) -> None:
    path = make_flat_odf("a.fodt", "text", "<text:h>Head</text:h><text:p>Text</text:p>")
    assert read_odt(path).text == "Head\nText\n"


def test_flat_files_over_the_limit_are_refused(
    make_flat_odf: MakeOdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odf, "MAX_PLAIN_FILE", 100)
    with pytest.raises(ReadError, match="too large"):
        read_odt(make_flat_odf("a.fodt", "text", "<text:p>Text</text:p>"))


def test_encrypted_files_need_a_password(make_parts: MakeParts) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    path = make_parts("a.odt", {"content.xml": b"\x8fnoise", "META-INF/manifest.xml": manifest})
    with pytest.raises(ReadError) as caught:
        read_odt(path)
    assert caught.value.kind is ReadFailure.PASSWORD


def test_entity_bombs_are_refused_zipped_and_flat(make_parts: MakeParts, write: Write) -> None:
    bomb = (
        '<!DOCTYPE o [<!ENTITY a "ha">]><o:document '
        'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">&a;</o:document>'
    )
    for path in (make_parts("a.odt", {"content.xml": bomb}), write("a.fodt", bomb)):
        with pytest.raises(ReadError) as caught:
            read_odt(path)
        assert "document type" in caught.value.detail


def test_what_is_no_such_file_says_so(make_parts: MakeParts, write: Write) -> None:
    with pytest.raises(ReadError, match="not an OpenDocument file"):
        read_odt(write("a.odt", "Just words"))
    with pytest.raises(ReadError, match="damaged"):
        read_odt(make_parts("a.odt", {"other.xml": "<a/>"}))
    with pytest.raises(ReadError, match="damaged"):
        read_odt(write("a.fodt", "<a:document xmlns:a='urn:oasis:names:tc:opendocument:x'>"))


def test_styles_that_go_round_in_circles_have_no_level(make_odf: MakeOdf) -> None:
    around = "".join(
        f'<style:style style:name="{a}" style:parent-style-name="{b}"/>' for a, b in ("AB", "BA")
    )
    body = '<text:p text:style-name="A">Text</text:p>'
    assert read_odt(make_odf("a.odt", "text", body, automatic=around)).headings == ()
    assert Styles().level("unknown") == 0
