"""Scores of lexicons by article, voice or any other column, with counts beside rates; positive against negative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.errors import LexiconError
from framing.intervals import FEWEST_ARTICLES, RESAMPLE_ARTICLES, Bootstrap, few_articles, ratio_interval
from framing.lexicon.around import NEAR, Window
from framing.lexicon.entries import Lexicon, Match, NamePolicy
from framing.lexicon.hits import NameSpans, NestedScope, hits, listed, pos_tags
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Subject, Tables, statements_of, voices_and_corpus, voices_table
from framing.tables import each_value, with_groups
from framing.units import Grouping, units_of
from framing.values import Corpus, Statement, Voice
from framing.words import cut

__all__ = [
    "AS_COUNTED",
    "FEW_HITS",
    "SENTIMENTR",
    "SPOKEN",
    "Per",
    "Shifting",
    "lexicon_scores",
    "passages",
    "polarity",
    "score_hits",
    "scored_hits",
    "shifted_weights",
]

SPOKEN = (Voice.OWN, Voice.QUOTED, Voice.PARAPHRASE, Voice.SCARE)
"""The voices that are somebody's prose."""

FEW_HITS = 5
"""A rate that rests on fewer hits is flagged in ``low_count`` and has no interval; too few hold the true rate."""

_FEW = (f"no interval: fewer than {FEW_HITS} hits", few_articles(0))


class Per(StrEnum):
    """What a row of scores counts: each category, or a whole lexicon, in which a passage of text counts once."""

    CATEGORY = "category"
    LEXICON = "lexicon"


