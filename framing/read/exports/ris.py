"""RIS files, as ProQuest, EBSCO and programs for references write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.read.exports.found import Export, Found, Reading, is_date, paragraphs, without_empty

__all__ = ["RIS"]

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?: (?P<rest>.*))?$")
_BEGINS = re.compile(r"^\ufeff?TY  - ", re.MULTILINE)
_FULL = ("FT", "TX", "N2", "AB")
"""Where the text is, the full one first; abstracts are what most databases give."""


def _looks(text: str) -> bool:
    return bool(_BEGINS.search(text)) and bool(re.search(r"^ER  -", text, re.MULTILINE))


def _read(text: str) -> Reading:
    found = list(_records(text))
    short = sum("part" in f.extra for f in found)
    notes = (
        [f"{short:,} of {len(found):,} records hold an abstract and no full text; the abstract is read"]
        if short
        else []
    )
    return Reading(found, notes)


def _records(text: str) -> Iterator[Found]:
    values: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in text.splitlines():
        match = _TAG.match(line)
        if match is None:
            if last is not None:
                last[-1] += "\n" + line
            continue
        tag, rest = match["tag"], match["rest"] or ""
        if tag == "ER":
            if values:
                yield _record(values)
            values, last = {}, None
        elif tag == "TY":
            values, last = {"TY": [rest]}, None
        else:
            last = values.setdefault(tag, [])
            last.append(rest)
    if len(values) > 2:
        yield _record(values)


def _record(values: dict[str, list[str]]) -> Found:
    def first(*tags: str) -> str | None:
        return next((v for tag in tags for v in values.get(tag, []) if v.strip()), None)

    tag = next((t for t in _FULL if first(t)), None)
    lines = [line for part in values.get(tag or "", []) for line in (*part.splitlines(), "")]
    dates = [d.strip().rstrip("/") for t in ("DA", "Y1", "PY") for d in values.get(t, [])]
    date = next((d for d in dates if is_date(d)), None)
    year = first("PY", "Y1")
    if date is None and dates and year and not re.search(r"\d{4}", dates[0]):
        date = f"{dates[0]} {year[:4]}"  # "DA  - Mar 05" beside "PY  - 2010"
    given = {
        "title": first("TI", "T1"),
        "outlet": first("JF", "T2", "JO", "JA", "BT", "PB"),
        "date": date or (dates[0] if dates else None),
        "url": first("UR", "L2", "LK"),
        "language": first("LA"),
        "id": first("AN", "ID"),
    }
    extra = {"byline": "; ".join([*values.get("AU", []), *values.get("A1", [])]), "section": first("SE")}
    if tag == "AB" or (tag == "N2" and not first("AB")):
        extra["part"] = "abstract"
    fault = None if tag else "no text: neither a full text (FT, N2) nor an abstract (AB) in the record"
    return Found(paragraphs(lines), without_empty(given), without_empty(extra), fault=fault)


RIS = Export("RIS", _looks, _read)
