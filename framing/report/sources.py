"""Who passes on, who is official, who stands first, and who is only talked about: tables of the report."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.measure.prominence import prominence
from framing.measure.silence import silence
from framing.measure.sources import relays
from framing.measure.standing import indexing
from framing.statements import NOT_GIVEN
from framing.values import SpeakerType

__all__ = ["official_table", "prominence_tables", "relay_tables", "silence_tables", "unheard"]

_MOST = 15
"""So many speakers are ranked by prominence where there are no sides."""

_OTHERS = "\x00"
"""A name that nobody bears."""

_FEW_ARTICLES = 6
"""Up to so many articles are told one by one."""

_KINDS = (SpeakerType.GOVERNMENT, SpeakerType.ARMED_GROUP, SpeakerType.GROUP, SpeakerType.PERSON)
"""Of actors mentioned equally often, these come first: what else has a name is often no actor at all."""


def relay_tables(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Who passes on what others said; no table where nobody does."""
    table = relays(frame)
    return {"relays": table} if len(table) else {}


def official_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Share of officials among the statements with a source: one row for all, then one an article."""
    whole = indexing(frame).rename(columns={"group": "article_id"})
    by_article = indexing(frame, by="article_id")
    return pd.concat([whole, by_article.astype(whole.dtypes)], ignore_index=True) if len(whole) else whole


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
        others = voices["speaker"].notna() & ~voices["speaker"].isin(words.index[:_MOST])
        table = prominence(voices.assign(speaker=voices["speaker"].mask(others, _OTHERS)), by="speaker")
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

    ``spoken_for`` says that somebody speaks who is of the same side, or whose affiliation the actor is: the Kremlin for
    Russia, a spokesperson for an armed group.
    """
    if mentions is None:
        return {}
    # What is known of an actor from its first mention; not the problems that the table carries.
    listed = pd.DataFrame({c: mentions[c] for c in mentions.columns})
    table = silence(frame, listed, voices=voices)
    first = listed.drop_duplicates("actor").set_index("actor")
    about = {c: table["speaker"].map(first[c]).astype("str").fillna(NOT_GIVEN) for c in ("type", "side")}
    sides = set(frame["side"]) - {NOT_GIVEN}
    affiliations = set(frame["affiliation"]) - {NOT_GIVEN}
    spoken_for = (about["side"].isin(sides) | table["speaker"].isin(affiliations)) & ~table["heard"]
    kind = about["type"].map({str(k): i for i, k in enumerate(_KINDS)}).fillna(len(_KINDS))
    table = table.assign(**about, spoken_for=spoken_for, _kind=kind)
    table = table.sort_values(
        ["mentions", "statements", "_kind", "speaker"], ascending=[False, False, True, True], ignore_index=True
    )
    return {
        "silence": table.drop(columns="_kind"),
        "mentions": listed.assign(statement_id=listed["statement_id"].fillna("")),
    }


def unheard(table: pd.DataFrame) -> pd.DataFrame:
    """Of the table ``silence``, named actors who have no statement and for whom nobody speaks.

    Without places that are no country, where things happen and nobody could speak, and without media, which are named
    for what they pass on.
    """
    could_speak = table["entity"].ne("place") & table["entity"].ne("people") & table["type"].ne(str(SpeakerType.MEDIA))
    return table[could_speak & ~table["heard"] & ~table["spoken_for"]].reset_index(drop=True)
