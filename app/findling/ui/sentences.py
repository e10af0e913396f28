# SPDX-License-Identifier: Apache-2.0
"""Sentences of the services in the user's language.

Readers say in English why a file could not be read, and the library keeps it so. Lists show it
through `told`, and whatever shows an error does it through `told_error`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from findling.ui.error_sentences import ERRORS
from findling.ui.i18n.texts import mark, tr

if TYPE_CHECKING:
    from findling.errors import AppError

TEMPLATES = (
    mark("The file needs more memory than one file may use."),
    mark("The file is nested too deeply to be read."),
    mark("The reader failed on it."),
    mark("This part is no longer in the file."),
    mark("It is nested too deeply to be read."),
    mark("The table has no rows."),
    mark("The encoding of the text is a guess (%1); some letters may be wrong."),
    mark("The file is empty."),
    mark("The file is not text, although its name suggests so."),
    mark("The document has no text in it (pictures only, or empty)."),
    mark("The message has no text in it."),
    mark("The e-book has no text in it (pictures only, or empty)."),
    mark("The e-book is copy-protected and cannot be read."),
    mark("The PDF needs a password."),
    mark("Save a copy without a password and add that."),
    mark("The file has no text in it."),
    mark("The %1 is damaged and cannot be opened."),
    mark("The document needs a password."),
    mark("%1 is too large: %2 where at most %3 MB can be read."),
    mark("The page shows no text."),
    mark("Open it in Word or LibreOffice and save it as .docx."),
    mark("Open it in Excel or LibreOffice and save it as .xlsx."),
    mark("Open it in PowerPoint or LibreOffice and save it as .pptx."),
    mark("Open it in LibreOffice and save it in a newer format."),
    mark("Open it in Pages, Numbers or Keynote and export it as a PDF."),
    mark("Convert it to .epub."),
    mark("The message is wrapped in a signature, so only what is around its text was read."),
    mark("The message is encrypted, so only what is around its text was read."),
    mark("The message has too many parts, or nests them too deeply: not all were read."),
    mark("Only the last %1 messages were read; %2 before them were not."),
    mark("There are no messages in the mailbox."),
    mark("The text of the message is Rich Text that could not be read."),
    mark("The presentation has no text in it (pictures only, or empty)."),
    mark("The spreadsheet has no text in it (pictures only, or empty)."),
    mark("The workbook has no text in it (pictures only, or empty)."),
    mark("The document is very long: only its first %1 % can be searched."),
    mark("The file is not a PDF, although its name ends in .pdf."),
    mark("The PDF has no pages."),
    mark("Only the first %1 pages were read; %2 were not."),
    mark("Unlock it with its password, or add a copy that needs none."),
    mark("The PDF is protected in a way that cannot be read."),
    mark("The file is no longer there."),
    mark("The page has no size and cannot be shown."),
    mark("The PDF has no page %1."),
    mark("The library's database is damaged."),
    mark("The text of a document is damaged."),
    mark("The search index is damaged."),
    mark("%1 cannot be read yet."),
    mark("The name ends in %1, but the file is %2; it was read as one."),
    mark("The name ends in %1, but the content is of another kind: %2"),
    mark("You have no permission to read the file."),
    mark("This is a folder, not a file."),
    mark("The file could not be opened: %1."),
    mark("The file is not a Rich Text file, although its name says so."),
    mark("%1 pages have no text (pictures or scans?)."),
    mark("1 page has no text (a picture or a scan?)."),
    mark("The PDF has no text in it: its %1 pages are pictures (a scan?) or empty."),
    mark("The PDF has no text in it: its only page is a picture (a scan?) or empty."),
    mark("No text was recognised in the pictures of its pages."),
    mark("The text of 1 page was recognised in a scan and may have mistakes."),
    mark("The text of %1 pages was recognised in a scan and may have mistakes."),
    mark("It may be an unfinished download or copy."),
    mark("The file is not %1, although its name says so."),
    mark("Only the first %1 of %2 files in it were read."),
    mark("There are no files in the archive."),
    mark("The file needs a password."),
    mark("The file is packed in a way that cannot be read."),
    mark("The file expands to far more than documents do."),
    mark("Unpack the archive and add the folder."),
    mark("The helper program did not start."),
    mark("It took longer than %1 seconds."),
    mark("The reader crashed on it."),
    mark("It needed more than %1 of memory."),
    mark("It gave more than %1 MB, or no proper answer."),
    mark("The reader gave an answer that makes no sense."),
    mark("The file kept changing while it was read."),
    mark("The file could not be processed."),
    mark("Not everything in it was read: only the first %1 documents inside."),
    mark("Text recognition could not be started."),
)
"""What readers say; ``%1`` stands for what differs."""

NAMES = (
    mark("Old Word files (.doc)"),
    mark("Old Excel files (.xls)"),
    mark("Binary Excel files (.xlsb)"),
    mark("Old PowerPoint files (.ppt)"),
    mark("Old Office files"),
    mark("OpenDocument files of this kind"),
    mark("E-books of this kind"),
    mark("Outlook data files"),
    mark("Apple iWork files"),
    mark("Saved web pages of this kind"),
    mark("Pictures"),
    mark("Sound recordings"),
    mark("Films"),
    mark("Archives"),
    mark("Programs"),
    mark("Databases"),
    mark("Fonts"),
    mark("Data files of this kind"),
    mark("Word document"),
    mark("Excel workbook"),
    mark("PowerPoint presentation"),
    mark("OpenDocument file"),
    mark("e-book"),
    mark("saved web page"),
    mark("attachment"),
    mark("message"),
    mark("page"),
    mark("Rich Text file"),
    mark("archive"),
    mark("file in the archive"),
    mark("The file"),
    mark("The message"),
    mark("The page"),
    mark("A chapter of the book"),
    mark("The text of the PDF"),
    mark("The text of the file"),
    mark("The text of the message"),
    mark("A row of the sheet"),
)
"""What may stand in the place of ``%1``."""

_BETWEEN = re.compile(r"(?<=[.)])\s+(?=[A-Z])")


def told(sentences: str) -> str:
    """Return sentences of the services in the user's language; unknown ones as they are."""
    if not sentences:
        return ""
    whole = _told(sentences)
    if whole is not None:
        return whole
    return " ".join(_told(one) or one for one in _BETWEEN.split(sentences))


def told_error(error: AppError) -> str:
    """Return what an error says, with what can be tried, in the user's language."""
    return f"{told(error.message)} {told(error.hint)}".strip()


def _told(sentence: str) -> str | None:
    if sentence in TEMPLATES or sentence in ERRORS:
        return tr(sentence)
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            text = tr(template)
            for at, part in enumerate(found.groups(), 1):
                text = text.replace(f"%{at}", _part(part))
            return text
    return None


def _part(part: str) -> str:
    """Return what stood in the place of ``%1``; it may be a sentence itself."""
    if part in NAMES:
        return tr(part)
    return told(part) if part.endswith(".") else part


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the templates that have something that differs, those with most letters first."""
    open_ones = sorted((one for one in (*TEMPLATES, *ERRORS) if "%1" in one), key=len, reverse=True)
    return tuple((one, re.compile(re.sub(r"%[123]", "(.+?)", re.escape(one)))) for one in open_ones)
