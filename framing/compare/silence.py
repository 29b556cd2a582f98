"""Silence: actors who are talked about and never heard."""

from __future__ import annotations

import pandas as pd

from framing.measure.balance_columns import MISSING, group_values, require_columns
from framing.values import Voice

__all__ = ["silence"]

_ACTOR = {"speaker": "actor", "speaker_id": "actor_id"}
"""Columns of :func:`framing.mentions` that mean what these columns of statements mean."""


def silence(
    statements: pd.DataFrame, mentions: pd.DataFrame, *, by: str = "speaker", within: str | None = None
) -> pd.DataFrame:
    """Mentions of each actor against its statements, most mentioned first.

    ``statements`` (:meth:`framing.Statements.frame`) and ``mentions`` (:func:`framing.mentions`, one row a mention)
    both have ``article_id`` and the actor in the column ``by``; "speaker" and "speaker_id" may be called ``actor`` and
    ``actor_id`` in ``mentions``. With ``within`` ("article_id", "outlet", "side" …) both have that too and rows are
    given for each of its values.
    Columns: ``mentions``, of these ``own_mentions`` in the outlet's own voice (where ``mentions`` has a column
    ``voice``), ``articles_mentioned``, ``statements``, ``words``, ``articles_heard``, ``statements_per_mention`` and
    ``heard``. An actor with statements and no mention, such as a speaker in a list, is kept. Actors "not given" are
    nobody and left out.
    """
    keys = [*([within] if within else []), by]
    if by not in mentions.columns and _ACTOR.get(by) in mentions.columns:
        mentions = mentions.rename(columns={_ACTOR[by]: by})
    require_columns(statements, ["article_id", "words", *keys], purpose="silence (statements)")
    require_columns(mentions, ["article_id", *keys], purpose="silence (mentions)")
    said = _known(statements, keys, by).groupby(keys, sort=True)
    named = _known(mentions, keys, by)
    if "voice" in named.columns:
        named = named.assign(_own=named["voice"].eq(Voice.OWN.value))
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
    return table.reset_index().sort_values(
        ["mentions", "statements", *keys], ascending=[False, False, *[True] * len(keys)], ignore_index=True
    )


def _known(frame: pd.DataFrame, keys: list[str], by: str) -> pd.DataFrame:
    filled = frame.assign(**{key: group_values(frame[key]) for key in keys})
    return filled[filled[by].ne(MISSING)]
