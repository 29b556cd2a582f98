"""Text files of ProQuest, EBSCO and NewsBank: fields by name, then the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.read.dates import find_date
from framing.read.exports.found import (
    Export,
    Found,
    Reading,
    is_date,
    is_rights,
    labelled,
    one_of,
    paragraphs,
    without_empty,
)
from framing.read.fields import after_title

__all__ = ["EBSCO", "NEWSBANK", "PROQUEST"]

_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*\r?$", re.MULTILINE)
_PROQUEST = (
    *("Author", "Publication info", "Abstract", "Links", "Full text", "Full Text", "Subject", "Location", "People"),
    *(
        "Company / organization",
        "Classification",
        "Title",
        "Publication title",
        "Volume",
        "Issue",
        "Pages",
        "First page",
    ),
    *("Number of pages", "Publication year", "Publication date", "Year", "Section", "column", "Publisher", "Credit"),
    *("Place of publication", "Country of publication", "Publication subject", "ISSN", "e-ISSN", "Source type", "DOI"),
    *(
        "Language of publication",
        "Document type",
        "Document feature",
        "ProQuest document ID",
        "Document URL",
        "Copyright",
    ),
    *(
        "Last updated",
        "Database",
        "Identifier / keyword",
        "Dateline",
        "Edition",
        "Alternate title",
        "Caption",
        "Index term",
    ),
    *("Illustration", "Business indexing term", "Supplement", "Online publication date", "CODEN", "Document Type"),
)
_PROQUEST_LABEL = re.compile(rf"(?P<label>{one_of(_PROQUEST)}):(?P<rest>.*)")
_IMAGE = re.compile(r"\s*(?:Enlarge this image\.?|Illustration|Photo(?:graph)?|Image:.*)\s*", re.IGNORECASE)
_MISSING = re.compile(r"\s*(?:Full text (?:is )?(?:not available|unavailable).*|Not available\.?)\s*", re.IGNORECASE)


def _looks_proquest(text: str) -> bool:
    signs = re.search(r"^(?:ProQuest document ID|Document URL|Database):|ProQuest LLC", text, re.MULTILINE)
    return bool(signs) and bool(re.search(r"^(?:Full text|Full Text|Abstract):", text, re.MULTILINE))


def _read_proquest(text: str) -> Reading:
    found = []
    for piece in _RULE.split(text):
        lines = piece.splitlines()
        if any(re.match(r"(?:Full [tT]ext|Abstract|Publication title):", line) for line in lines):
            found.append(_proquest(lines))
    return Reading(found)


def _proquest(lines: Sequence[str]) -> Found:
    parts = labelled(lines, _PROQUEST_LABEL)
    values: dict[str, list[str]] = {}
    for label, value in parts[1:]:
        values.setdefault(label.casefold(), value)
    one = {label: " ".join(line.strip() for line in value if line.strip()) for label, value in values.items()}
    first = [line for line in parts[0][1] if line.strip() and not re.match(r"\s*Document \d+ of \d+", line)]
    body = [line for line in values.get("full text", []) if not _IMAGE.fullmatch(line)]
    body, credit = _credited(body)
    outlet = re.split(r"\s*;\s*|\s*\[", one.get("publication title", ""))[0]
    date = one.get("publication date") or one.get("year")
    if date and not is_date(date) and (year := one.get("publication year")):
        date = f"{date}, {year}" if not re.search(r"\d{4}", date) else date
    given = {
        "title": one.get("title") or (first[0] if first else None),
        "outlet": outlet,
        "date": date,
        "url": one.get("document url"),
        "language": one.get("language of publication"),
        "id": one.get("proquest document id"),
    }
    extra = {
        "byline": one.get("author") or credit or one.get("credit"),
        "section": one.get("section"),
        "edition": one.get("edition"),
    }
    text = paragraphs(body)
    fault = None
    if not text.strip() or _MISSING.fullmatch(text.strip()):
        fault = "no full text in the export: choose “Full text” in ProQuest's list of what to save"
    return Found(text, without_empty(given), without_empty(extra), fault=fault)


def _credited(body: Sequence[str]) -> tuple[list[str], str | None]:
    """A body without the line "Credit: By Jo Hale" and the notice of rights at its end."""
    kept = list(body)
    credit = None
    while kept:
        line = kept[-1].strip()
        match = re.match(r"Credit:\s*(?P<who>.{1,120})$", line)
        if match:
            credit = match["who"]
        elif line and not is_rights(line):
            break
        kept.pop()
    return kept, credit


_RECORD = re.compile(r"^[ \t]*Record:?[ \t]*\d+[ \t]*\r?$", re.MULTILINE)
_EBSCO = (
    *(
        "Title",
        "Authors",
        "Author",
        "Source",
        "Document Type",
        "Subject Terms",
        "Subjects",
        "Subject",
        "Abstract",
        "ISSN",
    ),
    *(
        "Full Text Word Count",
        "Accession Number",
        "Database",
        "Persistent link to this record (Permalink)",
        "Publication",
    ),
    *("Cut and Paste", "Section", "Edition", "Geographic Terms", "Company/Entity", "People", "Reviews & Products"),
    *("Publication Date", "Publication Type", "Date", "Dateline", "Lead Paragraph", "NAICS/Industry Codes", "Language"),
    *("Copyright", "Author Affiliations", "DOI", "Author-Supplied Keywords", "Item Number", "Volume", "Issue", "Pages"),
    *("Images", "Byline", "Publisher Logo", "Alternate Title", "Full Text Database", "Notes"),
)
_EBSCO_LABEL = re.compile(rf"[ \t]*(?P<label>{one_of(_EBSCO)}):(?P<rest>.*)")
_TILDES = re.compile(r"\s*~{4,}\s*")


def _looks_ebsco(text: str) -> bool:
    signs = ("Accession Number:", "Database:", "Source:", "Title:")
    return all(re.search(rf"^[ \t]*{sign}", text, re.MULTILINE) for sign in signs)


def _read_ebsco(text: str) -> Reading:
    pieces = _RECORD.split(text)
    if len(pieces) == 1:
        pieces = re.split(r"(?m)^(?=[ \t]*Title:)", text)
    return Reading([_ebsco(piece.splitlines()) for piece in pieces if re.search(r"(?m)^[ \t]*Source:", piece)])


def _ebsco(lines: Sequence[str]) -> Found:
    last = max(
        (i for i, line in enumerate(lines) if re.match(r"[ \t]*(?:Database|Full Text Database):", line)), default=0
    )
    cut = next((i for i in range(last + 1, len(lines)) if not lines[i].strip()), len(lines))
    values: dict[str, str] = {}
    for label, value in labelled(lines[:cut], _EBSCO_LABEL):
        if label:
            values.setdefault(label.casefold(), " ".join(line.strip() for line in value if line.strip()))
    body: list[str] = []
    for line in lines[cut:]:
        if re.match(r"\s*(?:Copyright of|Source: )", line) or (is_rights(line) and body):
            break
        body.append(line)
    section = None
    while body and (not body[0].strip() or (m := re.match(r"\s*Section:\s*(.*)", body[0]))):
        section = m[1] if body[0].strip() and m else section
        body.pop(0)
    signed = next((i for i, line in enumerate(body) if _TILDES.fullmatch(line)), len(body))
    byline = next((line.strip() for line in body[signed + 1 :] if re.match(r"\s*By\s", line)), None)
    outlet, date = _ebsco_source(values.get("source", ""))
    given = {
        "title": values.get("title", "").rstrip(". "),
        "outlet": values.get("publication") or outlet,
        "date": date or values.get("publication date") or values.get("date"),
        "language": values.get("language"),
        "id": values.get("accession number"),
    }
    extra = {
        "byline": values.get("authors") or values.get("author") or byline,
        "section": section or values.get("section"),
    }
    text = paragraphs(body[:signed])
    text = text[after_title(text, given["title"] or "") :]
    fault = None if text else "no full text in the export: choose “HTML Full Text” in EBSCO's list of what to save"
    return Found(text, without_empty(given), without_empty(extra), fault=fault)


def _ebsco_source(source: str) -> tuple[str, str | None]:
    """Outlet and day of "Norden Herald (Norden), 03/05/2010, p1": EBSCO writes the month first."""
    found = find_date(source, day_first=False)
    name = source if found is None else source[: found[1]]
    name = re.split(r"\.\s|;\s", name)[0]
    name = re.sub(r"\s*\([^()]*\)", "", name)  # the place of publication
    return name.strip(" .,;"), None if found is None else found[0].isoformat()


_LINE = re.compile(
    r"[ \t]*(?P<outlet>[^\n|]{2,80}?)\s*(?:\((?P<place>[^()\n]{2,40})\))?\s+[-–]\s+(?P<date>[^\n|]{6,40}?)"
    r"(?:\s+[-–]\s+.*)?"
)
_BAR = re.compile(
    r"[ \t]*(?P<date>[^\n|]{6,40}?)\s+\|\s+(?P<outlet>[^\n|]{2,80}?)\s*(?:\((?P<place>[^()\n]{2,40})\))?\s*(?:\|.*)?"
)
_NEWSBANK = (
    *("Author/Byline", "Author", "Byline", "Section", "Edition", "Page", "Column", "Source", "Record Number", "Record"),
    *(
        "Article ID",
        "Readability",
        "OpenURL Link",
        "Dateline",
        "Index terms",
        "Index Terms",
        "Memo",
        "Caption",
        "Correction",
    ),
    *("Copyright", "Length", "Series", "Citation", "Word count", "Document Type", "Volume", "Issue"),
)
_NEWSBANK_LABEL = re.compile(rf"[ \t]*(?:[*•]\s*)?(?P<label>{one_of(_NEWSBANK)}):(?P<rest>.*)")
_SURE = re.compile(
    r"^[ \t]*(?:[*•]\s*)?(?:Record Number|Record|Article ID|Author/Byline|OpenURL Link|Readability):", re.MULTILINE
)


def _headline_line(line: str) -> re.Match[str] | None:
    for form in (_BAR, _LINE):
        match = form.fullmatch(line.strip())
        if match and is_date(match["date"]) and not is_date(match["outlet"]):
            return match
    return None


def _looks_newsbank(text: str) -> bool:
    return bool(_SURE.search(text)) and any(len(line) < 200 and _headline_line(line) for line in text.splitlines())


def _read_newsbank(text: str) -> Reading:
    lines = text.splitlines()
    heads = [(i, m) for i, line in enumerate(lines) if len(line) < 200 and (m := _headline_line(line))]
    titles = []
    for i, _ in heads:
        k = i - 1
        while k > 0 and not lines[k].strip():
            k -= 1
        titles.append(max(k, 0))
    ends = [*titles[1:], len(lines)]
    found = []
    for (i, match), title, end in zip(heads, titles, ends, strict=True):
        found.append(_newsbank(lines[title].strip() if title < i else "", match, lines[i + 1 : end]))
    return Reading(found)


def _newsbank(title: str, head: re.Match[str], lines: Sequence[str]) -> Found:
    values: dict[str, str] = {}
    body: list[str] = []
    for line in lines:
        match = _NEWSBANK_LABEL.match(line)
        for part in re.split(r"\s+\|\s+", line) if match else [line]:
            label = _NEWSBANK_LABEL.match(part)
            if label:
                values.setdefault(label["label"].casefold(), label["rest"].strip(" |"))
            elif not is_rights(part) and not re.fullmatch(
                r"\s*(?:={5,}|-{5,}|[\d,]+|Words|Read News Document)\s*", part
            ):
                body.append(part)
    outlet = re.sub(r"^(?P<name>.*), The$", r"The \g<name>", head["outlet"].strip())
    given = {
        "title": title,
        "outlet": outlet,
        "date": head["date"],
        "id": values.get("record number") or values.get("record"),
    }
    given["id"] = given["id"] or values.get("article id")
    extra = {
        "byline": values.get("author/byline") or values.get("author") or values.get("byline"),
        "section": values.get("section"),
        "edition": values.get("edition"),
    }
    return Found(paragraphs(body), without_empty(given), without_empty(extra))


PROQUEST = Export("ProQuest", _looks_proquest, _read_proquest)
EBSCO = Export("EBSCO", _looks_ebsco, _read_ebsco)
NEWSBANK = Export("NewsBank", _looks_newsbank, _read_newsbank)
