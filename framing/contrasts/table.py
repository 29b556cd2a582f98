"""The table of a contrast: counts, support and statistics of every term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import ClusterCounts, cluster_counts
from framing.contrasts.inference import TESTED_BY_ARTICLE, Inference, Inferred, infer, untested, weighted_log_odds
from framing.contrasts.statistics import (
    Floats,
    chi_squared,
    class_tfidf,
    jensen_shannon,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    percent_difference,
)
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.tables import group_values
from framing.term_uses import TermUses, check_terms
from framing.values import Voice

__all__ = [
    "Sums",
    "Units",
    "contrast_table",
    "find_units",
    "group_summary",
    "rare_note",
    "statement_matrix",
    "statistics_table",
    "units_of",
]


@dataclass(frozen=True, eq=False)
class Units:
    """What rows of a voices table belong to, as codes: statement and article of each row, group of each statement."""

    statement: NDArray[np.int64]
    article: NDArray[np.int64]
    group: NDArray[np.int64]


def find_units(used: pd.DataFrame, group: NDArray[np.int64]) -> Units:
    """Statements and articles of rows. In the outlet's own voice a statement is one sentence."""
    number = pd.factorize(used["statement_id"])[0].astype(np.int64)
    given = (number >= 0) & used["statement_id"].ne("").fillna(value=False).to_numpy(dtype=bool)
    field, place = pd.factorize(used["field"])[0], used["sentence"].to_numpy(np.int64)
    sentence = pd.factorize(field * (int(place.max(initial=0)) + 1) + place)[0]
    article, _ = pd.factorize(group_values(used["article_id"]))
    keys = [(article, 1), (given, 2), (np.where(given, number, sentence), 0), (group + 1, 0)]
    key = np.zeros(len(used), dtype=np.int64)
    for values, many in keys:
        key = key * (many or int(values.max(initial=0)) + 1) + values
    _, first, statement = np.unique(key, return_index=True, return_inverse=True)
    return Units(statement.ravel().astype(np.int64), article.astype(np.int64), group[first].astype(np.int64))


def statement_matrix(units: Units, uses: TermUses) -> sparse.csr_matrix:
    """Uses of each term in each statement (statements × terms)."""
    return uses.summed(units.statement, len(units.group))


def rare_note(least: int) -> tuple[str, ...]:
    """What a reader has to know where terms in few articles are left out."""
    return (f"Terms in fewer than {least} articles are left out.",) if least > 1 else ()


def group_summary(names: tuple[str, str], group: NDArray[np.int64], units: Units, uses: TermUses) -> pd.DataFrame:
    """Rows, statements, articles and words of each group."""
    rows = []
    for g, name in enumerate(names):
        at = group == g
        articles = len(np.unique(units.article[at & (uses.words > 0)]))
        rows.append((name, int(at.sum()), int((units.group == g).sum()), articles, int(uses.words[at].sum())))
    table = pd.DataFrame(rows, columns=["group", "rows", "statements", "articles", "words"])
    return table.astype({"group": "str"})


_AT_A_TIME = 500_000
"""Words of whole articles whose terms are counted at a time."""

_MANY = 2_000_000
"""Different terms from which on those that few articles hold are left out unless it is said how few may."""


def contrast_table(
    used: pd.DataFrame,
    group: NDArray[np.int64],
    units: Units,
    uses: TermUses,
    *,
    names: tuple[str, str],
    pseudo: Callable[[], Floats],
    min_statements: int,
    min_articles: int | None,
    inference: Inference | None,
    copies: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, NDArray[np.int64], Inferred, int]:
    """The contrast's table, the column of ``uses`` of each of its rows, and the results of the test by row.

    ``pseudo`` gives the pseudo-counts of the log-odds ratio's prior (all terms), ``copies`` is the cluster of articles
    that are near-copies of others. The last is how many articles a term has to be in.
    """
    settings = inference or TESTED_BY_ARTICLE
    least = min_articles or (settings.min_clusters if len(uses.order) > _MANY else 1)
    held, support = _support(units, uses)
    columns = np.flatnonzero(support[0] + support[1] >= max(min_statements, least, 1))
    support = support[:, columns]
    tfidf, articles, either = _by_article(units, uses, held, group, columns)
    del held
    kept = either >= least
    if not kept.all():
        columns, support, tfidf, articles = columns[kept], support[:, kept], tfidf[:, kept], articles[:, kept]
    check_terms(len(columns))
    prior, order = pseudo(), uses.order[columns].astype(np.int64)
    size = np.zeros(int(order.max()) + 1)
    for n in np.unique(order):
        size[n] = np.cumsum(prior[uses.order == n])[-1]
    voice = used["voice"]
    found = Sums(
        terms=uses.names(columns),
        order=order,
        clusters=_clusters(used, group, uses, columns, settings, copies),
        words=(float(uses.words[group == 0].sum()), float(uses.words[group == 1].sum())),
        statements=support.astype(np.int64),
        articles=articles,
        in_voices=np.stack(
            [
                uses.counts(np.flatnonzero((group >= 0) & voice.eq(v.value).to_numpy()))[columns].astype(np.int64)
                for v in (Voice.QUOTED, Voice.PARAPHRASE)
            ]
        ),
        tfidf=tfidf,
        function_words=uses.made_of(FUNCTION_WORDS, columns),
        pseudo=prior[columns],
        size=size[order],
    )
    del prior
    table, inferred = statistics_table(found, names=names, inference=inference)
    return table, columns, inferred, least


