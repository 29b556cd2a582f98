"""Corrections as a spreadsheet: one row a statement, three columns to fill in.

``verdict`` (right or wrong), ``new_speaker`` and ``new_text``; rows that are added without ``start`` and ``end`` are
statements that were missed, with the words in ``text`` and who says them in ``new_speaker``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing.corrections.anchors import find_place
from framing.corrections.record import AROUND, Correction, Corrections, What
from framing.errors import InputError
from framing.statements import Statements
from framing.values import Span
from framing.wording import nearest
from framing.words import find_words

__all__ = ["correction_sheet", "fill_checks", "from_sheet"]

_COLUMNS = (
    "article_id", "field", "before", "text", "after", "speaker", "verdict", "new_speaker", "new_text", "note",
    "source", "cue", "confidence", "start", "end", "statement_id", "by",
)  # fmt: skip
_NEEDED = ("article_id", "text", "verdict")
_WIDE = 200
"""Characters of context that a sheet shows; the words that a statement should have must stand in them."""

_NOBODY = "nobody"
"""What is written as the speaker of a statement whose source the text does not state."""


def correction_sheet(statements: Statements, corrections: Corrections | None = None) -> pd.DataFrame:
    """All statements, one row each, to be corrected in a spreadsheet, with what ``corrections`` already say filled in.

    Columns: :data:`framing.corrections.sheet._COLUMNS`, in that order.
    """
    rows: list[dict[str, Any]] = []
    for s in statements.counting:
        whole = statements.corpus[s.article_id].field_text(s.field)
        start, end = s.content.start, s.content.end
        who = s.attributed_to
        rows.append(
            _blank()
            | {"article_id": s.article_id, "field": s.field, "before": whole[max(0, start - _WIDE) : start],
               "text": whole[start:end], "after": whole[end : end + _WIDE], "speaker": who.name if who else "",
               "source": s.named_by.text if s.named_by else "", "cue": s.cue.text if s.cue else "",
               "confidence": s.confidence, "start": start, "end": end, "statement_id": s.id}
        )  # fmt: skip
    at = {(r["article_id"], r["field"], r["start"], r["end"]): r for r in rows}
    for one in corrections or ():
        if one.kind is What.MERGE:
            continue
        row = at.get(one.place)
        if row is None:
            row = _blank() | {
                "article_id": one.article, "field": one.field, "before": one.before, "text": one.text,
                "after": one.after, "start": one.start, "end": one.end,
            }  # fmt: skip
            rows.append(row)
        row |= {
            k: v for k, v in (
                ("verdict", one.verdict), ("new_text", one.new_text), ("note", one.note), ("by", one.by),
                ("new_speaker", one.speaker if one.speaker != "" else _NOBODY),
            ) if v is not None
        }  # fmt: skip
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _blank() -> dict[str, Any]:
    return dict.fromkeys(_COLUMNS, "")


def from_sheet(path: Path) -> Corrections:
    """The corrections of a sheet that people have filled in; rows without any are passed over.

    Raises:
        InputError: if it cannot be read or lacks a column.

    """
    from framing.lexicon.sheets import read_sheet

    sheet = read_sheet(path)
    for name in _NEEDED:
        if name not in sheet.columns:
            raise InputError(
                f"{path}: not a sheet of corrections: no column {name!r}. {nearest(name, map(str, sheet.columns))}"
            )
    items: list[Correction] = []
    refused: list[tuple[int, str]] = []
    for number, row in enumerate(sheet.to_dict("records"), 2):
        told = {str(k): _cell(v) for k, v in row.items()}
        try:
            items += _corrections(told, number)
        except InputError as error:
            refused.append((number, str(error)))
    return Corrections(tuple(items), refused=tuple(refused), name=path.name)


def _cell(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def _corrections(row: Mapping[str, str], number: int) -> list[Correction]:
    """What one row says: nothing, or one correction or more about one place."""
    get = row.get
    verdict, speaker, words = (get(k, "").strip() for k in ("verdict", "new_speaker", "new_text"))
    added = not get("start", "")
    if not (verdict or speaker or words or added) or not get("text", ""):
        return []
    if verdict.lower() not in ("", "right", "wrong"):
        raise InputError(f"verdict is {verdict!r}; it is right or wrong, or empty")
    start, end = _offsets(row)
    place: dict[str, Any] = {
        "article": get("article_id", ""), "field": "title" if get("field") == "title" else "text", "start": start,
        "end": end, "text": get("text", ""), "before": get("before", "")[-AROUND:], "after": get("after", "")[:AROUND],
        "note": get("note") or None, "by": get("by") or None, "row": number,
    }  # fmt: skip
    if not place["article"]:
        raise InputError("no article_id")
    said = None if not speaker else "" if speaker.lower() == _NOBODY else speaker
    if added or (not get("statement_id", "") and not verdict and not words):
        return [Correction(kind=What.MISSING, speaker=said, **place)]
    made = []
    if verdict and not ((speaker or words) and verdict.lower() == "right"):
        made.append(Correction(kind=What.STATEMENT, verdict=verdict.lower(), **place))
    if speaker:
        made.append(Correction(kind=What.SPEAKER, speaker=said, **place))
    if words:
        shown = get("before", "") + get("text", "") + get("after", "")
        at = len(get("before", ""))
        found = find_place(shown, (at, at + len(words)), words, get("before", ""), get("after", ""))
        if found.span is None:
            raise InputError(
                f"new_text does not stand once in what the row shows ({found.reason}); copy it from before, text, after"
            )
        a, b = (start - at + x for x in found.span)
        if a != start or b != end:
            exact = shown[found.span[0] : found.span[1]]
            made.append(Correction(kind=What.SPAN, new_start=a, new_end=b, new_text=exact, **place))
    return made


def _offsets(row: Mapping[str, str]) -> Span:
    try:
        start = int(float(row.get("start") or 0))
        return start, int(float(row.get("end") or start + len(row["text"])))
    except (ValueError, OverflowError):
        raise InputError(f"start and end are {row.get('start')!r} and {row.get('end')!r}, no offsets") from None


def fill_checks(sheet: pd.DataFrame, corrections: Corrections, statements: Statements) -> tuple[pd.DataFrame, int]:
    """A sheet of checks with what corrections say of its items filled in, and how many that are.

    ``sheet`` is that of :func:`framing.checking.checking_sheet`, whose items were drawn at random, so that estimates
    can be corrected by them (``--checked``); ``statements`` those it was drawn from. A statement found right or wrong,
    or given another speaker, answers its item; one that was missed answers that of the sentence around it. Items that
    have an answer keep it.

    Raises:
        InputError: if the table is no sheet of checks.

    """
    needed = ["article_id", "field", "start", "end", "what", "correct", "speaker", "words"]
    lacking = [c for c in needed if c not in sheet.columns]
    if lacking:
        raise InputError(f"not a sheet of checks: no column {lacking[0]!r}; `framing sample` writes one")
    made = sheet.astype(dict.fromkeys(("correct", "speaker", "words"), "object"))
    placed = _placed(corrections, statements)
    filled = 0
    for place, item in enumerate(sheet.to_dict("records")):
        if not pd.isna(item["correct"]) and str(item["correct"]).strip():
            continue
        span = (int(float(item["start"])), int(float(item["end"])))
        here = placed[str(item["article_id"]), str(item["field"])]
        answer = _answer(str(item["what"]) == "statement", [c for c, at in here if _within(at, span)])
        if answer:
            filled += 1
            for name, value in answer.items():
                made.iloc[place, made.columns.get_loc(name)] = value  # type: ignore[index]
    return made, filled


def _placed(
    corrections: Corrections, statements: Statements
) -> defaultdict[tuple[str, str], list[tuple[Correction, Span]]]:
    """The corrections whose places are found, with these, by article and field."""
    texts = {a.id: a for a in statements.corpus}
    found: defaultdict[tuple[str, str], list[tuple[Correction, Span]]] = defaultdict(list)
    for one in corrections:
        if one.kind is not What.MERGE and one.article in texts:
            text = texts[one.article].field_text(one.field)
            at = find_place(text, (one.start, one.end), one.text, one.before, one.after)
            if at.span is not None:
                found[one.article, one.field].append((one, at.span))
    return found


def _within(inner: Span, outer: Span) -> bool:
    """Whether most of a place lies within another, and, for a statement, the other way round."""
    common = min(inner[1], outer[1]) - max(inner[0], outer[0])
    return common * 2 > inner[1] - inner[0]


def _answer(statement: bool, about: list[Correction]) -> dict[str, Any]:
    if not statement:
        missed = [c for c in about if c.kind is What.MISSING]
        if not missed:
            return {}
        return {"correct": 0, "speaker": missed[0].speaker or "", "words": len(find_words(missed[0].text))}
    if any(c.verdict == "wrong" for c in about):
        return {"correct": 0}
    speaker = next((c for c in about if c.kind is What.SPEAKER), None)
    if speaker is not None:
        return {"correct": 1, "speaker": speaker.speaker or ""}
    if any(c.verdict == "right" for c in about):
        return {"correct": 1}
    span = next((c for c in about if c.kind is What.SPAN), None)
    return {"correct": 1, "words": len(find_words(span.new_text or ""))} if span else {}
