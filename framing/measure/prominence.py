"""Prominence: who comes first, who has the last word, who stands in headline, lead and first third.

News puts first what it holds to matter most (the inverted pyramid; Pöttker 2003), so where an actor's words stand is
a measure of weight beside how many there are. All from the voices table, in words, in reading order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.tables import group_values, known_value, require_columns, source_values
from framing.values import Voice

__all__ = ["longest_blocks", "prominence", "prominence_evidence"]

_NEEDED = ("article_id", "field", "block", "sentence", "start", "voice", "words")
_ATTRIBUTED = (Voice.QUOTED.value, Voice.PARAPHRASE.value)


def prominence(voices: pd.DataFrame, *, by: str = "speaker") -> pd.DataFrame:
    """Prominence of each value of ``by``: one row a group, most words first.

    Only words in the voices quoted and paraphrase are anybody's. Columns after the group's:

    - ``articles`` in which it has words, ``words``, ``word_share`` of all attributed words and ``all_word_share`` of
      all words of the table;
    - ``first_speaker``, ``last_word``: articles whose first or last attributed words are its own; ``…_share`` of
      its articles;
    - ``first_position``: where its first words stand, as a share of the article's words (0 to 1), mean over its
      articles;
    - ``headline_words``, ``lead_words``, ``first_third_words`` and each as a share of all words that stand there
      (``headline_share`` …), over the articles in which it has words: the headline is a title from metadata or in
      the text, the lead is the first sentence of prose, the first third is of the article's prose;
    - ``longest_block``: most words on end without another speaker or a sentence of the outlet's own.

    Raises ComparisonError for a column that is not there.
    """
    frame = _ordered(voices, by=by)
    said = frame[frame["_theirs"]]
    rows = []
    longest = longest_blocks(voices, by=by).groupby(by, sort=True)["words"].max()
    first = said.groupby("article_id", sort=False)[by].first()
    last = said.groupby("article_id", sort=False)[by].last()
    places = {name: frame[frame[f"_{name}"]] for name in ("headline", "lead", "first_third")}
    for name, part in said.groupby(by, sort=True):
        articles = part["article_id"].unique()
        row: dict[str, object] = {
            by: name,
            "articles": len(articles),
            "words": int(part["words"].sum()),
            "word_share": part["words"].sum() / said["words"].sum(),
            "all_word_share": part["words"].sum() / frame["words"].sum(),
            "first_speaker": int(first.eq(name).sum()),
            "last_word": int(last.eq(name).sum()),
            "first_position": float(part.groupby("article_id", sort=False)["_position"].first().mean()),
        }
        for place, there in places.items():
            of_articles = there[there["article_id"].isin(articles)]
            all_words = of_articles["words"].sum()
            own_words = of_articles.loc[of_articles["_theirs"] & of_articles[by].eq(name), "words"].sum()
            row[f"{place}_words"] = int(own_words)
            row[f"{place}_share"] = own_words / all_words if all_words else float("nan")
        row["longest_block"] = int(longest[name])
        rows.append(row)
    columns = [
        by, "articles", "words", "word_share", "all_word_share", "first_speaker", "first_speaker_share", "last_word",
        "last_word_share", "first_position", "headline_words", "headline_share", "lead_words", "lead_share",
        "first_third_words", "first_third_share", "longest_block",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[c for c in columns if c not in ("first_speaker_share", "last_word_share")])
    table["first_speaker_share"] = table["first_speaker"] / table["articles"]
    table["last_word_share"] = table["last_word"] / table["articles"]
    return table[columns].sort_values(["words", by], ascending=[False, True], ignore_index=True)


def prominence_evidence(voices: pd.DataFrame, value: str, *, by: str = "speaker") -> pd.DataFrame:
    """The runs of words behind a row of :func:`prominence`, in reading order, and where each stands.

    ``article_id, field, start, end`` (string indices), ``speaker, voice, text, words, position`` (0 to 1), and whether
    it stands in the ``headline``, the ``lead``, the ``first_third``, is the article's ``first`` or ``last`` attributed
    run. Raises ComparisonError where nobody has that value, with the nearest that occurs.
    """
    frame = _ordered(voices, by=by)
    said = frame[frame["_theirs"]]
    known_value(value, said[by], what=f"No statement has the {by}")
    order = said["article_id"]
    marked = said.assign(
        position=said["_position"],
        headline=said["_headline"],
        lead=said["_lead"],
        first_third=said["_first_third"],
        first=~order.duplicated(),
        last=~order.duplicated(keep="last"),
    )
    columns = [
        "article_id", "field", "start", "end", "statement_id", "speaker", "voice", "text", "words", "position",
        "headline", "lead", "first_third", "first", "last",
    ]  # fmt: skip
    found = marked.loc[marked[by].eq(value), [c for c in columns if c in marked.columns]]
    return found.reset_index(drop=True)


def longest_blocks(voices: pd.DataFrame, *, by: str = "speaker") -> pd.DataFrame:
    """Uninterrupted blocks of one speaker in reading order: ``article_id``, group, ``start``, ``end``, ``words``.

    Words of the outlet's in a sentence that also holds the speaker's ("… , he said, …") do not interrupt; another
    speaker, a sentence of the outlet's own, or the end of the field does. ``words`` are the speaker's only.
    """
    frame = _ordered(voices, by=by)
    sentence = [frame[c] for c in ("article_id", "field", "sentence")]
    holds = frame["_theirs"].groupby(sentence, sort=False).transform("any")
    relevant = frame[frame["_theirs"] | ~holds]
    who = relevant[by].where(relevant["_theirs"], "")
    keys = pd.DataFrame({"a": relevant["article_id"], "f": relevant["field"], "w": who})
    changes = keys.ne(keys.shift()).any(axis=1)
    run = changes.cumsum()
    theirs = relevant[relevant["_theirs"]].assign(_run=run[relevant["_theirs"]])
    if "end" not in theirs.columns:
        theirs = theirs.assign(end=theirs["start"])
    blocks = theirs.groupby("_run", sort=True).agg(
        **{"article_id": ("article_id", "first"), by: (by, "first"), "start": ("start", "first"),
           "end": ("end", "last"), "words": ("words", "sum")}
    )  # fmt: skip
    return blocks.reset_index(drop=True)


def _ordered(voices: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Rows in reading order, title before text, with what they are and where they stand."""
    require_columns(voices, [*_NEEDED, by], purpose="prominence")
    frame = voices.assign(
        **{by: source_values(voices, by)},
        article_id=group_values(voices["article_id"]),
        _title=voices["field"].eq("title"),
        _theirs=voices["voice"].isin(_ATTRIBUTED),
    )
    if by == "voice":
        frame[by] = voices["voice"]
    frame = frame.sort_values(["article_id", "_title", "start"], ascending=[True, False, True], kind="stable")
    words = frame["words"].groupby(frame["article_id"], sort=False)
    frame["_position"] = (words.cumsum() - frame["words"]) / words.transform("sum")
    prose = frame["voice"].ne(Voice.NONE.value) & ~frame["_title"]
    prose_words = frame["words"].where(prose, 0)
    by_article = prose_words.groupby(frame["article_id"], sort=False)
    before = by_article.cumsum() - prose_words
    frame["_first_third"] = prose & (before < by_article.transform("sum") / 3)
    frame["_headline"] = frame["_title"] | frame["block"].eq("title")
    number = frame["sentence"].where(prose & ~frame["_headline"], np.inf)
    frame["_lead"] = prose & number.eq(number.groupby(frame["article_id"], sort=False).transform("min"))
    frame["_lead"] &= np.isfinite(number)
    return frame.reset_index(drop=True)
