"""How separable two groups are at all, and how separable two halves of one group look, where all of it is chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import cluster_counts
from framing.contrasts.groups import Group, given_rows, select_group, select_groups
from framing.contrasts.inference import FEWEST_EXCHANGED, TESTED_BY_ARTICLE, Inference, test_terms
from framing.contrasts.statistics import log_odds, proportional_prior
from framing.contrasts.table import find_units, statement_matrix
from framing.errors import ComparisonError
from framing.subject import Subject
from framing.tables import By, columns_of, group_values, require_columns
from framing.term_uses import check_terms, find_terms
from framing.terms import Analyser
from framing.whose import ATTRIBUTED

__all__ = ["Separability", "separability", "split_half"]

_FOLDS = 5
_NAIVE_Z = 1.96


@dataclass(frozen=True, slots=True)
class Separability:
    """Area under the ROC curve of a classifier on articles it was not trained on.

    0.5 is chance, 1 perfect separation. ``null_mean`` and ``null_high`` are the mean and the 95th percentile with
    permuted groups, ``p`` the share of permutations that do as well, missing (NaN) where ``note`` says why.
    """

    auc: float
    null_mean: float
    null_high: float
    p: float
    statements: tuple[int, int]
    articles: tuple[int, int]
    note: str


def separability(
    subject: Subject,
    groups: tuple[Group, Group],
    *,
    by: By = "speaker",
    analyser: Analyser | None = None,
    penalty: float = 0.1,
    draws: int = 200,
    seed: int = 0,
) -> Separability:
    """Tell two groups' statements apart by their words: regularised logistic regression, cross-validated.

    Features are TF-IDF of single words unless ``analyser`` says otherwise, with logarithmic counts, because words
    come in bursts; ``penalty`` is the strength of the l2
    penalty. Five folds keep an article's statements together. Groups are permuted as in
    :mod:`framing.contrasts.permutation`: swapped within articles that hold both, dealt anew among those that hold one.
    Each group needs five articles for a value and ten for a p-value.
    """
    needed = ["article_id", "field", "sentence", "voice", "statement_id", "text"]
    by = columns_of(by)
    rows, _, _ = given_rows(subject, by, purpose="separability")
    require_columns(rows, needed, purpose="separability")
    group, _ = select_groups(rows, groups, by=by)
    spoken = rows["voice"].isin(ATTRIBUTED).to_numpy()
    if "voice" in by:
        spoken = np.ones(len(group), dtype=bool)
    at = np.flatnonzero((group >= 0) & spoken)
    used, group = rows.iloc[at], group[at]
    units = find_units(used, group)
    uses = find_terms(used["text"].tolist(), analyser or Analyser(ngrams=(1, 1)))
    check_terms(len(uses.order))
    x = statement_matrix(units, uses)
    label = units.group
    article = np.zeros(len(label), dtype=np.int64)
    article[units.statement] = units.article
    held = tuple(len(np.unique(article[label == g])) for g in (0, 1))
    sizes = (int((label == 0).sum()), int((label == 1).sum()))
    nan = float("nan")
    if min(held) < _FOLDS:
        note = f"no value: a group stands in fewer than {_FOLDS} articles"
        return Separability(nan, nan, nan, nan, sizes, (held[0], held[1]), note)
    auc = _auc(x, label, article, penalty=penalty, seed=seed)
    if min(held) < FEWEST_EXCHANGED:
        note = f"no p: a group stands in fewer than {FEWEST_EXCHANGED} articles"
        return Separability(auc, nan, nan, nan, sizes, (held[0], held[1]), note)
    rng = np.random.default_rng(seed)
    null = np.array(
        [_auc(x, _permuted(label, article, rng), article, penalty=penalty, seed=seed) for _ in range(draws)]
    )
    p = (1 + float((null >= auc).sum())) / (1 + draws)
    high = float(np.quantile(null, 0.95))
    return Separability(auc, float(null.mean()), high, p, sizes, (held[0], held[1]), "")


def _auc(
    x: sparse.csr_matrix, label: NDArray[np.int64], article: NDArray[np.int64], *, penalty: float, seed: int
) -> float:
    """Area under the curve, mean over folds by their number of pairs: scores of different models do not compare."""
    areas, weights = [], []
    from sklearn.feature_extraction.text import TfidfTransformer  # a second and 70 MB
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedGroupKFold

    folds = StratifiedGroupKFold(n_splits=_FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(x, label, groups=article):
        ones = int(label[test].sum())
        if len(np.unique(label[train])) < 2 or ones in (0, len(test)):
            continue
        weigh = TfidfTransformer(sublinear_tf=True).fit(x[train])
        model = LogisticRegression(C=1 / penalty, class_weight="balanced", solver="liblinear")
        scores = model.fit(weigh.transform(x[train]), label[train]).decision_function(weigh.transform(x[test]))
        areas.append(roc_auc_score(label[test], scores))
        weights.append(ones * (len(test) - ones))
    return float(np.average(areas, weights=weights)) if areas else float("nan")


def _permuted(label: NDArray[np.int64], article: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Groups exchanged between articles, or within those that hold both."""
    n = int(article.max()) + 1
    holds = np.zeros((n, 2), dtype=bool)
    holds[article, label] = True
    both = holds[:, 0] & holds[:, 1]
    single = np.flatnonzero(holds[:, 0] ^ holds[:, 1])
    flipped = np.zeros(n, dtype=bool)
    flipped[both] = rng.random(int(both.sum())) < 0.5
    own = holds[:, 1].astype(np.int64)
    dealt = own.copy()
    dealt[single] = rng.permutation(own[single])
    return np.where(both[article], label ^ flipped[article], dealt[article])


