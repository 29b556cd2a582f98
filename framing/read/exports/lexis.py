"""LexisNexis: the old text form ("1 of 20 DOCUMENTS") and that of Nexis Uni ("End of Document"; text, DOCX, RTF)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from framing.read.exports.found import (
    Export,
    Found,
    Reading,
    blocks,
    is_date,
    is_rights,
    labelled,
    one_of,
    paragraphs,
    without_empty,
)

__all__ = ["LEXIS", "NEXIS_UNI"]

_START = re.compile(
    r"^[ \t\f]*(?:Document[ \t]+(?P<a>\d+)[ \t]+of[ \t]+(?P<b>\d+)|(?P<c>\d+)[ \t]+of[ \t]+(?P<d>\d+)[ \t]+DOCUMENTS?)"
    r"[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_HEAD = (
    *(
        "BYLINE",
        "SECTION",
        "LENGTH",
        "DATELINE",
        "HIGHLIGHT",
        "SERIES",
        "CONTACT",
        "EDITION",
        "COLUMN",
        "SOURCE",
        "TYPE",
    ),
    *(
        "DISTRIBUTION",
        "DATE",
        "HEADLINE",
        "TITLE",
        "AUTHOR",
        "SHOW",
        "ANCHORS",
        "ANCHOR",
        "REPORTER",
        "REPORTERS",
        "GUESTS",
    ),
)
_TAIL = (
    *(
        "LOAD-DATE",
        "LANGUAGE",
        "GRAPHIC",
        "GRAPHICS",
        "PUBLICATION-TYPE",
        "JOURNAL-CODE",
        "SUBJECT",
        "COMPANY",
        "TICKER",
    ),
    *(
        "ORGANIZATION",
        "ORGANISATION",
        "PERSON",
        "PEOPLE",
        "CITY",
        "STATE",
        "COUNTRY",
        "GEOGRAPHIC",
        "INDUSTRY",
        "NOTES",
    ),
    *("CORRECTION", "CORRECTION-DATE", "DOCUMENT-TYPE", "DOC-TYPE", "ACC-NO", "ISSN", "URL", "CATEGORY", "PRODUCT"),
    *("UPDATED", "CUTLINE", "PHOTO", "PHOTOS", "TRANSCRIPT-DATE", "RESTRICTIONS", "NAME", "NEWSPAPER-CODE", "WEB-URL"),
)
_SURE = frozenset(("LOAD-DATE", "LANGUAGE", "GRAPHIC", "GRAPHICS", "PUBLICATION-TYPE", "JOURNAL-CODE", "DOCUMENT-TYPE"))
"""Labels that never stand within an article."""
_LABEL = re.compile(rf"(?P<label>{one_of((*_HEAD, *_TAIL))}):(?=\s|$)\s*(?P<rest>.*)")


def _looks_old(text: str) -> bool:
    return bool(_START.search(text)) and bool(re.search(r"^\s*(?:LENGTH|LOAD-DATE|LANGUAGE):", text, re.MULTILINE))


def _read_old(text: str) -> Reading:
    starts = list(_START.finditer(text))
    ends = [m.start() for m in starts[1:]] + [len(text)]
    found = [_old(text[m.end() : end].splitlines()) for m, end in zip(starts, ends, strict=True)]
    said = max(int(m["b"] or m["d"]) for m in starts)
    numbers = {int(m["a"] or m["c"]) for m in starts}
    notes = []
    if len(numbers) < said and len(starts) < said:
        notes.append(f"the export says that it holds {said:,} documents; {len(starts):,} are in this file")
    return Reading(found, notes)


_NO_DATE = "no date that can be read; write it into a metadata.csv, or get the export again"


def _old(lines: Sequence[str]) -> Found:
    parts = labelled((line.strip() if len(line) - len(line.lstrip()) > 3 else line.rstrip() for line in lines), _LABEL)
    masthead, fields = parts[0][1], parts[1:]
    heads = [i for i, (label, _) in enumerate(fields) if label in _HEAD]
    # The body is what follows, after an empty line, the last label of the head.
    body: list[str] = []
    ended = False
    head: dict[str, str] = {}
    tail: dict[str, str] = {}
    last = max((i for i in heads if not any(label in _TAIL for label, _ in fields[:i])), default=-1)
    for i, (label, value) in enumerate(fields):
        cut = next((k for k, line in enumerate(value) if k and not line.strip()), len(value))
        (head if label in _HEAD and i <= last else tail).setdefault(label, " ".join(value[:cut]))
        if i == last:
            body = value[cut:]
        elif body and not ended and label not in _SURE and len(" ".join(value[cut:]).split()) > 20:
            body += [f"{label}: {value[0]}", *value[1:]]  # a line of the article that looks like a label
        ended = ended or (i > last and label in _SURE)
    if last < 0:
        masthead, body = _split_masthead(masthead)
    top = blocks(line for line in masthead if not is_rights(line))
    at = next((i for i, block in enumerate(top) if i and is_date(block[0])), None)
    at = at if at is not None else next((i for i, block in enumerate(top) if is_date(block[0])), None)
    note = None
    if at is None:
        date, outlet, title, edition = tail.get("LOAD-DATE"), top[0] if top else [], top[1:], []
        note = "no date of publication; that of loading is used" if date else _NO_DATE
    else:
        date, outlet, edition, title = (
            top[at][0],
            [line for b in top[:at] for line in b],
            top[at][1:],
            top[at + 1 :],
        )
    text = paragraphs(_before_rights(body))
    headline = head.get("HEADLINE") or head.get("TITLE") or " ".join(line for block in title for line in block)
    given = {"title": headline, "outlet": " ".join(outlet), "date": date, "language": tail.get("LANGUAGE")}
    extra = {
        "byline": head.get("BYLINE") or head.get("AUTHOR"),
        "section": head.get("SECTION"),
        "edition": " ".join(edition).strip(" ;") or head.get("EDITION"),
        "highlight": head.get("HIGHLIGHT"),
        "correction": tail.get("CORRECTION"),
    }
    return Found(text, without_empty(_language(given)), without_empty(extra), note=note)


def _split_masthead(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Where no label says so: outlet, date and title are the blocks up to the first paragraph."""
    for i, line in enumerate(lines):
        if len(line) == len(line.lstrip()) and len(line.strip()) > 60:
            return list(lines[:i]), list(lines[i:])
    return list(lines), []


