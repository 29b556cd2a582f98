"""How many "distinctive" terms appear between two halves of one actor's own statements."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.contrasts.clusters import cluster_counts
from framing.contrasts.correction import adjusted, weights_of
from framing.contrasts.groups import Group, select_group
from framing.contrasts.inference import FEWEST_CLUSTERS, TESTED_BY_ARTICLE, Inference
from framing.contrasts.permutation import saddlepoint
from framing.contrasts.statistics import log_odds, proportional_prior
from framing.errors import ComparisonError
from framing.tables import group_values, require_columns
from framing.terms import Analyser, check_terms, find_terms
from framing.values import Voice

__all__ = ["split_half"]

_NAIVE_Z = 1.96


def split_half(
    voices_table: pd.DataFrame,
    group: Group,
    *,
    by: str = "speaker",
    analyser: Analyser | None = None,
    prior: float = 500.0,
    inference: Inference = TESTED_BY_ARTICLE,
    repeats: int = 20,
) -> pd.DataFrame:
    """Contrasts between random halves of the same statements, whole articles at a time: all of it is chance.

    One row a split: ``terms`` in the table of such a contrast, ``z_above_1_96`` of them (what a method that takes
    words as independent would report), ``tested`` by the cluster permutation test, ``p_below_05`` and ``q_below_05``
    of those, missing with fewer than twenty articles. A real contrast should show more than these. Raises
    ComparisonError for fewer than two articles.
    """
    columns = ["article_id", "voice", "text", inference.cluster]
    require_columns(voices_table, columns, purpose="split_half")
    spoken = voices_table["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value]).to_numpy()
    used = voices_table[select_group(voices_table, group, by=by) & spoken]
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
    rows = []
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
        if min(counts.in_a.sum(), counts.in_b.sum()) >= FEWEST_CLUSTERS and len(at):
            weighted = counts.columns(at).weighted(inference.weighting)
            p = saddlepoint(weighted)
            q = adjusted(p, weights_of(weighted, inference.correction))
            row |= {"tested": len(at), "p_below_05": float((p < 0.05).sum()), "q_below_05": float((q < 0.05).sum())}
        rows.append(row)
    return pd.DataFrame(rows)


def _halves(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    half = np.zeros(n, dtype=np.int64)
    half[rng.permutation(n)[: n // 2]] = 1
    return half
