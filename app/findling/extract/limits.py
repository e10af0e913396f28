# SPDX-License-Identifier: Apache-2.0
"""Bounds on what one file may hold; time and memory are bounded by the process that reads it."""

from __future__ import annotations

MAX_TEXT = 200_000_000
"""Longest text of one document, in bytes of UTF-8."""

MAX_PLAIN_FILE = 100_000_000
"""Largest file that is read whole into memory as text (TXT, MD, CSV, source), in bytes."""

MAX_HTML_FILE = 50_000_000
"""Largest HTML file in bytes: its tree takes about ten times the room of its text."""

MAX_RTF_FILE = 200_000_000
"""Largest Rich Text file in bytes: pictures take two letters a byte in it."""

MAX_RTF_GROUPS = 1000
"""Deepest nesting of groups in a Rich Text file."""

MAX_PDF_PAGES = 20_000
"""Pages read of one PDF; the rest is left out with a warning."""

MAX_HEADINGS = 20_000
"""Headings kept of one document."""

MAX_NESTING = 200
"""Deepest nesting of XML elements."""

MAX_ZIP_ENTRIES = 10_000
"""Members of a container file."""

MAX_ZIP_XML = 256_000_000
"""Expanded XML of one container file, in bytes, counted while inflating."""

MAX_ZIP_RATIO = 200
"""Expanded to packed size of a member over a megabyte: real documents stay well under 100."""

MAX_DEPTH = 4
"""Levels of members inside of members: a table in a mail in an archive in a mail is the fourth."""

MAX_MEMBERS = 20_000
"""Members of one file, on all levels together."""

MAX_MEMBER = 100_000_000
"""Largest member, in bytes: each is held in memory while it is read."""

MAX_MEMBER_BYTES = 2_000_000_000
"""Bytes of all members of one file together, on all levels."""

MAX_MAIL = 75_000_000
"""Largest message in bytes: parsing one takes a few times its length."""

MAX_MAIL_PARTS = 2_000
"""Parts of one message."""

MAX_PASSAGES = 20_000
"""Passages of one document: about 2.4 million words."""
