"""Treatment: in which form and with which stance actors are given, and whether another side answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.measure.balance_columns import MISSING, group_values, require_columns
from framing.structure import parse
from framing.values import Corpus, Kind, Voice

__all__ = ["rebuttals", "scare_quotes", "treatment"]

_SCARE_WORDS = 3


def treatment(statements: pd.DataFrame, *, by: str = "speaker") -> pd.DataFrame:
    """How each value of ``by`` is given: one row a group, most statements first.

    ``statements``, ``direct_share`` (wholly in quotation marks), ``quoted_word_share`` of its words in marks. Where
    the table has a column ``stance`` (of the cue, see :mod:`framing.measure.stance`): ``with_stance`` statements, a
    share for each stance that occurs (``neutral_share`` …), and ``distancing_ratio``: distancing over distancing and
    affirming cues, 0.5 where the outlet vouches for the actor as often as it steps back; missing where it does
    neither.
    """
    require_columns(statements, ["kind", "words", "quoted_words", by], purpose="treatment")
    frame = statements.assign(**{by: group_values(statements[by])})
    groups = frame.groupby(by, sort=True)
    table = pd.DataFrame({"statements": groups.size()})
    table["direct_share"] = frame["kind"].eq(Kind.DIRECT.value).groupby(frame[by], sort=True).mean()
    words = groups["words"].sum()
    table["quoted_word_share"] = groups["quoted_words"].sum() / words.where(words > 0)
    if "stance" in frame.columns:
        stance = group_values(frame["stance"])
        known = stance[~stance.isin([MISSING, "none"])]
        counts = pd.crosstab(frame.loc[known.index, by], known).reindex(table.index, fill_value=0)
        table["with_stance"] = counts.sum(axis=1).astype("int64")
        for name in sorted(counts.columns):
            table[f"{name}_share"] = counts[name] / table["with_stance"].where(table["with_stance"] > 0)
        nothing = pd.Series(0, index=table.index)
        distancing, affirming = counts.get("distancing", nothing), counts.get("affirming", nothing)
        either = distancing + affirming
        table["distancing_ratio"] = distancing / either.where(either > 0)
    return table.reset_index().sort_values(["statements", by], ascending=[False, True], ignore_index=True)


def rebuttals(voices: pd.DataFrame, *, side: str = "side") -> pd.DataFrame:
    """Whether and how soon each statement is followed by one of another side, in the same article.

    One row a statement whose side is known, in reading order: ``article_id, statement_id``, the side,
    ``answered_by`` (side of the next statement of another side, missing where none follows), ``answer_id`` and
    ``distance``, the words between the end of the one and the beginning of the other, the outlet's included.
    """
    needed = ["article_id", "field", "start", "voice", "statement_id", "words", side]
    require_columns(voices, needed, purpose="rebuttals")
    frame = voices.assign(_side=group_values(voices[side]), _title=voices["field"].eq("title"))
    frame = frame.sort_values(["article_id", "_title", "start"], ascending=[True, False, True], kind="stable")
    frame = frame.assign(_to=frame["words"].groupby(frame["article_id"], sort=False).cumsum())
    frame = frame.assign(_from=frame["_to"] - frame["words"])
    said = frame[frame["statement_id"].notna() & frame["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value])]
    spans = (
        said[said["_side"].ne(MISSING)]
        .groupby(["article_id", "statement_id"], sort=False)
        .agg(side=("_side", "first"), begin=("_from", "first"), end=("_to", "last"))
        .reset_index()
    )
    rows = []
    for article, part in spans.groupby("article_id", sort=True):
        sides, begins, ends = part["side"].tolist(), part["begin"].tolist(), part["end"].tolist()
        ids = part["statement_id"].tolist()
        for i in range(len(part)):
            answer = next((j for j in range(i + 1, len(part)) if sides[j] != sides[i]), None)
            found = (None, None, np.nan) if answer is None else (
                sides[answer], ids[answer], float(max(0, begins[answer] - ends[i]))
            )  # fmt: skip
            rows.append((article, ids[i], sides[i], *found))
    table = pd.DataFrame(rows, columns=["article_id", "statement_id", side, "answered_by", "answer_id", "distance"])
    return table.astype({c: "str" for c in table.columns if c != "distance"})


def scare_quotes(voices: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Words of the outlet's own that stand in quotation marks: up to three, given to nobody.

    ``article_id, field, start, end, text`` of what is between the marks, in reading order. Marks that set a single
    word or two apart in the outlet's own voice keep a distance from it, or name it: a reader has to judge which.
    """
    require_columns(voices, ["article_id", "field", "start", "end", "voice"], purpose="scare_quotes")
    rows = []
    for key, part in voices.groupby(["article_id", "field"], sort=False):
        article, field = (str(k) for k in key)
        text = corpus[article].field_text(field)
        own = part[part["voice"].eq(Voice.OWN.value)]
        spans = list(zip(own["start"].tolist(), own["end"].tolist(), strict=True))
        for start, end in (span for quotation in parse(text).quotations for span in quotation.inner):
            words = text[start:end].split()
            if words and len(words) <= _SCARE_WORDS and any(a <= start < b for a, b in spans):
                rows.append((article, field, start, end, text[start:end]))
    return pd.DataFrame(rows, columns=["article_id", "field", "start", "end", "text"])