@dataclass(frozen=True, eq=False)
class Sums:
    """All that the statistics of a contrast's terms are made of: sums, and none of the texts.

    Of each term: the words of it (``order``), ``clusters`` of its uses, ``statements`` and ``articles`` that hold it in
    each group (2 × terms), its uses ``in_voices`` (quoted, paraphrase), the mean ``tfidf`` over each group's statements
    (missing where only counts are known), the pseudo-count of its prior and the ``size`` of that. ``words`` are those
    of the groups.
    """

    terms: NDArray[np.object_]
    order: NDArray[np.int64]
    clusters: ClusterCounts
    words: tuple[float, float]
    statements: NDArray[np.int64]
    articles: NDArray[np.int64]
    in_voices: NDArray[np.int64]
    tfidf: Floats
    function_words: NDArray[np.bool_]
    pseudo: Floats
    size: Floats


def statistics_table(
    sums: Sums, *, names: tuple[str, str], inference: Inference | None
) -> tuple[pd.DataFrame, Inferred]:
    """The contrast's table from sums, and the results of the test by row."""
    settings, clusters = inference or TESTED_BY_ARTICLE, sums.clusters
    count = np.stack([_sums(clusters.a), _sums(clusters.b)])
    total = np.stack([clusters.total_a.sum(axis=0), clusters.total_b.sum(axis=0)])[:, clusters.level]
    effect = weighted_log_odds(clusters, settings.weighting, prior=sums.pseudo, size=sums.size)
    inferred = infer(clusters, inference, names=names) if inference else untested(len(sums.terms))
    cells = (count[0], count[1], total[0], total[1])
    ratio, (_, _, conservative) = log_ratio(*cells), log_ratio_interval(*cells, level=settings.level)
    words = [max(1.0, n) for n in sums.words]
    table = pd.DataFrame(
        {
            "term": pd.Series(sums.terms, dtype="str"),
            "length": sums.order,
            "count_a": count[0].astype(np.int64),
            "count_b": count[1].astype(np.int64),
            "statements_a": sums.statements[0],
            "statements_b": sums.statements[1],
            "articles_a": sums.articles[0],
            "articles_b": sums.articles[1],
            "rate_a": 1000 * count[0] / words[0],
            "rate_b": 1000 * count[1] / words[1],
            "tfidf_a": sums.tfidf[0],
            "tfidf_b": sums.tfidf[1],
            "tfidf_difference": sums.tfidf[0] - sums.tfidf[1],
            "class_tfidf_difference": class_tfidf(*cells),
            "log_odds": effect.estimate,
            "z": effect.z,
            "log_rate_ratio": inferred.log_rate_ratio,
            "standard_error": inferred.standard_error,
            "low": inferred.low,
            "high": inferred.high,
            "p": inferred.p,
            "weight": inferred.weight,
            "q": inferred.q,
            "log_likelihood": log_likelihood(*cells),
            "chi_squared": chi_squared(*cells),
            "log_ratio": ratio.estimate,
            "log_ratio_conservative": conservative,
            "percent_difference": percent_difference(*cells),
            "jensen_shannon": jensen_shannon(*cells),
            "quoted_uses": sums.in_voices[0],
            "paraphrase_uses": sums.in_voices[1],
            "single_statement": sums.statements.sum(axis=0) == 1,
            "function_words": sums.function_words,
        }
    )
    return table, inferred


