"""Who speaks, how they are introduced and with which verbs; who passes on, is official, stands first, is not heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import pandas as pd

from framing.checking import Checked
from framing.measure import balance, balance_intervals, source_kind, stance
from framing.measure.prominence import prominence
from framing.measure.silence import silence
from framing.measure.sources import relays
from framing.measure.standing import indexing
from framing.pictures.bars import family
from framing.report.values import CueUse, Introduction, IntroductionForm, Quote, SpeakerSummary
from framing.statements import NOT_GIVEN, Statements
from framing.tables import as_text, replaced
from framing.values import Corpus, Field, Span, Speaker, SpeakerType, Statement
from framing.whose import each_speaker

__all__ = [
    "MOST_RANKED",
    "about_actors",
    "checked_tables",
    "introductions",
    "official_table",
    "prominence_tables",
    "references",
    "relay_tables",
    "silence_tables",
    "speakers",
    "unheard",
]

_PRONOUNS = frozenset(
    (
        *("he", "she", "it", "they", "we", "i", "you", "who", "him", "her", "them", "this", "that", "these", "those"),
        "which",
    )
)
_ARTICLES = frozenset(("the", "a", "an"))
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")

MOST_RANKED = 15
"""So many speakers are ranked by prominence where there are no sides."""

_OTHERS = "\x00"
"""A name that nobody bears."""

_FEW_ARTICLES = 6
"""Up to so many articles are told one by one."""

_KINDS = (SpeakerType.GOVERNMENT, SpeakerType.ARMED_GROUP, SpeakerType.GROUP, SpeakerType.PERSON)
"""Of actors mentioned equally often, these come first: what else has a name is often no actor at all."""


def references(statements: Iterable[Statement], labels: Mapping[str, str]) -> dict[str, str]:
    """Short names of statements: the label of the article and the number within it, "A2.5"."""
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    for statement in statements:
        if statement.article_id in labels:
            seen[statement.article_id] = seen.get(statement.article_id, 0) + 1
            names[statement.id] = f"{labels[statement.article_id]}.{seen[statement.article_id]}"
    return names


def _quote(statement: Statement, names: Mapping[str, str]) -> Quote:
    """A statement's content, to be quoted as evidence, with who passes it on."""
    speaker, relay = statement.attributed_to, statement.speaker
    who = " and ".join(s.name for s in statement.speakers) or None
    return Quote(
        text=statement.content.text,
        reference=names[statement.id],
        article_id=statement.article_id,
        field=statement.field,
        start=statement.content.start,
        end=statement.content.end,
        statement_id=statement.id,
        who=f"{who}, according to {relay.name}" if relay and relay is not speaker else who,
        cue=statement.cue.text if statement.cue else None,
    )


def speakers(frame: pd.DataFrame, statements: Statements, names: Mapping[str, str]) -> tuple[SpeakerSummary, ...]:
    """One summary a speaker, most words first; statements without a stated source are one group.

    Speakers without a name are one group of each kind ("unnamed: US officials").

    ``frame`` is the table of the statements.
    """
    if frame.empty:
        return ()
    every = each_speaker(frame, ["speaker"], statements)
    once = every.assign(kind=source_kind(every)).drop_duplicates("speaker")
    about = {row["speaker"]: row for row in once.to_dict("records")}
    whose: dict[str, list[str]] = {}
    for one, who in zip(every["statement_id"], every["speaker"], strict=True):
        whose.setdefault(one, []).append(who)
    uses: dict[str, list[CueUse]] = {}
    for statement in statements.counting:
        if statement.id in names:
            for who in whose.get(statement.id, ()):
                uses.setdefault(who, []).append(_cue_use(statement, names))
    return tuple(
        SpeakerSummary(
            name=row["speaker"],
            type=about[row["speaker"]]["type"],
            side=_given(about[row["speaker"]]["side"]),
            source_kind=about[row["speaker"]]["kind"],
            **{c: row[c] for c in _COUNTED},
            cues=tuple(uses[row["speaker"]]),
        )
        for row in balance(frame, by="speaker").to_dict("records")
    )


_COUNTED = (
    *("statements", "direct", "mixed", "indirect", "words", "quoted_words", "word_share", "first_position"),
    "articles",
)
"""Columns of the balance that are a speaker's."""


def _given(value: str) -> str | None:
    return None if value == NOT_GIVEN else value