def split_half(
    subject: Subject,
    group: Group,
    *,
    by: By = "speaker",
    analyser: Analyser | None = None,
    prior: float = 500.0,
    inference: Inference = TESTED_BY_ARTICLE,
    repeats: int = 20,
) -> pd.DataFrame:
    """Contrasts between random halves of the same statements, whole articles at a time: all of it is chance.

    One row a split: ``terms`` in the table of such a contrast, ``z_above_1_96`` of them (what a method that takes
    words as independent would report), ``tested`` as a contrast is, ``p_below_05`` and ``q_below_05``
    of those, missing with fewer than twenty articles. A real contrast should show more than these. Raises
    ComparisonError for fewer than two articles.
    """
    columns = ["article_id", "voice", "text", inference.cluster]
    by = columns_of(by)
    rows, _, _ = given_rows(subject, [*by, inference.cluster], purpose="split_half")
    require_columns(rows, columns, purpose="split_half")
    spoken = rows["voice"].isin(ATTRIBUTED).to_numpy()
    used = rows[select_group(rows, group, by=by) & spoken]
    cluster, names = pd.factorize(group_values(used[inference.cluster]))
    if len(names) < 2:
        raise ComparisonError(
            f"Halves of the statements of {group!r} need at least 2 values of {inference.cluster}, there "
            f"{'is' if len(names) == 1 else 'are'} {len(names)}."
        )
    uses = find_terms(used["text"].tolist(), analyser or Analyser())
    check_terms(len(uses.order))
    totals = uses.totals()
    everything = np.asarray(uses.matrix.sum(axis=0), dtype=np.float64).ravel()
    alpha = proportional_prior(everything, uses.order, size=prior)
    rng = np.random.default_rng(inference.seed)
    splits = []
    for repeat in range(repeats):
        half = _halves(len(names), rng)[cluster]
        counts = cluster_counts(
            uses.matrix, totals, uses.level, group=half, cluster=cluster, strata=np.zeros_like(cluster)
        )
        a, b = (np.asarray(m.sum(axis=0), dtype=np.float64).ravel() for m in (counts.a, counts.b))
        total_a, total_b = (m.sum(axis=0)[counts.level] for m in (counts.total_a, counts.total_b))
        z = log_odds(a, b, total_a, total_b, prior=alpha, size=np.full(len(alpha), prior)).z
        row: dict[str, float] = {"repeat": repeat, "terms": len(z), "z_above_1_96": int((np.abs(z) > _NAIVE_Z).sum())}
        row |= {"tested": 0, "p_below_05": np.nan, "q_below_05": np.nan}
        support = counts.support
        at = np.argsort(-support, kind="stable")[: inference.max_terms]
        at = at[support[at] >= inference.min_clusters]
        if min(counts.in_a.sum(), counts.in_b.sum()) >= FEWEST_EXCHANGED and len(at):
            found = test_terms(counts.columns(at), inference)
            low_p, low_q = (float((x < 0.05).sum()) for x in (found.p, found.q))
            row |= {"tested": len(at), "p_below_05": low_p, "q_below_05": low_q}
        splits.append(row)
    return pd.DataFrame(splits)


def _halves(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    half = np.zeros(n, dtype=np.int64)
    half[rng.permutation(n)[: n // 2]] = 1
    return half