def lexicon_scores(
    subject: Subject,
    lexicons: Lexicon | Sequence[Lexicon],
    *,
    corpus: Corpus | None = None,
    by: str | Sequence[str] = ("article_id", "voice"),
    per: Per = Per.CATEGORY,
    voices: Sequence[Voice] = SPOKEN,
    match: Match | None = None,
    nested_scope: NestedScope = NestedScope.LEXICON,
    window: Window = NEAR,
    names: NameSpans | None = None,
    intervals: Bootstrap = RESAMPLE_ARTICLES,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """Hits of each category in each group, as counts and as rates per 1,000 words of that group.

    ``by`` is a column, or several, of the voices table or of the articles (``outlet``, ``date``, ``title``,
    ``url`` or an extra column). One row for each group, lexicon and category, without hits too; columns are
    ``by`` and

    - ``lexicon``, ``category`` (missing with :attr:`Per.LEXICON`);
    - ``hits``, ``words`` (of the group), ``articles`` (that the group has words in; clusters
      of them count as one);
    - ``per_1000``: 1,000 × hits / words; ``share``: words that are part of a hit / words;
    - ``mean_weight``: mean of the hits' weights, missing where the lexicon has none;
    - ``low``, ``high``: 95% bootstrap interval of ``per_1000`` that resamples articles, or clusters of them within
      strata (``cluster``, ``strata``: a column, or the group of each article id; :mod:`framing.units`), missing with
      fewer than :data:`framing.intervals.FEWEST_ARTICLES` articles or :data:`FEW_HITS` hits;
    - ``low_count``: fewer than :data:`FEW_HITS` hits;
    - ``note``: why there is no interval, or empty.

    Words that two categories share count once in each, so the categories' hits may sum to more than the
    lexicon's, which ``per=Per.LEXICON`` counts. Hits inside proper names are left out unless the lexicon's head
    says ``names: count``. ``.evidence(row)`` gives the hits of a row in context.

    Raises a :class:`~framing.errors.LexiconError`: two lexicons of one name.
    Raises an :class:`~framing.errors.InputError`: a column of ``by`` exists neither in the table nor in the articles.
    """
    usual = (match, nested_scope, window, names, tuple(voices)) == (None, NestedScope.LEXICON, NEAR, None, SPOKEN)
    whole = Tables(subject) if isinstance(subject, Statements) else subject
    said = [str(v) for v in voices]
    if usual and isinstance(whole, Tables) and corpus in (None, whole.corpus):
        runs, corpus = voices_table(whole, purpose="lexicon_scores", words=False), whole.corpus
        spoken = runs[runs["voice"].isin(said)].reset_index(drop=True)
        table = whole.lexicon_hits(listed(lexicons))
    else:
        runs, corpus = voices_and_corpus(subject, corpus, purpose="lexicon_scores")
        spoken = runs[runs["voice"].isin(said)].reset_index(drop=True)
        table = hits(
            spoken, lexicons, corpus=corpus, match=match, nested_scope=nested_scope, window=window, names=names,
            pos=pos_tags(subject, listed(lexicons)),
        )  # fmt: skip
    return score_hits(
        table, spoken, lexicons, corpus=corpus, by=by, per=per, intervals=intervals,
        statements=statements_of(subject), cluster=cluster, strata=strata,
    )  # fmt: skip


def scored_hits(table: pd.DataFrame, lexicons: Lexicon | Sequence[Lexicon]) -> pd.DataFrame:
    """A hits table without the hits that its lexicons' policy on names leaves out."""
    excluding = [x.name for x in listed(lexicons) if x.names is NamePolicy.EXCLUDE]
    return table[~(table["in_name"] & table["lexicon"].isin(excluding))].reset_index(drop=True)


def passages(table: pd.DataFrame) -> pd.DataFrame:
    """A hits table with each passage of text once in each lexicon, under its first category."""
    return table.drop_duplicates(["lexicon", "article_id", "field", "start", "end"], ignore_index=True)


def score_hits(
    table: pd.DataFrame,
    voices_table: pd.DataFrame,
    lexicons: Lexicon | Sequence[Lexicon],
    *,
    corpus: Corpus,
    by: str | Sequence[str] = ("article_id", "voice"),
    per: Per = Per.CATEGORY,
    intervals: Bootstrap = RESAMPLE_ARTICLES,
    statements: Iterable[Statement] | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """:func:`lexicon_scores` from a hits table that was made from ``voices_table`` before."""
    by, lexicons = [by] if isinstance(by, str) else list(by), listed(lexicons)
    groups = with_groups(voices_table, corpus, by)
    keys, group = _numbered(groups)
    place, articles = pd.factorize(voices_table["article_id"])
    units = units_of(list(articles), cluster=cluster, strata=strata, table=voices_table, corpus=corpus)
    # One pair for each article, or cluster, that a group has words in: what the bootstrap resamples.
    article = units.unit[place] if len(place) else place.astype(np.int64)
    pair_keys, pair = np.unique(group * (article.max(initial=0) + 1) + article, return_inverse=True)
    pair_group = pair_keys // (article.max(initial=0) + 1)
    run_words = voices_table["words"].to_numpy(np.float64)
    pair_words = np.bincount(pair, run_words, minlength=len(pair_keys)).astype(np.float64)

    kept = scored_hits(table, lexicons)
    if per is Per.LEXICON:
        kept = passages(kept)
        columns: list[tuple[str, ...]] = [(x.name,) for x in lexicons]
    else:
        columns = [(x.name, c) for x in lexicons for c in x.category_names]
    counted = ["lexicon", "category"][: len(columns[0])] if columns else ["lexicon", "category"]
    number = {name: i for i, name in enumerate(columns)}
    code, places = pd.factorize(pd.MultiIndex.from_arrays([kept[c].astype("category") for c in counted]))
    column = np.array([number[c if isinstance(c, tuple) else (c,)] for c in places], dtype=np.int64)[code]
    run = kept["run"].to_numpy(np.int64)
    weight = kept["weight"].to_numpy(np.float64)

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums by group and column, (groups, columns)."""
        cells = np.bincount(group[run] * len(columns) + column, values, minlength=len(keys) * len(columns))
        return cells.astype(np.float64).reshape(len(keys), len(columns))

    hit = np.ones(len(kept))
    counts = sparse.csr_matrix((hit, (pair[run], column)), shape=(len(pair_keys), len(columns)))
    stratum = None if units.stratum is None else units.stratum[pair_keys % (article.max(initial=0) + 1)]
    low, high = _intervals(counts, pair_words, pair_group, len(keys), intervals, stratum)
    n_hits = summed(hit)
    n_articles = np.broadcast_to(np.bincount(pair_group, minlength=len(keys))[:, None], n_hits.shape)
    note = np.where(n_hits < FEW_HITS, _FEW[0], "")
    note = np.where(n_articles < FEWEST_ARTICLES, _FEW[1], note)
    words = np.bincount(group, run_words, minlength=len(keys))[:, None]
    weighted = summed(np.isfinite(weight).astype(np.float64))
    with np.errstate(invalid="ignore"):
        mean_weight = summed(np.nan_to_num(weight)) / np.where(weighted > 0, weighted, np.nan)
    size = each_value(kept["text"], lambda text: len(cut(text))).astype(np.float64)
    cells = {
        "hits": n_hits.astype(np.int64),
        "words": np.broadcast_to(words, n_hits.shape).astype(np.int64),
        "articles": n_articles,
        "per_1000": 1000 * n_hits / words,
        "share": summed(size) / words,
        "mean_weight": mean_weight,
        "low": np.where(note == "", 1000 * low, np.nan),
        "high": np.where(note == "", np.minimum(1000 * high, 1000.0), np.nan),
        "low_count": n_hits < FEW_HITS,
    }
    index = np.repeat(np.arange(len(keys)), len(columns))
    scores = pd.concat(
        [
            keys.take(index).reset_index(drop=True),
            pd.DataFrame(
                {
                    **{c: pd.Series([x[i] for x in columns] * len(keys), dtype="str") for i, c in enumerate(counted)},
                    **{name: values.ravel() for name, values in cells.items()},
                    "note": pd.Series(note.ravel(), dtype="str"),
                }
            ),
        ],
        axis=1,
    )
    lines = kept.assign(**{c: groups[c].take(run).reset_index(drop=True) for c in by})
    return result(
        scores, keys=[*by, *counted], lines=lines, corpus=corpus, statements=statements, more=["entry", "weight"]
    )


def _numbered(groups: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The distinct rows of ``groups``, sorted, and the number of each row among them."""
    if groups.shape[1] == 0:
        return pd.DataFrame(index=range(min(1, len(groups)))), np.zeros(len(groups), dtype=np.int64)
    keys = groups.drop_duplicates().sort_values(list(groups.columns)).reset_index(drop=True)
    number = np.asarray(groups.groupby(list(groups.columns), sort=True).ngroup(), dtype=np.int64)
    return keys, number


def _intervals(
    counts: sparse.csr_matrix,
    words: NDArray[np.float64],
    group: NDArray[np.int64],
    n_groups: int,
    bootstrap: Bootstrap,
    stratum: NDArray[np.int64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of the rate of each group and column; rows of ``counts`` are in order of ``group``."""
    low = np.full((n_groups, counts.shape[1]), np.nan)
    high = low.copy()
    for g, (a, b) in enumerate(pairwise(np.searchsorted(group, np.arange(n_groups + 1)).tolist())):
        if b - a >= FEWEST_ARTICLES:
            parts = None if stratum is None else stratum[a:b]
            low[g], high[g] = ratio_interval(counts[a:b].toarray(), words[a:b], bootstrap, stratum=parts)
    return low, high


@dataclass(frozen=True, slots=True)
class Shifting:
    """How much shifters change a hit's weight.

    An amplifier adds ``amplify`` times the weight, a downtoner takes it away, never more than all of
    it; under a negator an amplifier works as a downtoner ("not very good"). A negator multiplies by
    ``negate``. After an adversative the weight grows by the share ``adversative``, before it it shrinks.
    """

    amplify: float = 0.0
    negate: float = 1.0
    adversative: float = 0.0


AS_COUNTED = Shifting()
"""Shifters change nothing."""

SENTIMENTR = Shifting(amplify=0.8, negate=-1.0, adversative=0.25)
"""The parameters that sentimentr has by default (Rinker 2021), in the formula of :func:`shifted_weights`.

The formula is a shorter one than sentimentr's, so scores are of its kind and not the same; for its
windows make the hits with :data:`framing.lexicon.around.SENTIMENTR_WINDOW`.
"""


def shifted_weights(table: pd.DataFrame, weights: NDArray[np.float64], shifting: Shifting) -> NDArray[np.float64]:
    """Weights of the hits of ``table`` after their shifters.

    weight × (1 + a) × n × (1 + adversative × side), where a is ``amplify`` × (amplifiers − downtoners),
    minus its size where the hit is negated, at least −1; n is ``negate`` where negated, else 1.
    """
    negated = table["negated"].to_numpy(bool)
    amplified = shifting.amplify * table["amplified"].to_numpy(np.float64)
    grown = np.maximum(np.where(negated, -np.abs(amplified), amplified), -1.0)
    side = 1.0 + shifting.adversative * table["adversative"].to_numpy(np.float64)
    shifted: NDArray[np.float64] = weights * (1.0 + grown) * np.where(negated, shifting.negate, 1.0) * side
    return shifted


def polarity(
    table: pd.DataFrame,
    voices_table: pd.DataFrame,
    lexicon: Lexicon,
    *,
    corpus: Corpus,
    by: str | Sequence[str] = ("article_id", "voice"),
    positive: Sequence[str] = ("positive",),
    negative: Sequence[str] = ("negative",),
    shifting: Shifting = AS_COUNTED,
) -> Result:
    """Positive against negative hits of one lexicon in each group; higher is more positive.

    ``table`` are hits made from ``voices_table``. A hit of a category in ``positive`` weighs 1 and of
    one in ``negative`` -1, times its weight where the entry has one; a weighted lexicon without such
    categories weighs by the signs of its weights. One row a group:

    - ``hits``, ``words``; ``positive``, ``negative``: sums of the weights on each side, both from 0 up;
    - ``per_word``: (positive − negative) / words;
    - ``per_hit``: (positive − negative) / (positive + negative), from -1 to 1, missing without hits;
    - ``log_ratio``: log((positive + 0.5) / (negative + 0.5)) (Lowe et al. 2011).

    Raises a :class:`~framing.errors.LexiconError`: the lexicon has neither such categories nor weights.
    """
    by = [by] if isinstance(by, str) else list(by)
    sides = dict.fromkeys(positive, 1.0) | dict.fromkeys(negative, -1.0)
    has_sides = any(c in sides for c in lexicon.category_names)
    if not has_sides and not lexicon.weighted:
        raise LexiconError(
            f"lexicon '{lexicon.name}' has no categories {', '.join(sides)} and no weights; name its positive and "
            f"negative ones among {', '.join(lexicon.category_names)}."
        )
    kept = scored_hits(table[table["lexicon"] == lexicon.name], [lexicon])
    if has_sides:
        kept = kept[kept["category"].isin(list(sides))].reset_index(drop=True)
    weights = np.nan_to_num(np.abs(kept["weight"].to_numpy(np.float64)), nan=1.0)
    direction = kept["category"].map(sides) if has_sides else np.sign(kept["weight"])
    value = shifted_weights(kept, weights * np.asarray(direction, dtype=np.float64), shifting)
    groups = with_groups(voices_table, corpus, by)
    per_run = pd.DataFrame(
        {
            "hits": np.bincount(kept["run"], minlength=len(groups)),
            "words": voices_table["words"].to_numpy(),
            "positive": np.bincount(kept["run"], np.maximum(value, 0.0), minlength=len(groups)),
            "negative": np.bincount(kept["run"], np.maximum(-value, 0.0), minlength=len(groups)),
        }
    )
    joined = pd.concat([groups.reset_index(drop=True), per_run], axis=1)
    summed = joined.groupby(by, sort=True, as_index=False).sum() if by else per_run.sum().to_frame().T
    plus, minus = summed["positive"], summed["negative"]
    summed["per_word"] = (plus - minus) / summed["words"]
    summed["per_hit"] = ((plus - minus) / (plus + minus).where(plus + minus > 0)).astype(np.float64)
    summed["log_ratio"] = np.log((plus + 0.5) / (minus + 0.5))
    lines = kept.assign(**{c: groups[c].take(kept["run"].to_numpy()).reset_index(drop=True) for c in by})
    return result(summed, keys=by, lines=lines, corpus=corpus, more=["category", "entry", "weight", "shifter"])