def _whole_articles(units: Units, uses: TermUses, rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows by article, those of some articles at a time."""
    article = units.article[rows]
    if (np.diff(article) < 0).any():
        rows = rows[np.argsort(article, kind="stable")]
        article = units.article[rows]
    part = np.cumsum(uses.words[rows]) // _AT_A_TIME
    first = np.flatnonzero(np.diff(article, prepend=-1))  # an article is in the part in which it begins
    ends = first[np.flatnonzero(np.diff(part[first])) + 1] if len(first) else first
    yield from (some for some in np.split(rows, ends) if len(some))


def _support(units: Units, uses: TermUses) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How many statements hold each term: in all, and of each group (2 × terms)."""
    held = np.zeros(len(uses.order), dtype=np.int32)
    support = np.zeros((2, len(uses.order)), dtype=np.int32)
    for rows in _whole_articles(units, uses, np.arange(len(units.statement))):
        statements, group = _statements(units, uses, rows)
        np.add.at(held, statements.indices, 1)
        for g in (0, 1):
            np.add.at(support[g], statements.indices[group == g], 1)
    return held, support


def _statements(units: Units, uses: TermUses, rows: NDArray[np.int64]) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    """Uses in the statements of whole articles (statements × terms), and the group of the statement of each entry."""
    statement = units.statement[rows]  # they are numbered by article
    low, high = int(statement.min()), int(statement.max()) + 1
    found = uses.summed(statement - low, high - low, texts=rows)
    return found, np.repeat(units.group[low:high], np.diff(found.indptr))


def _by_article(
    units: Units, uses: TermUses, held: NDArray[np.int32], group: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Of some terms: their mean TF-IDF over each group's statements, and in how many articles of each and of both.

    TF-IDF is scikit-learn's with its defaults: vectors of statements have all terms, and a length of 1.
    """
    among = np.full(len(uses.order), -1, dtype=np.int32)
    among[columns] = np.arange(len(columns), dtype=np.int32)
    tfidf = np.zeros((2, len(columns)))
    articles = np.zeros((3, len(columns)), dtype=np.int64)
    rarity = np.log((len(units.group) + 1) / (np.arange(int(held.max(initial=0)) + 1) + 1)) + 1
    for rows in _whole_articles(units, uses, np.flatnonzero(group >= 0)):
        vectors, of = _statements(units, uses, rows)
        vectors.data *= rarity[held[vectors.indices]]
        at = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
        vectors.data /= np.sqrt(np.bincount(at, vectors.data**2, minlength=vectors.shape[0]))[at]
        column = among[vectors.indices]
        for g in (0, 1):
            here = (of == g) & (column >= 0)
            np.add.at(tfidf[g], column[here], vectors.data[here])
        for g, some in ((0, rows[group[rows] == 0]), (1, rows[group[rows] == 1]), (2, rows)):
            if len(some):
                first = int(units.article[rows[0]])
                label, size = units.article[some] - first, int(units.article[rows[-1]]) - first + 1
                by_article = uses.summed(label, size, texts=some, among=among, many=len(columns))
                articles[g] += np.bincount(by_article.indices, minlength=len(columns))
    statements = np.array([[max(1, int((units.group == g).sum()))] for g in (0, 1)])
    return tfidf / statements, articles[:2], articles[2]


def _clusters(
    used: pd.DataFrame,
    group: NDArray[np.int64],
    uses: TermUses,
    columns: NDArray[np.int64],
    inference: Inference,
    copies: Mapping[str, str] | None,
) -> ClusterCounts:
    among = np.full(len(uses.order), -1, dtype=np.int32)
    among[columns] = np.arange(len(columns), dtype=np.int32)

    def summed(label: NDArray[np.int64], size: int, texts: NDArray[np.int64]) -> sparse.csr_matrix:
        order = np.argsort(label, kind="stable")
        part = np.cumsum(uses.words[texts[order]]) // _AT_A_TIME
        ends = [*np.unique(label[order][np.flatnonzero(np.diff(part))]).tolist(), size]
        blocks = []
        for low, high in zip([0, *ends[:-1]], ends, strict=True):  # some clusters at a time
            here = order[slice(*np.searchsorted(label[order], [low, high]))]
            blocks.append(uses.summed(label[here] - low, high - low, texts=texts[here], among=among, many=len(columns)))
        return sparse.vstack(blocks, format="csr")

    level = uses.order[columns].astype(np.int64) - int(uses.order[0])
    cluster, strata = units_of(used, inference, copies)
    return cluster_counts(summed, uses.totals(), level, group=group, cluster=cluster, strata=strata)


def units_of(
    used: pd.DataFrame, inference: Inference, copies: Mapping[str, str] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Codes of the cluster and of the stratum of every row; near-copies are one cluster."""
    strata = np.zeros(len(used), dtype=np.int64)
    if inference.strata is not None:
        strata, _ = pd.factorize(group_values(used[inference.strata]))
    own = group_values(used[inference.cluster])
    if copies is None:
        return pd.factorize(own)[0], strata
    if inference.cluster != "article_id":
        raise ComparisonError(
            f"clusters= groups articles, and inference.cluster is {inference.cluster!r}: give one of the two, with "
            "near-copies in one cluster."
        )
    at, names = pd.factorize(own)
    # An article's own name may be that of a cluster of others.
    kinds = [("cluster", str(copies[name])) if name in copies else ("article", name) for name in names]
    return pd.factorize(pd.Index(kinds, tupleize_cols=False))[0][at], strata


def _sums(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()