def _cue_use(statement: Statement, names: Mapping[str, str]) -> CueUse:
    cue = " ".join(statement.cue.text.split()) if statement.cue else ""
    kind = stance(cue)
    return CueUse(cue, kind.value, family(kind), _quote(statement, names))


def introductions(
    statements: Iterable[Statement], names: Mapping[str, str], corpus: Corpus | None = None
) -> tuple[Introduction, ...]:
    """How each speaker is introduced in each article, in the order of the articles and of their text.

    The best that the article calls the speaker: the first source phrase that tells an office, a rank or a description,
    or the description anywhere in the article (:attr:`framing.values.Speaker.description`), before the name or behind
    it, that tells more; else the first phrase that is no pronoun; where there are only pronouns, the first of them.
    A description elsewhere is quoted from the ``corpus``, and left out where that is not given.
    """
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        speaker = statement.attributed_to
        if statement.id in names and speaker and statement.named_by:
            groups.setdefault((statement.article_id, speaker.id), []).append(statement)
    found = [_introduction(group, names, corpus) for group in groups.values()]
    order = {article_id: i for i, article_id in enumerate(dict.fromkeys(a for a, _ in groups))}
    return tuple(sorted(found, key=lambda i: (order[i.quote.article_id], i.quote.field != "title", i.quote.start)))


def _introduction(group: Sequence[Statement], names: Mapping[str, str], corpus: Corpus | None) -> Introduction:
    named = [(s, s.attributed_to, s.named_by) for s in group if s.attributed_to and s.named_by]
    named.sort(key=lambda n: (n[0].field != "title", n[2].start))
    forms = [_form(phrase.text, speaker.name) for _, speaker, phrase in named]
    first = next((i for i, form in enumerate(forms) if form != "pronoun"), 0)
    best = next((i for i, form in enumerate(forms) if form == "described"), first)
    statement, speaker, phrase = named[best]
    text, field, (start, end), form = phrase.text, statement.field, (phrase.start, phrase.end), forms[best]
    own = _content_words(text) - _content_words(speaker.name) if form == "described" else frozenset()
    more = len(_content_words(speaker.description) - _content_words(speaker.name)) > len(own)
    elsewhere = _described(statement.article_id, speaker, corpus) if more else None
    if elsewhere is not None:
        (text, field, (start, end)), form = elsewhere, "described"
    later = dict.fromkeys(" ".join(p.text.split()) for i, (_, _, p) in enumerate(named) if i > best or elsewhere)
    later.pop(" ".join(text.split()), None)
    quote = Quote(
        text=text,
        reference=names[statement.id],
        article_id=statement.article_id,
        field=field,
        start=start,
        end=end,
        statement_id=statement.id,
        who=speaker.name,
        cue=statement.cue.text if statement.cue else None,
    )
    return Introduction(speaker=speaker.name, type=speaker.type.value, quote=quote, later=tuple(later), form=form)


def _described(article_id: str, speaker: Speaker, corpus: Corpus | None) -> tuple[str, Field, Span] | None:
    """Where the speaker's best description stands in its article: the words, the field, the span."""
    if corpus is None or not speaker.description or _form(speaker.description, speaker.name) != "described":
        return None
    words = r"\s+".join(map(re.escape, speaker.description.split()))
    for field in get_args(Field)[::-1]:
        match = re.search(words, corpus[article_id].field_text(field))
        if match:
            return match.group(), field, match.span()
    return None


def _form(phrase: str, name: str) -> IntroductionForm:
    if phrase.strip(" ,").lower() in _PRONOUNS:
        return "pronoun"
    return "name" if _content_words(phrase) <= _content_words(name) else "described"


def _content_words(text: str) -> frozenset[str]:
    """Words without articles and without the ``'s`` of a possessive."""
    words = (re.sub(r"['’]s$", "", w.lower()) for w in _WORD.findall(text))
    return frozenset(words) - _ARTICLES