def _before_rights(lines: Sequence[str]) -> list[str]:
    """Lines without the copyright notice at their end, which may run over several."""
    end = len(lines)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i].strip()
        if not line:
            continue
        if not is_rights(line):
            break
        end = i
    return list(lines[:end])


def _language(given: dict[str, str | None]) -> dict[str, str | None]:
    """The language without what is said beside it: "ENGLISH; ENGLISH", "English"."""
    language = given.get("language")
    return given | {"language": language.split(";")[0] if language else None}


_END = re.compile(r"^[ \t]*End of Document[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_PAGE = re.compile(r"\s*Page\s+\d+\s+of\s+\d+\s*", re.IGNORECASE)
_COVER = re.compile(
    r"\s*(?:User Name|Date and Time|Job Number|Documents? \(\d+\)|Client/Matter|Search Terms|Search Type|Narrowed by"
    r"|Content Type|Sources?:|Timeline:|Location by Publication|\d{1,4}\.\s).*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?P<label>Section|Length|Byline|Dateline|Highlight|Series|Edition|Distribution|Type|Load-Date|Language"
    r"|Publication-Type|Journal Code|Subject|Company|Organization|Industry|Person|Geographic|Ticker|Notes|Correction"
    r"|Correction-Date|Document-Type|Acc-no|ISSN|Link to Image|Graphic|Category|Country|State|City)"
    r":(?:[\s\u00a0]+(?P<rest>.*)|$)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:Classification|Graphic|Graphics|Notes|Correction|Load-Date:.*|Link to Image|Timeline)\s*", re.IGNORECASE
)


def _looks_uni(text: str) -> bool:
    if not _END.search(text):
        return False
    return bool(re.search(r"^[ \t]*(?:Body|Load-Date:.*|Length:.*)[ \t]*\r?$", text, re.MULTILINE | re.IGNORECASE))


def _read_uni(text: str) -> Reading:
    pieces = _END.split(text)
    found = [_uni(piece.replace("\u00a0", " ").splitlines()) for piece in pieces[:-1]]
    notes = []
    announced = re.search(r"^\s*Documents \((\d+)\)", text, re.MULTILINE)
    if announced and int(announced[1]) != len(found):
        notes.append(f"the export says that it holds {int(announced[1]):,} documents; {len(found):,} are in this file")
    if len(pieces[-1].split()) > 60:
        notes.append("what stands behind the last “End of Document” is left out: an article that was cut off?")
    return Reading(found, notes)


def _uni(lines: Sequence[str]) -> Found:
    start = next((i for i, line in enumerate(lines) if line.strip().casefold() == "body"), None)
    head = [line.strip() for line in lines[:start]]
    if start is None:
        # Without a heading "Body": it begins after the last label of the head, or after day and rights.
        labels = [
            i for i, line in enumerate(lines) if _FIELD.match(line.strip()) and not _AFTER.fullmatch(line.strip())
        ]
        known = [i for i in labels if i < len(lines) / 2]
        known = known or [i for i, line in enumerate(lines[:15]) if is_date(line.strip()) or is_rights(line)]
        start = max(known, default=-1)
        head = [line.strip() for line in lines[: start + 1]]
    cover = max((i for i, line in enumerate(head) if _COVER.fullmatch(line)), default=-1)
    head = [line for line in head[cover + 1 :] if line and not _PAGE.fullmatch(line)]
    end = next((i for i in range(start + 1, len(lines)) if _AFTER.fullmatch(lines[i].strip())), len(lines))
    values = _fields([*head, *(line.strip() for line in lines[end:])])
    masthead = [line for line in _until_label(head) if not is_rights(line)]
    at = next((i for i, line in enumerate(masthead) if i and is_date(line)), None)
    note = None
    if at is None:
        title, outlet, date = (
            masthead[0] if masthead else "",
            masthead[1] if len(masthead) > 1 else "",
            values.get("load-date"),
        )
        note = "no date of publication; that of loading is used" if date else _NO_DATE
    else:
        title, outlet, date = (masthead[at - 2] if at > 1 else ""), masthead[at - 1], masthead[at]
    text = paragraphs(_before_rights(_without_page_heads(lines[start + 1 : end], title)))
    given = {"title": title, "outlet": outlet, "date": date, "language": values.get("language")}
    extra = {
        "byline": values.get("byline"),
        "section": values.get("section"),
        "edition": values.get("edition"),
        "highlight": values.get("highlight"),
        "correction": values.get("correction"),
    }
    return Found(text, without_empty(_language(given)), without_empty(extra), note=note)


def _until_label(lines: Sequence[str]) -> list[str]:
    end = next((i for i, line in enumerate(lines) if _FIELD.match(line)), len(lines))
    return list(lines[:end])


def _fields(lines: Sequence[str]) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for label, value in labelled(lines, _FIELD):
        if label:
            values.setdefault(label.casefold(), value[0])
    return values


def _without_page_heads(lines: Sequence[str], title: str) -> list[str]:
    """Lines without "Page 2 of 3" and the title that is printed again under it; a sentence that they cut goes on."""
    kept: list[str] = []
    after_page = False
    cut = False
    for line in lines:
        bare = " ".join(line.split())
        if _PAGE.fullmatch(line):
            last = next((k.rstrip() for k in reversed(kept) if k.strip()), "")
            after_page, cut = True, bool(last) and last[-1] not in ".!?:;”\"’')…"
        elif after_page and bare and title and (title.startswith(bare) or bare.startswith(title)):
            after_page = False
        elif cut and not bare:
            continue
        elif cut:
            while not kept[-1].strip():
                kept.pop()
            kept[-1] = f"{kept[-1].rstrip()} {bare}"
            after_page = cut = False
        else:
            after_page = after_page and not bare
            kept.append(line)
    return kept


LEXIS = Export("LexisNexis", _looks_old, _read_old)
NEXIS_UNI = Export("Nexis Uni", _looks_uni, _read_uni)
