# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import pytest

from findling.extract.errors import ReadError
from findling.extract.xml_stream import check_xml, local, parse_xml, sound_xml, stream_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
)


def in_pieces(text: str, size: int = 7) -> Iterator[bytes]:
    data = text.encode()
    return (data[start : start + size] for start in range(0, len(data), size))


def test_whole_elements_come_complete_and_one_inside_another_is_part_of_it() -> None:
    source = "<r><x>1</x><y><x>2</x><x>3</x></y><x>4</x></r>"
    found = stream_xml(in_pieces(source), "file", ("x", "y"))
    assert [(e.tag, "".join(e.itertext())) for e in found] == [("x", "1"), ("y", "23"), ("x", "4")]


def test_opened_elements_come_with_their_attributes_before_what_is_in_them() -> None:
    source = '<r><s name="A"><x>1</x></s><s name="B"><x>2</x></s></r>'
    found = stream_xml(in_pieces(source), "file", ("x",), ("s",))
    assert [e.get("name") or e.text for e in found] == ["A", "1", "B", "2"]


def test_what_was_yielded_is_forgotten() -> None:
    """A part of a million rows is held one row at a time."""
    rows = (b"<row><c>1</c></row>" for _ in range(1000))
    root, *found = stream_xml((b"<sheet>", *rows, b"</sheet>"), "file", ("row",), ("sheet",))
    assert len(found) == 1000
    assert len(root) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(encoding: str) -> None:
    data = _LAUGHS.encode(encoding)
    with pytest.raises(ReadError) as caught:
        parse_xml([data[:1], data[1:]], "file")
    assert "document type" in caught.value.detail
    with pytest.raises(ReadError):
        check_xml(data, "file")


def test_a_type_that_only_names_an_outside_file_is_harmless() -> None:
    source = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx//EN" "http://example.org/x.dtd"><ncx>a</ncx>'
    assert parse_xml([source.encode()], "file").text == "a"


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        parse_xml([b"<a>" * 100_000], "file")
    assert "nested deeper" in caught.value.detail


@pytest.mark.parametrize("source", ["", "<a>", "<a></b>", "<a>\x01</a>", "text"])
def test_what_is_no_xml_is_damaged(source: str) -> None:
    with pytest.raises(ReadError, match="damaged"), sound_xml("file"):
        parse_xml([source.encode()], "file")
    with pytest.raises(ParseError):
        parse_xml([b"<a>"], "file")


@pytest.mark.parametrize("name", ["utf-32", "idna", "no-such", "cp932"])
def test_an_encoding_that_the_parser_does_not_have_is_damage(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><a>x</a>'.encode()
    with pytest.raises(ReadError, match="damaged"), sound_xml("file"):
        parse_xml([data], "file")
    with pytest.raises(ReadError, match="damaged"), sound_xml("file"):
        check_xml(data, "file")


def test_local_names() -> None:
    assert (local("{urn:x}row"), local("row")) == ("row", "row")
