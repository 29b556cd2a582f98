"""What the rules did, in words: for each statement of an article, which of them changed what, and who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing.attribute.annotation import Attribution
from framing.resolve.names import person_parts
from framing.resolve.rules import Change
from framing.resolve.statements import Resolved
from framing.values import Article, Span, Statement

__all__ = ["Reason", "explain", "reasons"]

_LONG = 90
"""Characters of a passage that are shown."""


class Reason(NamedTuple):
    """Why a statement is what it is: what was done, and the rule that did it, "" where it is whom a source means."""

    rule: str
    told: str


def reasons(article: Article, statement: Statement, changes: Sequence[Change]) -> tuple[Reason, ...]:
    """Whom a source without the speaker's name means, and what each rule changed; none: as the model has it."""
    meant = (Reason("", line) for line in _meant(article, statement))
    return (*meant, *(Reason(change.rule, line) for change in changes for line in _lines(article, change)))


def explain(article: Article, resolved: Resolved) -> Iterator[str]:
    """Lines of text: each statement, whom a source without the speaker's name means, each change of a rule.

    Last what was left out and by which rule.
    """
    for statement, changes in zip(resolved.statements, resolved.changes, strict=True):
        yield _headed(statement)
        for rule, told in reasons(article, statement, changes):
            yield f"    {rule}: {told}" if rule else f"    {told}"
        if not changes:
            yield "    as the model found it"
    for change in resolved.left_out:
        if change.before is not None:
            yield f"{article.id}  left out by “{change.rule}”: {_whole(article, change, change.before)}"


def _headed(statement: Statement) -> str:
    speaker = statement.speaker.name if statement.speaker else "(no source stated)"
    relays = f", via {'; '.join(v.text for v in statement.via)}" if statement.via else ""
    origin = f" for {statement.origin_speaker.name}" if statement.origin_speaker else ""
    joint = f", with {', '.join(s.name for s in statement.co_speakers)}" if statement.co_speakers else ""
    return f"{statement.id}  {speaker}{origin}{joint}{relays}: {_short(statement.content.text)}"


def _meant(article: Article, statement: Statement) -> Iterator[str]:
    """Whom "he" or "the senator" means, and where that name stands last before, or next behind."""
    speaker, source = statement.speaker, statement.source
    if speaker is None or source is None or not speaker.named:
        return
    parts, _ = person_parts(speaker.name)
    last = parts[-1].split()[-1] if parts and parts[-1] else ""
    name = next((w for w in reversed(speaker.name.split()) if last and w.lower().startswith(last[:3])), "")
    if not name or name in source.text:
        return
    text, at = article.field_text(statement.field), source.spans[0][0]
    word = re.escape(name)  # which comes first: a pattern that begins with letters is looked for fastest
    named = [m.start() for m in re.finditer(rf"{word}(?<=\b{word})\b", text)]
    before = [n for n in named if n < at]
    if named:
        where = before[-1] if before else named[0]
        yield f"«{_short(source.text)}» is {speaker.name}, {_around(text, where, where + len(name))}"


def _around(text: str, start: int, end: int) -> str:
    """Words around a mention and its offset."""
    low, high = text.rfind(" ", 0, max(start - 20, 0)) + 1, text.find(" ", end + 20)
    return f"named at {start}: «{' '.join(text[low : high if high >= 0 else len(text)].split())}»"


def _lines(article: Article, change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if after is None:
        return
    if before is None:
        yield f"added, {_whole(article, change, after)}"
        return
    text = article.field_text(change.field)
    for part, old, new in _parts(before, after):
        yield f"{part} {_words(text, old)} → {_words(text, new)}"
    if after.hears and not before.hears:
        yield "the source only hears"


def _parts(before: Attribution, after: Attribution) -> Iterator[tuple[str, Sequence[Span], Sequence[Span]]]:
    """Name, old and new spans of each part that differs."""
    named = (
        ("source", before.source, after.source),
        ("cue", before.cue, after.cue),
        ("content", before.content, after.content),
        ("origin", _one(before.origin), _one(after.origin)),
        ("relay", _one(before.relay), _one(after.relay)),
        ("speaker of", _one(before.shares), _one(after.shares)),
    )
    yield from (part for part in named if part[1] != part[2])


def _one(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _whole(article: Article, change: Change, one: Attribution) -> str:
    text = article.field_text(change.field)
    shared = f", speaker of {_words(text, _one(one.shares))}" if one.shares else ""
    return (
        f"source {_words(text, one.source)}, cue {_words(text, one.cue)}, content {_words(text, one.content)}{shared}"
    )


def _words(text: str, spans: Sequence[Span]) -> str:
    return f"«{_short(' … '.join(text[a:b] for a, b in spans))}»" if spans else "none"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG // 2].rstrip()} … {line[-_LONG // 2 :].lstrip()}"
