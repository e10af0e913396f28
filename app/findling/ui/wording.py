# SPDX-License-Identifier: Apache-2.0
"""Numbers, sizes, times and places in words, by the user's language."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from findling.services.types import SLIDES, UNNAMED_SLIDE
from findling.ui.sentences import told

if TYPE_CHECKING:
    from findling.services.teaching_effects import TeachingEffect
    from findling.services.types import DocumentRow, LabelChip, PassageHit, ResultGroup, TeachingRow

_MINUTE = 60
_HOUR = 3600


def tr(text: str, n: int = -1) -> str:
    """Return a text of this module in the user's language; ``n`` takes the place of ``%Ln``."""
    return QCoreApplication.translate("wording", text, None, n)


def count(number: int) -> str:
    """Return a whole number with the separators of the user's language."""
    return QLocale().toString(number)


def decimal(number: float) -> str:
    """Return a number with up to two digits behind the user's decimal mark."""
    return QLocale().toString(number, "f", 1 if number >= 10 else 2)


def documents(number: int) -> str:
    """Return "1 document" or "1,243 documents"."""
    return tr("1 document") if number == 1 else tr("%Ln documents", number)


def files(number: int) -> str:
    """Return "1 file" or "1,243 files"."""
    return tr("1 file") if number == 1 else tr("%Ln files", number)


def folders(number: int) -> str:
    """Return "1 folder" or "12 folders"."""
    return tr("1 folder") if number == 1 else tr("%Ln folders", number)


def passages(number: int) -> str:
    """Return "1 passage" or "1,243 passages"."""
    return tr("1 passage") if number == 1 else tr("%Ln passages", number)


def attention(number: int) -> str:
    """Return "1 needs attention" or "12 need attention", of files."""
    return tr("1 needs attention") if number == 1 else tr("%Ln need attention", number)


def taught(number: int) -> str:
    """Return "taught once" or "taught 12 times"."""
    return tr("taught once") if number == 1 else tr("taught %Ln times", number)


def pages(number: int, format: str = "") -> str:
    """Return "1 page" or "12 pages"; of a presentation "12 slides"."""
    if format in SLIDES:
        return tr("1 slide") if number == 1 else tr("%Ln slides", number)
    return tr("1 page") if number == 1 else tr("%Ln pages", number)


def duration_left(seconds: float) -> str:
    """Return about how long something still takes; empty while unknown."""
    if seconds < 0:
        return ""
    if seconds < 10:
        return tr("a few seconds left")
    if seconds < _MINUTE:
        return tr("about %1 s left").replace("%1", count(round(seconds / 5) * 5))
    if seconds < _HOUR:
        minutes = max(1, round(seconds / _MINUTE))
        return tr("about a minute left") if minutes == 1 else tr("about %Ln min left", minutes)
    hours = max(1, round(seconds / _HOUR))
    return tr("about an hour left") if hours == 1 else tr("about %Ln h left", hours)


def rate(items_per_second: float) -> str:
    """Return how many items a second; empty while unknown."""
    if items_per_second <= 0:
        return ""
    digits = 0 if items_per_second >= 10 else 1
    number = QLocale().toString(items_per_second, "f", digits)
    return tr("%1 a second").replace("%1", number)


def percent(number: int) -> str:
    """Return a share of a hundred."""
    return tr("%1 %").replace("%1", count(number))


def milliseconds(seconds: float) -> str:
    """Return a short time."""
    return tr("%1 ms").replace("%1", count(max(1, round(seconds * 1000))))


def size(n_bytes: int) -> str:
    """Return a size of a file."""
    traditional = QLocale.DataSizeFormat.DataSizeTraditionalFormat
    return QLocale().formattedDataSize(n_bytes, 0 if n_bytes < 1 << 20 else 1, traditional)


def date(mtime: float) -> str:
    """Return the day of a time in seconds since the epoch."""
    moment = QDateTime.fromSecsSinceEpoch(int(mtime))
    is_this_year = moment.date().year() == datetime.now().astimezone().year
    return QLocale().toString(moment.date(), tr("d MMM") if is_this_year else tr("d MMM yyyy"))


def name(row: DocumentRow) -> str:
    """Return the name of a file, or "offer.pdf – in mail.eml" for what is inside of one."""
    if not row.containers:
        return row.name
    around = row.containers[0]
    for outer in row.containers[1:]:
        around = _filled(tr("%1, in %2"), around, outer)
    return _filled(tr("%1 – in %2"), row.name, around)


def folder(path: Path) -> str:
    """Return the folder of a file, from the user's home where it is below."""
    return short_path(path.parent)


def short_path(path: Path) -> str:
    """Return a path, from the user's home where it is below."""
    home = Path.home()
    if path != home and path.is_relative_to(home):
        return str(Path("~") / path.relative_to(home))
    return str(path)


def page(number: int, format: str = "") -> str:
    """Return a page or slide, counted from 0, as people count; empty without pages."""
    if number < 0:
        return ""
    place = tr("slide %1") if format in SLIDES else tr("p. %1")
    return place.replace("%1", count(number + 1))


