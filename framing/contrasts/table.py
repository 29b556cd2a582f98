"""The table of a contrast: counts, support and statistics of every term."""

from __future__ import annotations

from collections.abc import Mapping
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
from framing.terms import TermUses, check_terms
from framing.values import Voice

__all__ = [
    "Sums",
    "Units",
    "contrast_table",
    "find_units",
    "group_summary",
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
    given = used["statement_id"].notna() & used["statement_id"].ne("")
    sentence = used["field"].astype("str") + "\t" + used["sentence"].astype("str")
    own = used["statement_id"].astype("str").where(given, sentence)
    article, _ = pd.factorize(group_values(used["article_id"]))
    label, _ = pd.factorize(own)
    keys = np.stack([article, given.to_numpy(dtype=np.int64), label, group], axis=1)
    kinds, statement = np.unique(keys, axis=0, return_inverse=True)
    return Units(statement.ravel(), article, kinds[:, 3])


def statement_matrix(units: Units, uses: TermUses) -> sparse.csr_matrix:
    """Uses of each term in each statement (statements × terms)."""
    return (_indicator(units.statement, len(units.group)) @ uses.matrix).tocsr()


def group_summary(names: tuple[str, str], group: NDArray[np.int64], units: Units, uses: TermUses) -> pd.DataFrame:
    """Rows, statements, articles and words of each group."""
    rows = []
    for g, name in enumerate(names):
        at = group == g
        articles = len(np.unique(units.article[at & (uses.words > 0)]))
        rows.append((name, int(at.sum()), int((units.group == g).sum()), articles, int(uses.words[at].sum())))
    table = pd.DataFrame(rows, columns=["group", "rows", "statements", "articles", "words"])
    return table.astype({"group": "str"})


def contrast_table(
    used: pd.DataFrame,
    group: NDArray[np.int64],
    units: Units,
    uses: TermUses,
    *,
    names: tuple[str, str],
    pseudo: Floats,
    min_statements: int,
    inference: Inference | None,
    copies: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, NDArray[np.int64], Inferred]:
    """The contrast's table, the column of ``uses`` of each of its rows, and the results of the test by row.

    ``pseudo`` (all terms) are the pseudo-counts of the log-odds ratio's prior, ``copies`` the cluster of articles that
    are near-copies of others.
    """
    statements = statement_matrix(units, uses)
    members = _indicator(units.group, 2)
    support = _dense(members @ _present(statements)).astype(np.int64)
    columns = np.flatnonzero(support.sum(axis=0) >= max(min_statements, 1))
    check_terms(len(columns))
    chosen = uses.matrix if len(columns) == len(uses.order) else uses.matrix[:, columns]
    voice = used["voice"].to_numpy()
    found = Sums(
        terms=uses.names(columns),
        order=uses.order[columns],
        clusters=_clusters(used, group, uses, chosen, columns, inference or TESTED_BY_ARTICLE, copies),
        words=(float(uses.words[group == 0].sum()), float(uses.words[group == 1].sum())),
        statements=support[:, columns],
        articles=np.stack([_articles(chosen, units.article, group == g) for g in (0, 1)]),
        in_voices=np.stack(
            [_uses_in(chosen, (group >= 0) & (voice == v.value)) for v in (Voice.QUOTED, Voice.PARAPHRASE)]
        ),
        tfidf=_mean_tfidf(statements, members)[:, columns],
        function_words=uses.made_of(FUNCTION_WORDS)[columns],
        pseudo=pseudo[columns],
        size=np.bincount(uses.level, pseudo)[uses.level[columns]].astype(np.float64),
    )
    table, inferred = statistics_table(found, names=names, inference=inference)
    return table, columns, inferred


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


def _clusters(
    used: pd.DataFrame,
    group: NDArray[np.int64],
    uses: TermUses,
    chosen: sparse.csr_matrix,
    columns: NDArray[np.int64],
    inference: Inference,
    copies: Mapping[str, str] | None,
) -> ClusterCounts:
    level = uses.level[columns]
    cluster, strata = units_of(used, inference, copies)
    return cluster_counts(chosen, uses.totals(), level, group=group, cluster=cluster, strata=strata)


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
    # An article's own name may be that of a cluster of others.
    named = own.map(lambda article: ("cluster", str(copies[article])) if article in copies else ("article", article))
    return pd.factorize(named)[0], strata


def _mean_tfidf(statements: sparse.csr_matrix, members: sparse.csr_matrix) -> Floats:
    """Mean of the l2-normalised TF-IDF vectors of each group's statements (2 × terms)."""
    from sklearn.feature_extraction.text import TfidfTransformer  # a second and 70 MB

    vectors = TfidfTransformer().fit_transform(statements)
    means: Floats = _dense(members @ vectors) / _row_sums(members)[:, None]
    return means


def _indicator(codes: NDArray[np.int64], size: int) -> sparse.csr_matrix:
    """Matrix (size × rows) that sums rows by code; rows with a negative code are left out."""
    at = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(at)), (codes[at], at)), shape=(size, len(codes)))


def _articles(uses: sparse.csr_matrix, article: NDArray[np.int64], rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number of articles in which the given rows hold each term."""
    by_article = _indicator(np.where(rows, article, -1), int(article.max()) + 1) @ uses
    return _sums(_present(by_article.tocsr())).astype(np.int64)


def _uses_in(uses: sparse.csr_matrix, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    return _sums(uses[np.flatnonzero(rows)]).astype(np.int64)


def _present(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    return present


def _dense(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.todense(), dtype=np.float64)


def _sums(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()


def _row_sums(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
