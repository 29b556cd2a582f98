"""Factiva: articles as they are displayed, with or without field codes, each ending in "Document NORH…"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.read.exports.found import Export, Found, Reading, is_date, is_rights, labelled, paragraphs, without_empty

__all__ = ["FACTIVA"]

_ID = re.compile(
    r"^[ \t]*(?:AN\s+)?(?:Document|Dokument|Documento)[ \t]+(?P<id>[A-Za-z]{3,10}\d[A-Za-z0-9]{9,})[ \t]*\r?$", re.M
)
_CODES = (
    *(
        "SE",
        "HD",
        "CR",
        "WC",
        "PD",
        "ET",
        "SN",
        "SC",
        "ED",
        "PG",
        "VOL",
        "LA",
        "CY",
        "CX",
        "LP",
        "TD",
        "CT",
        "RF",
        "ART",
    ),
    *("CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "BY", "CLM", "DLN"),
)
_CODE = re.compile(
    rf"[ \t]*(?P<label>{'|'.join(_CODES)})(?:[ \t\u00a0]*[\t\u00a0][ \t\u00a0]*|[ ]{{1,}}|$)(?P<rest>.*)"
)
_WORDS = re.compile(r"\d[\d,. ]*\s(?:words?|mots|Wörter|palabras|parole|palavras|woorden|ord)\b\s*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[ap]m)?(?:\s+[A-Z]{2,4})?|\d{1,2}:\d{2}:\d{2}", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_LANGUAGE = re.compile(r"(?:English|Anglais|Englisch|Inglés|Inglese|French|German|Spanish|[A-Z][a-z]+)")
_LANGUAGES = frozenset(("anglais", "englisch", "inglés", "inglese", "engels"))
_TRAILER = re.compile(
    r"^[ \t]*(?:Search Summary|(?:©|\(c\)).{0,40}Factiva, Inc.*)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE
)


def _looks(text: str) -> bool:
    if not _ID.search(text):
        return False
    coded = re.search(r"^[ \t]*HD\b", text, re.MULTILINE) and re.search(r"^[ \t]*(?:LP|TD)\b", text, re.MULTILINE)
    return bool(coded) or any(_WORDS.fullmatch(line) for line in text.splitlines())


def _read(text: str) -> Reading:
    pieces: list[Found] = []
    start = 0
    for match in _ID.finditer(text):
        lines = text[start : match.start()].splitlines()
        pieces.append(_article(lines, match["id"]))
        start = match.end()
    rest = _TRAILER.split(text[start:])[0]
    # Behind the number of a coded article stand nothing but codes; of the last, perhaps a summary of the search.
    notes = (
        ["what stands behind the last article's number is left out: was an article cut off?"]
        if len(rest.split()) > 60
        else []
    )
    return Reading(pieces, notes)


def _article(lines: Sequence[str], document: str) -> Found:
    if any(re.match(r"[ \t]*HD\b", line) for line in lines) and any(
        re.match(r"[ \t]*(?:LP|TD)\b", line) for line in lines
    ):
        return _coded(lines, document)
    return _displayed(lines, document)


def _coded(lines: Sequence[str], document: str) -> Found:
    values: dict[str, list[str]] = {}
    for label, value in labelled(lines, _CODE):
        if label and label not in values:
            values[label] = value
    one = {label: " ".join(line for line in value if line.strip()) for label, value in values.items()}
    body = [line for label in ("LP", "TD") for line in (*values.get(label, []), "")]
    return _found(
        paragraphs(body),
        title=one.get("HD"),
        outlet=one.get("SN"),
        date=one.get("PD"),
        language=one.get("LA"),
        byline=one.get("BY"),
        section=one.get("SE"),
        edition=one.get("ED"),
        document=document,
    )


_PAGES = (
    "news|national|international|foreign|world|local|metro|metropolitan|regional|business|financial|money|sports?|"
    "opinion|editorial|comment|features?|lifestyle|arts|politics|main|front|page|desk|section|late|final|city|home"
)
_SECTION = re.compile(rf"(?:(?:{_PAGES}|sect?|[a-z]|[a-z]?\d{{1,3}}|sect[a-z])[\s;,/&-]*){{1,6}}", re.IGNORECASE)
"""A line before the title that says in which part of a paper it was: "Main News; National Desk", "A-Section"."""


def _displayed(lines: Sequence[str], document: str) -> Found:
    at = next((i for i, line in enumerate(lines) if _WORDS.fullmatch(line.strip())), None)
    if at is None:
        return Found("", fault="no line like “212 words” in it, so title, outlet and date are not known")
    head = [line.strip() for line in lines[:at] if line.strip()]
    section = head[0] if len(head) > 1 and _SECTION.fullmatch(head[0]) else None
    head = head[1:] if section else head
    byline = next((line for line in head[1:] if re.match(r"(?:By|Von|Par|Por)\s", line, re.IGNORECASE)), None)
    rest = [(i, line.strip()) for i, line in enumerate(lines) if i > at and line.strip()][:12]
    day = next((k for k, (_, line) in enumerate(rest[:3]) if is_date(line)), None)
    after = [(i, line) for i, line in rest[0 if day is None else day + 1 :] if not _CLOCK.fullmatch(line)]
    outlet = after[0][1] if after else ""
    rights = next((k for k, (_, line) in enumerate(after) if k and is_rights(line)), None)
    code = next((k for k, (_, line) in enumerate(after[1:4], 1) if _SOURCE_CODE.fullmatch(line)), 0)
    language = next((k for k, (_, line) in enumerate(after) if k > code and _LANGUAGE.fullmatch(line)), None)
    ends = rights if rights is not None else language if language is not None else code
    begin = after[ends][0] + 1 if after else at + 1
    while begin < len(lines) and is_rights(lines[begin]):
        begin += 1
    title = " ".join(line for line in head if line != byline)
    return _found(
        paragraphs(lines[begin:]),
        title=title,
        outlet=outlet,
        date=None if day is None else rest[day][1],
        language=None if language is None else after[language][1],
        byline=byline,
        section=section,
        edition=None,
        document=document,
    )


def _found(text: str, **values: str | None) -> Found:
    language = values["language"]
    if language and language.casefold() in _LANGUAGES:
        language = "English"
    given = {name: values[name] for name in ("title", "outlet", "date")} | {"language": language}
    extra = {name: values[name] for name in ("byline", "section", "edition")}
    return Found(text, {**without_empty(given), "id": str(values["document"])}, without_empty(extra))


FACTIVA = Export("Factiva", _looks, _read)
