# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.errors import ReadError
from findling.extract.memberfile import MemberFile
from findling.extract.mhtml import read_mhtml

PAGE = """From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/oaks
Subject: =?utf-8?Q?Old_Oaks?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/oaks

<html><head><meta charset=3D"utf-8"></head><body><h1>Oaks</h1><p>Gr=C3=BCn.</p></body></html>
------x
Content-Type: text/css

body { color: red }
------x
Content-Type: text/html
Content-ID: <frame@1>

<p>Advertisement</p>
------x--
"""


def test_the_page_itself_is_read() -> None:
    document = read_mhtml(MemberFile(PAGE.encode(), "a.mht"))
    assert document.text == "Oaks\nGrün.\n"
    assert (document.format, document.title) == ("mhtml", "Oaks")
    assert document.metadata["address"] == "https://example.org/oaks"


def test_the_start_that_is_named_is_the_page() -> None:
    named = PAGE.replace('boundary="----x"', 'boundary="----x"; start="<frame@1>"')
    assert read_mhtml(MemberFile(named.encode(), "a.mht")).text == "Advertisement\n"


@pytest.mark.parametrize("data", [b"", b"Subject: x\n\nplain", PAGE.encode()[:300]])
def test_what_is_no_saved_page_is_told(data: bytes) -> None:
    with pytest.raises(ReadError):
        read_mhtml(MemberFile(data, "a.mht"))