def place_of(hit: PassageHit, format: str) -> str:
    """Return page and headings of a passage."""
    return " · ".join(filter(None, (page(hit.page, format), headings(hit, format))))


def headings(hit: PassageHit, format: str) -> str:
    """Return the headings above a passage; not that of a slide that has no name but its number."""
    own = UNNAMED_SLIDE.replace("%1", str(hit.page + 1))
    if format not in SLIDES or not (hit.heading + " ").startswith(own + " "):
        return hit.heading
    return hit.heading[len(own) :].removeprefix(" > ")


def strength(steps: int) -> str:
    """Return a strength of 1 to 5 in words; empty for 0."""
    if not steps:
        return ""
    words = (
        tr("weak match"),
        tr("fair match"),
        tr("good match"),
        tr("strong match"),
        tr("very strong match"),
    )
    return words[max(1, min(5, steps)) - 1]


def spoken_group(group: ResultGroup, position: int, total: int) -> str:
    """Return a group of results in one sentence, for screen readers."""
    where = tr("%1 of %2").replace("%1", count(position)).replace("%2", count(total))
    if not group.hits:
        return ", ".join((spoken_document(group.document), where))
    best = group.hits[0]
    chips = (label_chip(chip) for chip in group.labels)
    tags = (tr("tag %1").replace("%1", tag) for tag in group.tags)
    return ", ".join(
        (name(group.document), *tags, *chips, spoken_hit(best, group.document.format), where)
    )


def label_chip(chip: LabelChip) -> str:
    """Return a label as a chip shows it: what is only suggested is a question."""
    return chip.name if chip.is_confirmed else tr("%1?").replace("%1", chip.name)


def reason(hit: PassageHit) -> str:
    """Return why a passage was found, in the user's language."""
    found = hit.because
    parts: list[str] = []
    if found.taught:  # first: the end of a long reason may not be in sight
        parts.append(tr("what you taught"))
    if found.words:
        words = ", ".join(tr("“%1”").replace("%1", word) for word in found.words)
        one, more = tr("word %1"), tr("words %1")
        parts.append((one if len(found.words) == 1 else more).replace("%1", words))
    if found.meaning:
        parts.append(tr("similar meaning"))
    elif found.neighbours:
        parts.append(tr("like its neighbours"))
    sentence = parts[0] if parts else ""
    for part in parts[1:]:
        sentence = tr("%1 and %2").replace("%1", sentence).replace("%2", part)
    if not found.from_scan:
        return sentence
    return tr("%1, in a scan").replace("%1", sentence) if sentence else tr("in a scan")


def spoken_hit(hit: PassageHit, format: str = "") -> str:
    """Return a passage in one sentence, for screen readers."""
    words = tr("slide %1") if format in SLIDES else tr("page %1")
    place = words.replace("%1", count(hit.page + 1)) if hit.page >= 0 else ""
    parts = (place, strength(hit.strength), reason(hit), hit.snippet)
    return ", ".join(part for part in parts if part)


def spoken_document(row: DocumentRow) -> str:
    """Return a document in one sentence, for screen readers."""
    parts = (name(row), folder(row.path), told(row.reason))
    return ", ".join(part for part in parts if part)


def with_away(text: str, *, is_away: bool, between: str = ", ") -> str:
    """Return a text about a document, with a word before it when its drive is not connected."""
    return between.join(filter(None, (tr("Drive not connected"), text))) if is_away else text


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "11th"."""
    if number % 100 in (11, 12, 13):
        return tr("%1th").replace("%1", count(number))
    endings = {1: tr("%1st"), 2: tr("%1nd"), 3: tr("%1rd")}
    return endings.get(number % 10, tr("%1th")).replace("%1", count(number))


def teaching(row: TeachingRow) -> str:
    """Return what a teaching says, in one sentence."""
    if row.kind == "means":
        return _filled(tr("“%1” means “%2”"), row.query, row.meaning)
    what = tr("a passage that is not in the library now") if row.is_lost else row.title
    good, bad = tr("For “%1”: %2 is right"), tr("For “%1”: %2 is not right")
    return _filled(good if row.kind == "good" else bad, row.query, what)


def effect(row: TeachingRow, found: TeachingEffect | None) -> str:
    """Return what a teaching does, in a few words; empty while unknown."""
    if row.is_lost:
        return tr("none: the passage is gone")
    if not row.enabled:
        return tr("switched off")
    if found is None:
        return ""
    if row.kind == "means":
        text = tr("%1 of the first %2 are new") if found.n_new else tr("the first %2 stay")
        text = text if found.n_first else tr("finds nothing")
        return text.replace("%1", count(found.n_new)).replace("%2", count(found.n_first))
    if found.before == found.after:
        return tr("stays %1").replace("%1", place(found.after))
    return _filled(tr("%1 → %2"), place(found.before), place(found.after))


def place(number: int) -> str:
    """Return "1st"; of 0, for one that is not among the first, "further down"."""
    return ordinal(number) if number else tr("further down")


def _filled(text: str, first: str, second: str) -> str:
    """Put two names into a text; what looks like a place for the other in one is left alone."""
    before, after = text.split("%1", 1)
    return before.replace("%2", second) + first + after.replace("%2", second)
