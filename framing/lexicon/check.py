"""What a lexicon does on a corpus: what a careful user looks at before trusting its scores."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import NameSpans, hits, pos_tags
from framing.lexicon.scoring import SPOKEN, counted_hits
from framing.results import evidence_table
from framing.subject import Subject, voices_and_corpus
from framing.values import Corpus

__all__ = ["LexiconCheck", "check", "cronbach_alpha", "kwic"]

_MOSTLY = 0.5


@dataclass(frozen=True)
class LexiconCheck:
    """The findings about one lexicon on one corpus.

    - ``coverage``: by category, ``hits``, ``entries`` hit, and the shares of articles and of sentences
      with a hit (``article_share``, ``sentence_share``).
    - ``never_hit``: entries without a hit, as (category, term).
    - ``top``: the ten entries with the most hits; ``share`` of all passages that are hit (one that two categories share
      is one), ``cumulative`` share of the passages that this and the entries before it hit.
    - ``overlaps``: pairs of categories that hit the same words, with how often and on which.
    - ``in_names``: entries whose hits stand mostly inside proper names.
    - ``consistency``: by category, Cronbach's alpha over articles (items are the entries' rates) and
      KR-20 (items are whether an entry occurs), with the number of entries and articles they rest on.
    - ``voices``: share of each category's hits in each voice.
    - ``samples``: hits in context.
    - ``pos_not_applied``: entries that are limited to a part of speech where the words' are not known.
    """

    lexicon: Lexicon
    coverage: pd.DataFrame
    never_hit: tuple[tuple[str, str], ...]
    top: pd.DataFrame
    overlaps: pd.DataFrame
    in_names: pd.DataFrame
    consistency: pd.DataFrame
    voices: pd.DataFrame
    samples: pd.DataFrame
    pos_not_applied: tuple[str, ...]


def check(
    subject: Subject,
    lexicon: Lexicon,
    *,
    corpus: Corpus | None = None,
    names: NameSpans | None = None,
    n_samples: int = 3,
    seed: int = 20160524,
) -> LexiconCheck:
    """Look at what ``lexicon`` does on articles; ``n_samples`` hits in context for each category."""
    voices_table, corpus = voices_and_corpus(subject, corpus, purpose="check")
    spoken = voices_table[voices_table["voice"].isin([str(v) for v in SPOKEN])].reset_index(drop=True)
    pos = pos_tags(subject, [lexicon])
    every = hits(spoken, lexicon, corpus=corpus, names=names, pos=pos)
    kept = counted_hits(every, lexicon)
    seen = set(zip(every["category"], every["entry"], strict=True))
    return LexiconCheck(
        lexicon,
        _coverage(lexicon, kept, spoken),
        tuple((e.category, e.term) for e in lexicon if (e.category, e.term) not in seen),
        _top(kept),
        _overlaps(kept),
        _in_names(every),
        _consistency(lexicon, kept, spoken),
        _voices(lexicon, kept),
        _samples(kept, corpus, n_samples, seed),
        tuple(e.term for e in lexicon if e.pos is not None and pos is None),
    )


def _coverage(lexicon: Lexicon, kept: pd.DataFrame, spoken: pd.DataFrame) -> pd.DataFrame:
    n_articles = max(1, spoken["article_id"].nunique())
    n_sentences = max(1, len(spoken[["article_id", "field", "sentence"]].drop_duplicates()))
    rows = []
    for name in lexicon.category_names:
        mine = kept[kept["category"] == name]
        sentences = mine[["article_id", "field", "sentence"]].drop_duplicates()
        rows.append(
            {
                "category": name,
                "hits": len(mine),
                "entries": mine["entry"].nunique(),
                "article_share": mine["article_id"].nunique() / n_articles,
                "sentence_share": len(sentences) / n_sentences,
            }
        )
    return pd.DataFrame(rows)


def _top(kept: pd.DataFrame) -> pd.DataFrame:
    counted = kept.groupby(["category", "entry"], as_index=False).size().rename(columns={"size": "hits"})
    top = counted.sort_values(["hits", "category", "entry"], ascending=[False, True, True]).head(10)
    top = top.reset_index(drop=True)
    rank = dict(zip(zip(top["category"], top["entry"], strict=True), range(len(top)), strict=True))
    ranked = kept.assign(rank=[rank.get(e, len(top)) for e in zip(kept["category"], kept["entry"], strict=True)])
    first = ranked.groupby(["article_id", "field", "start", "end"])["rank"].min().to_numpy()
    top["share"] = top["hits"] / max(1, len(first))
    top["cumulative"] = [(first <= i).sum() / max(1, len(first)) for i in range(len(top))]
    return top


def _overlaps(kept: pd.DataFrame) -> pd.DataFrame:
    """Pairs of categories with hits on the same words, the most frequent first."""
    place = ["article_id", "field", "start", "end"]
    both: dict[tuple[str, str], list[str]] = {}
    shared = kept[kept.duplicated(place, keep=False)].sort_values([*place, "category"])
    for _, at in shared.groupby(place, sort=True):
        for pair in combinations(dict.fromkeys(at["category"]), 2):
            both.setdefault(pair, []).append(str(at["text"].iloc[0]).casefold())
    rows = [
        {"category": a, "other": b, "hits": len(w), "words": ", ".join(sorted(set(w)))} for (a, b), w in both.items()
    ]
    table = pd.DataFrame(rows, columns=["category", "other", "hits", "words"])
    return table.sort_values(["hits", "category", "other"], ascending=[False, True, True]).reset_index(drop=True)


def _in_names(every: pd.DataFrame) -> pd.DataFrame:
    counted = every.groupby(["category", "entry"], as_index=False).agg(
        hits=("in_name", "size"), inside=("in_name", "sum")
    )
    counted["share"] = counted["inside"] / counted["hits"]
    mostly = counted[counted["share"] > _MOSTLY]
    return mostly.sort_values(["inside", "category", "entry"], ascending=[False, True, True]).reset_index(drop=True)


def _consistency(lexicon: Lexicon, kept: pd.DataFrame, spoken: pd.DataFrame) -> pd.DataFrame:
    words = spoken.groupby("article_id", sort=True)["words"].sum()
    rows = []
    for name in lexicon.category_names:
        mine = kept[kept["category"] == name]
        counts = pd.crosstab(mine["article_id"], mine["entry"]).reindex(words.index, fill_value=0)
        rates = counts.to_numpy(np.float64) / words.to_numpy(np.float64)[:, None]
        rows.append(
            {
                "category": name,
                "alpha": cronbach_alpha(rates),
                "kr20": cronbach_alpha((counts.to_numpy() > 0).astype(np.float64)),
                "entries": counts.shape[1],
                "articles": counts.shape[0],
            }
        )
    return pd.DataFrame(rows)


def cronbach_alpha(items: NDArray[np.float64]) -> float:
    """Cronbach's alpha of items (cases, items): do they rise and fall together; for 0/1 items it is KR-20.

    k / (k − 1) × (1 − sum of the items' variances / variance of their sum) (Cronbach 1951; Kuder and
    Richardson 1937). NaN with fewer than two items or cases, or where the sum does not vary. Words of
    one category need not occur together to measure one thing, so low values are usual for lexicons.
    """
    n, k = items.shape
    if n < 2 or k < 2:
        return float("nan")
    total = items.sum(axis=1).var(ddof=1)
    return float(k / (k - 1) * (1 - items.var(axis=0, ddof=1).sum() / total)) if total > 0 else float("nan")


def _voices(lexicon: Lexicon, kept: pd.DataFrame) -> pd.DataFrame:
    counts = pd.crosstab(kept["category"], kept["voice"]).reindex(
        index=lexicon.category_names, columns=[str(v) for v in SPOKEN], fill_value=0
    )
    shares = counts.div(counts.sum(axis=1).where(counts.sum(axis=1) > 0), axis=0)
    return shares.rename_axis(index="category", columns=None).reset_index()


def _samples(kept: pd.DataFrame, corpus: Corpus, n: int, seed: int) -> pd.DataFrame:
    picked = [
        mine.sample(n=min(n, len(mine)), random_state=seed).sort_index()
        for _, mine in kept.groupby("category", sort=True)
    ]
    return kwic(pd.concat(picked) if picked else kept, corpus).sort_values("category", kind="stable", ignore_index=True)


def kwic(table: pd.DataFrame, corpus: Corpus, *, width: int = 60) -> pd.DataFrame:
    """Keyword in context: the hits of ``table`` with up to ``width`` characters on each side."""
    lines = evidence_table(table, corpus=corpus, width=width, more=["category", "entry"])
    return lines[["category", "entry", "article_id", "voice", "left", "words", "right"]]