def relay_tables(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Who passes on what others said; no table where nobody does."""
    table = relays(frame)
    return {"relays": table} if len(table) else {}


def official_table(frame: pd.DataFrame, *, by: str = "article_id") -> pd.DataFrame:
    """Share of officials among the statements with a source: one row for all, then one each by ``by``."""
    whole = indexing(frame).rename(columns={"group": by})
    each = indexing(frame, by=by)
    return pd.concat([whole, each.astype(whole.dtypes)], ignore_index=True) if len(whole) else whole


def checked_tables(statements: Statements, checked: Checked | None, *, sides: bool) -> dict[str, pd.DataFrame]:
    """Shares corrected by checked statements, of sides (of kinds of source where there are none) and of officials."""
    if checked is None:
        return {}
    by = "side" if sides else "type"
    shares = balance_intervals(statements, by=by, checked=checked)
    told = ("statement_share", "word_share", "direct_share", "quoted_word_share")
    ends = ("", "_low", "_high", "_corrected", "_corrected_low", "_corrected_high")
    kept = [by, *(name + end for name in told for end in ends)]
    officials = indexing(statements, checked=checked).drop(columns="group")
    return {"shares_checked": shares[kept], "officials_checked": officials.assign(checked_items=len(checked.drawn))}


def prominence_tables(voices: pd.DataFrame, *, names: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """``prominence`` of each side, or of the speakers with most words where there are no sides; by article if few.

    ``names`` are the short names of the articles by their ids.
    """
    if voices["speaker"].isna().all():
        return {}
    if voices["side"].notna().any():
        tables: dict[str, pd.DataFrame] = {"prominence": prominence(voices, by="side")}
    else:
        words = voices.groupby("speaker", sort=True)["words"].sum().sort_values(ascending=False, kind="stable")
        # All others are one group, so that the time does not grow with the number of speakers; its row goes.
        others = voices["speaker"].notna() & ~voices["speaker"].isin(words.index[:MOST_RANKED])
        table = prominence(voices.assign(speaker=replaced(voices["speaker"], others, _OTHERS)), by="speaker")
        tables = {"prominence": table[table["speaker"].ne(_OTHERS)].reset_index(drop=True)}
    if len(names) <= _FEW_ARTICLES:
        parts = [
            prominence(part, by="speaker").assign(article=names[str(article_id)])
            for article_id, part in voices.groupby("article_id", sort=False)
        ]
        joined = pd.concat(parts, ignore_index=True)
        tables["prominence_by_article"] = joined[["article", *(c for c in joined.columns if c != "article")]]
    return tables


def silence_tables(frame: pd.DataFrame, voices: pd.DataFrame, mentions: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Mentions against statements of every actor, and the mentions themselves; no table where none were looked for.

    ``spoken_for`` says that somebody speaks for the actor (:func:`framing.measure.silence`), who is of the same side,
    or whose affiliation the actor is: the Kremlin for Russia, a spokesperson for an armed group.
    """
    if mentions is None:
        return {}
    # What is known of an actor from its first mention; not the problems that the table carries.
    listed = pd.DataFrame({c: mentions[c] for c in mentions.columns})
    table = silence(frame, listed, voices=voices)
    about = about_actors(table, listed)
    sides = set(frame["side"]) - {NOT_GIVEN}
    affiliations = set(frame["affiliation"]) - {NOT_GIVEN}
    beside = (about["side"].isin(sides) | table["speaker"].isin(affiliations)) & ~table["heard"]
    spoken_for = beside | table["spoken_for"]
    kind = about["type"].map({str(k): i for i, k in enumerate(_KINDS)}).fillna(len(_KINDS))
    table = table.assign(**about, spoken_for=spoken_for, _kind=kind)
    table = table.sort_values(
        ["mentions", "statements", "_kind", "speaker"], ascending=[False, False, True, True], ignore_index=True
    )
    return {
        "silence": table.drop(columns="_kind"),
        "mentions": listed.assign(statement_id=listed["statement_id"].fillna("")),
    }


def about_actors(table: pd.DataFrame, mentions: pd.DataFrame) -> dict[str, pd.Series]:
    """Type and side of the actors of the table ``silence``, by their first mention."""
    first = as_text(pd.DataFrame(mentions[["actor", "type", "side"]]).drop_duplicates("actor")).set_index("actor")
    return {c: table["speaker"].map(first[c]).astype("str").fillna(NOT_GIVEN) for c in ("type", "side")}


def unheard(table: pd.DataFrame) -> pd.DataFrame:
    """Of the table ``silence``, named actors who have no statement and for whom nobody speaks.

    Without media, which are named for what they pass on, and without people and groups that have no name of their own.
    """
    could_speak = ~table["entity"].isin(["people", "group"]) & table["type"].ne(str(SpeakerType.MEDIA))
    return table[could_speak & ~table["heard"] & ~table["spoken_for"]].reset_index(drop=True)
