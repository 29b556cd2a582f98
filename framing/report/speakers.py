"""Who speaks, how they are introduced, and with which verbs: the parts of the report about speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from framing.measure import Stance, balance, source_kind, stance
from framing.report.cells import records
from framing.report.values import CueUse, Introduction, IntroductionForm, Quote, SpeakerSummary
from framing.statements import NOT_GIVEN
from framing.values import Statement

__all__ = ["FAMILIES", "family", "introductions", "references", "speakers", "statement_quote"]

FAMILIES: Mapping[str, tuple[Stance, ...]] = {
    "distancing": (Stance.DISTANCING,),
    "tentative or thought": (Stance.TENTATIVE, Stance.THOUGHT, Stance.QUESTIONING),
    "neutral": (Stance.NEUTRAL, Stance.DECLARING),
    "affirming": (Stance.AFFIRMING,),
    "arguing, judging, feeling": (Stance.ARGUING, Stance.EVALUATING, Stance.EMOTIVE),
    "denying, asking, promising": (Stance.DENYING, Stance.DIRECTIVE, Stance.COMMISSIVE),
    "none told": (Stance.NONE,),
}
"""Stances gathered into as many families as a chart can show apart, from withholding warrant to pressing a case."""

_PRONOUNS = frozenset(
    (
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "who",
        "him",
        "her",
        "them",
        "this",
        "that",
        "these",
        "those",
        "which",
    )
)
_ARTICLES = frozenset(("the", "a", "an"))
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def family(kind: Stance | str) -> str:
    """The family of a stance.

    >>> family("distancing"), family(Stance.EMOTIVE)
    ('distancing', 'arguing, judging, feeling')
    """
    return next(name for name, stances in FAMILIES.items() if kind in stances)


def references(statements: Iterable[Statement], labels: Mapping[str, str]) -> dict[str, str]:
    """Short names of statements: the label of the article and the number within it, "A2.5"."""
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    for statement in statements:
        if statement.article_id in labels:
            seen[statement.article_id] = seen.get(statement.article_id, 0) + 1
            names[statement.id] = f"{labels[statement.article_id]}.{seen[statement.article_id]}"
    return names


def statement_quote(statement: Statement, names: Mapping[str, str]) -> Quote:
    """A statement's content, to be quoted as evidence, with who passes it on where the stated source does."""
    who = statement.attributed_to.name if statement.attributed_to else None
    relay = statement.speaker.name if statement.speaker and statement.origin_speaker else None
    return Quote(
        text=statement.content.text,
        reference=names[statement.id],
        article_id=statement.article_id,
        field=statement.field,
        start=statement.content.start,
        end=statement.content.end,
        statement_id=statement.id,
        who=f"{who}, according to {relay}" if who and relay else who,
        cue=statement.cue.text if statement.cue else None,
    )


def speakers(
    frame: pd.DataFrame,
    statements: Iterable[Statement],
    names: Mapping[str, str],
) -> tuple[SpeakerSummary, ...]:
    """One summary a speaker, most words first; statements without a stated source are one group.

    ``frame`` is the table of the statements.
    """
    if frame.empty:
        return ()
    kinds = dict(zip(frame["speaker_id"], source_kind(frame), strict=True))
    about = {row["speaker_id"]: row for row in records(frame.drop_duplicates("speaker_id"))}
    uses: dict[str, list[CueUse]] = {}
    for statement in statements:
        if statement.id in names:
            key = statement.attributed_to.id if statement.attributed_to else NOT_GIVEN
            uses.setdefault(key, []).append(_cue_use(statement, names))
    rows = records(balance(frame, by="speaker_id"))
    return tuple(
        SpeakerSummary(
            name=about[row["speaker_id"]]["speaker"],
            type=about[row["speaker_id"]]["type"],
            side=_given(about[row["speaker_id"]]["side"]),
            source_kind=kinds[row["speaker_id"]],
            statements=row["statements"],
            direct=row["direct"],
            mixed=row["mixed"],
            indirect=row["indirect"],
            words=row["words"],
            quoted_words=row["quoted_words"],
            word_share=row["word_share"],
            first_position=row["first_position"],
            articles=row["articles"],
            cues=tuple(uses[row["speaker_id"]]),
        )
        for row in rows
    )


def _given(value: str) -> str | None:
    return None if value == NOT_GIVEN else value


def _cue_use(statement: Statement, names: Mapping[str, str]) -> CueUse:
    cue = " ".join(statement.cue.text.split()) if statement.cue else ""
    kind = stance(cue)
    return CueUse(cue, kind.value, family(kind), statement_quote(statement, names))


def introductions(statements: Iterable[Statement], names: Mapping[str, str]) -> tuple[Introduction, ...]:
    """How each speaker is first named in each article, in the order of the articles and of their text.

    The first source phrase that is not a pronoun; where there are only pronouns, the first of them.
    """
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        if statement.id in names and statement.attributed_to and statement.named_by:
            groups.setdefault((statement.article_id, statement.attributed_to.id), []).append(statement)
    found = [_introduction(group, names) for group in groups.values()]
    order = {article_id: i for i, article_id in enumerate(dict.fromkeys(a for a, _ in groups))}
    return tuple(sorted(found, key=lambda i: (order[i.quote.article_id], i.quote.field != "title", i.quote.start)))


def _introduction(group: Sequence[Statement], names: Mapping[str, str]) -> Introduction:
    ordered = sorted(group, key=lambda s: (s.field != "title", s.named_by.start if s.named_by else 0))
    phrases = [s.named_by for s in ordered if s.named_by]
    first = next((i for i, p in enumerate(phrases) if p.text.strip(" ,").lower() not in _PRONOUNS), 0)
    statement, phrase = ordered[first], phrases[first]
    speaker = statement.attributed_to
    name = speaker.name if speaker else ""
    later = dict.fromkeys(" ".join(p.text.split()) for p in phrases[first + 1 :])
    later.pop(" ".join(phrase.text.split()), None)
    quote = Quote(
        text=phrase.text,
        reference=names[statement.id],
        article_id=statement.article_id,
        field=statement.field,
        start=phrase.start,
        end=phrase.end,
        statement_id=statement.id,
        who=name,
        cue=statement.cue.text if statement.cue else None,
    )
    return Introduction(
        speaker=name,
        type=speaker.type.value if speaker else "",
        quote=quote,
        later=tuple(later),
        form=_form(phrase.text, name),
    )


def _form(phrase: str, name: str) -> IntroductionForm:
    if phrase.strip(" ,").lower() in _PRONOUNS:
        return "pronoun"
    return "name" if _content_words(phrase) <= _content_words(name) else "described"


def _content_words(text: str) -> frozenset[str]:
    """Words without articles and without the ``'s`` of a possessive."""
    words = (re.sub(r"['’]s$", "", w.lower()) for w in _WORD.findall(text))
    return frozenset(words) - _ARTICLES
