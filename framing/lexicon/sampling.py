"""Draw sentences for people to code, so that a lexicon can be held against their judgement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.errors import LexiconError
from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import hits
from framing.lexicon.scoring import SPOKEN, counted_hits
from framing.lexicon.sheets import MARKS
from framing.tables import with_groups
from framing.values import Corpus

__all__ = ["CodingSample", "draw_sample"]

_SENTENCE = ["article_id", "field", "sentence"]


@dataclass(frozen=True)
class CodingSample:
    """A coding sheet, and the key to it that coders do not see.

    ``sheet``: ``item``, ``question``, ``text`` (the sentence between » and «, with its neighbours) and an
    empty column for each coder. ``key``: ``item``, place of the sentence, grouping columns, ``score``
    (hits of the category in the sentence), ``stratum`` and ``weight``, how many sentences of the corpus
    the item stands for.
    """

    sheet: pd.DataFrame
    key: pd.DataFrame


def draw_sample(
    corpus: Corpus,
    voices_table: pd.DataFrame,
    lexicon: Lexicon,
    category: str,
    *,
    n: int = 200,
    by: Sequence[str] = ("outlet",),
    coders: Sequence[str] = ("coder_1", "coder_2"),
    seed: int = 20160524,
) -> CodingSample:
    """Draw ``n`` sentences, stratified by the columns ``by`` and by score (no hit, one, more).

    Strata get the same number of items as far as they have sentences, so that rare scores are coded
    often enough; ``weight`` undoes that in :func:`framing.lexicon.validation.validate`. Items
    stand in random order, and the sheet does not show scores.

    Raises a :class:`~framing.errors.LexiconError`: no such category, or a corpus without sentences.
    """
    chosen = lexicon.only([category])
    spoken = voices_table[voices_table["voice"].isin([str(v) for v in SPOKEN])].reset_index(drop=True)
    if spoken.empty:
        raise LexiconError("the corpus has no sentences to draw from.")
    found = counted_hits(hits(spoken, corpus, [chosen]), [chosen])
    grouped = pd.concat(
        [spoken[[*_SENTENCE, "start", "end"]], with_groups(spoken, corpus, by).add_prefix("by_")], axis=1
    )
    sentences = grouped.groupby(_SENTENCE, sort=False, as_index=False).agg(
        {"start": "min", "end": "max", **{f"by_{b}": "first" for b in by}}
    )
    score = found.groupby(_SENTENCE).size().rename("score")
    sentences = sentences.join(score, on=_SENTENCE)
    sentences["score"] = sentences["score"].fillna(0).astype(np.int64)
    level = sentences["score"].clip(upper=2).map({0: "no hit", 1: "one hit", 2: "more hits"})
    parts = [sentences[f"by_{b}"] for b in by] + [level]
    sentences["stratum"] = [" | ".join(p) for p in zip(*parts, strict=True)]
    key = _allocate(sentences, n, np.random.default_rng(seed))
    key.insert(0, "item", np.arange(1, len(key) + 1))
    definition = chosen.categories[0].definition.rstrip(".")
    question = f"Does the sentence show this: {definition or category}? 1 yes, 0 no"
    sheet = pd.DataFrame(
        {
            "item": key["item"],
            "question": question,
            "text": [_in_context(corpus, spoken, row) for row in key.to_dict("records")],
            **{c: pd.Series([None] * len(key), dtype="str") for c in coders},
        }
    )
    return CodingSample(sheet, key.rename(columns={f"by_{b}": b for b in by}))


def _allocate(sentences: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Items of each stratum, as even as the strata's sizes allow, in random order, with their weights."""
    sizes = sentences.groupby("stratum", sort=True).size()
    taken = pd.Series(0, index=sizes.index)
    while taken.sum() < min(n, len(sentences)):
        open_ = taken.index[taken < sizes]
        step = max(1, (min(n, len(sentences)) - int(taken.sum())) // len(open_))
        for name in open_:
            more = min(step, int(sizes[name] - taken[name]), min(n, len(sentences)) - int(taken.sum()))
            taken[name] += more
    picked = []
    for name, group in sentences.groupby("stratum", sort=True):
        rows = np.sort(rng.choice(len(group), size=int(taken[name]), replace=False))
        picked.append(group.iloc[rows].assign(weight=sizes[name] / max(1, int(taken[name]))))
    drawn = pd.concat(picked)
    return drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)


def _in_context(corpus: Corpus, spoken: pd.DataFrame, row: Mapping[Hashable, object]) -> str:
    """The sentence, marked, between the one before and the one after in its field."""
    article = corpus[str(row["article_id"])]
    text = article.field_text(str(row["field"]))
    number = int(str(row["sentence"]))
    here = spoken[(spoken["article_id"] == row["article_id"]) & (spoken["field"] == row["field"])]
    near = {i: here[here["sentence"] == i] for i in (number - 1, number, number + 1)}
    parts = [" ".join(text[rows["start"].min() : rows["end"].max()].split()) for rows in near.values() if len(rows)]
    at = 1 if len(near[number - 1]) else 0
    clean = [p.replace(MARKS[0], '"').replace(MARKS[1], '"') for p in parts]
    clean[at] = f"{MARKS[0]}{clean[at]}{MARKS[1]}"
    return " ".join(clean)
