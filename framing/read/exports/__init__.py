"""Exports of press databases: which one a text is, and its articles.

Each reader is a function of the text. To add a form: an :class:`Export` in a module of its own or beside its kin, its
name in :data:`EXPORTS` (the first one that a text looks like is taken), a sample in ``examples/formats``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from framing.read.exports.databases import EBSCO, NEWSBANK, PROQUEST
from framing.read.exports.factiva import FACTIVA
from framing.read.exports.found import Export, Found, Reading
from framing.read.exports.lexis import LEXIS, NEXIS_UNI
from framing.read.exports.ris import RIS
from framing.read.record import Item, Record
from framing.values import Problem

__all__ = ["EXPORTS", "Export", "Found", "Reading", "export_of", "items_of", "many_in_one"]

EXPORTS: tuple[Export, ...] = (RIS, PROQUEST, EBSCO, NEXIS_UNI, FACTIVA, LEXIS, NEWSBANK)

_MARKS = re.compile(
    r"^[ \t]*(?:LOAD-DATE:|Load-Date:|End of Document$|ProQuest document ID:|Accession Number:"
    r"|(?:Document|Article) \d+ of \d+|Publication date:|\d+ of \d+ DOCUMENTS|Document [A-Z]{4,}\d{8,}"
    r"|Copyright .{0,80}All Rights Reserved)",
    re.MULTILINE | re.IGNORECASE,
)


def export_of(text: str) -> Export | None:
    """The form of export that a text has, or None.

    >>> export_of("It rained.") is None
    True
    """
    return next((export for export in EXPORTS if export.looks(text)), None)


def many_in_one(text: str) -> str | None:
    """What to say of a text that looks like an export of several documents whose form is not known."""
    marks = Counter(re.sub(r"\d+", "0", " ".join(m[0].split())[:40]) for m in _MARKS.finditer(text))
    repeated = next((mark for mark, often in marks.items() if often > 1), None)
    if repeated is None:
        return None
    return (
        f"it looks like several documents in one file ({repeated!r} is in it more than once), but not like an export "
        "that is known: read as one article; split it, or save it in another form (docs/formats.md)"
    )


def items_of(
    reading: Reading, name: str, key: str, *, form: str, given: Mapping[str, str], extra: Mapping[str, str]
) -> Iterator[Item]:
    """Records of the articles of an export. ``given`` and ``extra`` (of its metadata.csv) go before what it says."""
    unsure: Counter[str] = Counter()
    several = len(reading.found) > 1
    for number, found in enumerate(reading.found, 1):
        item = f"{name} document {number}" if several else name
        if found.fault:
            title = found.given.get("title")
            yield Problem(f"{item} ({title[:60]!r})" if title else item, found.fault)
            continue
        if found.note:
            unsure[found.note] += 1
        fallback = f"{key}-{number}" if several else key
        yield Record(item, found.text, fallback, {**found.given, **given}, {**found.extra, **extra})
    for note, n in unsure.items():
        yield Problem(name, f"{form}: {n:,} of {len(reading.found):,} documents have {note}", skipped=False)
    for note in reading.notes:
        yield Problem(name, f"{form}: {note}", skipped=False, weighty=True)
    if not reading.found:
        yield Problem(name, f"{form}: no article found in it")
