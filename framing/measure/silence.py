"""Silence: actors who are talked about and never heard."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.measure.people import people_mentions, with_people
from framing.measure.sources import Counted, count_sources
from framing.resolve.facts import country_of
from framing.tables import MISSING, context, group_values, known_value, require_columns
from framing.values import Corpus, Voice

__all__ = ["silence", "silence_evidence"]

_ACTOR = {"speaker": "actor", "speaker_id": "actor_id"}
"""Columns of :func:`framing.mentions` that mean what these columns of statements mean."""
_FORMS = 5


def silence(
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    by: str = "speaker",
    within: str | None = None,
    voices: pd.DataFrame | None = None,
    counted: Counted | str = Counted.ORIGIN,
) -> pd.DataFrame:
    """Mentions of each actor against its statements, most mentioned first.

    ``statements`` (:meth:`framing.Statements.frame`) and ``mentions`` (:func:`framing.mentions`, one row a mention)
    both have ``article_id`` and the actor in the column ``by``; "speaker" and "speaker_id" may be called ``actor`` and
    ``actor_id`` in ``mentions``. With ``within`` ("article_id", "outlet", "side" …) both have that too and rows are
    given for each of its values. With ``voices``, people without names ("civilians", "300,000 people") are an actor
    too (:mod:`framing.measure.people`). ``counted`` says whose a relayed statement is.

    Columns: ``mentions``, of these ``own_mentions`` in the outlet's own voice (where ``mentions`` has a column
    ``voice``), ``articles_mentioned``, ``statements``, ``words``, ``articles_heard``, ``statements_per_mention``,
    ``heard``; where ``mentions`` has them, ``entity`` (person, organisation, country, place, people; mostly) and
    ``forms``: how the actor is named, the most frequent first. Countries and their capitals may stand for those who
    govern them; other places are mostly where something happens and nobody who could speak.
    An actor with statements and no mention, such as a speaker in a list, is kept. Actors "not given" are nobody and
    left out. Mentions are names, not pronouns: an actor spoken of as "he" is mentioned more often than is counted.
    """
    keys = [*([within] if within else []), by]
    mentions = _as_statements(mentions, by)
    statements = count_sources(statements, counted)
    require_columns(statements, ["article_id", "words", *keys], purpose="silence (statements)")
    require_columns(mentions, ["article_id", *keys], purpose="silence (mentions)")
    if voices is not None:
        people = _as_statements(people_mentions(voices), by)
        if within is not None and within not in people.columns:
            of_article = pd.concat([mentions, statements]).drop_duplicates("article_id").set_index("article_id")[within]
            people = people.assign(**{within: people["article_id"].map(of_article)})
        mentions, statements = pd.concat([mentions, people], ignore_index=True), with_people(statements)
    said = _known(statements, keys, by).groupby(keys, sort=True)
    named = _known(mentions, keys, by)
    if "voice" in named.columns:
        named = named.assign(_own=named["voice"].eq(Voice.OWN.value))
    if "entity" in named.columns:
        names = named["text"] if "text" in named.columns else named[by]
        known = np.array([country_of(str(name)) is not None for name in names], dtype=bool)
        country = named["entity"].eq("place") & known
        named = named.assign(_entity=named["entity"].mask(country, "country"))
    about = named.groupby(keys, sort=True)
    counts = {"mentions": about.size(), "articles_mentioned": about["article_id"].nunique()}
    if "_own" in named.columns:
        counts["own_mentions"] = about["_own"].sum()
    counts |= {
        "statements": said.size(),
        "words": said["words"].sum(),
        "articles_heard": said["article_id"].nunique(),
    }
    table = pd.DataFrame(counts).fillna(0).astype("int64")
    table["statements_per_mention"] = table["statements"] / table["mentions"].where(table["mentions"] > 0)
    table["heard"] = table["statements"] > 0
    if "entity" in named.columns:
        entity = about["_entity"].agg(lambda kinds: _forms(kinds).partition(", ")[0]) if len(named) else pd.Series()
        table.insert(0, "entity", entity.reindex(table.index).fillna("").astype("str"))
    if "text" in named.columns:
        forms = about["text"].agg(_forms) if len(named) else pd.Series(dtype="str")
        table["forms"] = forms.reindex(table.index).fillna("").astype("str")
    return table.reset_index().sort_values(
        ["mentions", "statements", *keys], ascending=[False, False, *[True] * len(keys)], ignore_index=True
    )


def silence_evidence(
    mentions: pd.DataFrame,
    value: str,
    *,
    by: str = "speaker",
    corpus: Corpus | None = None,
    voices: pd.DataFrame | None = None,
    width: int = 50,
) -> pd.DataFrame:
    """The mentions behind a row of :func:`silence`, in reading order: keyword in context.

    ``article_id, field, start, end`` (string indices), ``left, match, right`` (the sides are empty without ``corpus``),
    ``voice`` and ``statement_id`` it stands in. Give the same ``voices`` as to :func:`silence` to find people without
    names. Raises ComparisonError where nobody is mentioned by that value, with the nearest that is.
    """
    mentions = _as_statements(mentions, by)
    if voices is not None:
        mentions = pd.concat([mentions, _as_statements(people_mentions(voices), by)], ignore_index=True)
    require_columns(mentions, ["article_id", "field", "start", "end", "text", by], purpose="silence_evidence")
    values = group_values(mentions[by])
    known_value(value, values, what=f"No mention has the {by}")
    found = mentions[values.eq(value)]
    found = found.assign(_text=found["field"].ne("title")).sort_values(["article_id", "_text", "start"], kind="stable")
    sides = [
        ("", "") if corpus is None else context(corpus[a].field_text(f), int(s), int(e), width=width)
        for a, f, s, e in zip(found["article_id"], found["field"], found["start"], found["end"], strict=True)
    ]
    found = found.rename(columns={"text": "match"}).assign(left=[a for a, _ in sides], right=[b for _, b in sides])
    order = ["article_id", "field", "start", "end", "left", "match", "right", "voice", "statement_id"]
    return found[[c for c in order if c in found.columns]].reset_index(drop=True)


def _as_statements(mentions: pd.DataFrame, by: str) -> pd.DataFrame:
    """Mentions with the actor in the column that statements have it in."""
    if by not in mentions.columns and _ACTOR.get(by) in mentions.columns:
        return mentions.rename(columns={_ACTOR[by]: by})
    return mentions


def _forms(texts: pd.Series) -> str:
    """The most frequent forms of a name, ties in order of first use."""
    counts = texts.groupby(texts, sort=False).size().sort_values(ascending=False, kind="stable")
    return ", ".join(counts.index[:_FORMS])


def _known(frame: pd.DataFrame, keys: list[str], by: str) -> pd.DataFrame:
    filled = frame.assign(**{key: group_values(frame[key]) for key in keys})
    return filled[filled[by].ne(MISSING)]
