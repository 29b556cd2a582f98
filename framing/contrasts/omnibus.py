"""Three groups or more: whether any of them uses a term unlike the others.

Each group is tested against all others together, by the test of a contrast of two. A term's p is the smallest of these
times their number (Bonferroni), which is valid however the tests depend on each other; q is over all terms. So families
come first: terms in which some group stands out, and which group that is; contrasts of two groups come after, of the
terms that were found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from framing.contrasts.clusters import cluster_counts
from framing.contrasts.groups import given_rows
from framing.contrasts.inference import TESTED_BY_ARTICLE, Inference, infer
from framing.contrasts.kwic import Occurrences
from framing.contrasts.table import units_of
from framing.contrasts.weights import adjusted
from framing.errors import ComparisonError
from framing.results import Result, result
from framing.subject import Subject
from framing.tables import MISSING, group_values, known_value, require_columns
from framing.term_uses import check_terms, find_terms
from framing.terms import Analyser
from framing.values import Voice

__all__ = ["omnibus"]


def omnibus(
    subject: Subject,
    *,
    by: str,
    groups: Sequence[str] | None = None,
    analyser: Analyser | None = None,
    inference: Inference = TESTED_BY_ARTICLE,
    clusters: Mapping[str, str] | None = None,
) -> Result:
    """Terms that some group uses unlike the others, smallest p first.

    ``groups`` are values of the column ``by``, all that are given unless named; words are quoted and paraphrased
    ones, or of all voices with ``by="voice"``. One row a term: ``term``, ``count`` uses in all groups, ``group`` that
    differs most from the others, ``log_rate_ratio`` of its rate to theirs, ``p`` that of any difference, ``q``
    corrected for all terms. Raises ComparisonError for fewer than three groups, and where a group stands in too few
    articles for a test.
    """
    needed = [by, *(c for c in (inference.cluster, inference.strata) if c is not None)]
    rows, corpus, statements = given_rows(subject, needed, purpose="An omnibus test")
    require_columns(rows, ["article_id", "field", "start", "end", "voice", "text", *needed], purpose="An omnibus test")
    spoken = rows["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value]) | (by == "voice")
    values = group_values(rows[by])
    names = list(groups) if groups is not None else sorted(set(values[spoken]) - {MISSING})
    for name in names:
        known_value(name, values.unique(), what=f"There is no {by}")
    if len(set(names)) < 3:
        raise ComparisonError(f"An omnibus test has three groups or more, {len(set(names))} given; a contrast has two.")
    positions = np.flatnonzero((spoken & values.isin(names)).to_numpy())
    used = rows.iloc[positions]
    place = pd.Categorical(group_values(used[by]), categories=names).codes.astype(np.int64)
    analyser = analyser or Analyser()
    uses = find_terms(used["text"].tolist(), analyser)
    check_terms(len(uses.order))
    cluster, strata = units_of(used, inference, clusters)
    each = []
    for g, name in enumerate(names):
        group = (place != g).astype(np.int64)
        counts = cluster_counts(uses.matrix, uses.totals(), uses.level, group=group, cluster=cluster, strata=strata)
        found = infer(counts, inference, names=(name, "the others"), intervals=False)
        if not found.tested.any():
            raise ComparisonError(f"{' '.join(found.notes)} Name the groups to compare with groups=.")
        each.append(found)
    at = np.flatnonzero(np.all([found.tested for found in each], axis=0))
    p, ratio, weight = (np.array([getattr(f, c)[at] for f in each]) for c in ("p", "log_rate_ratio", "weight"))
    most = np.argmin(p, axis=0)
    together = np.minimum(1.0, len(names) * np.min(p, axis=0))
    table = pd.DataFrame(
        {
            "term": pd.Series(uses.names(at), dtype="str"),
            "count": np.asarray(uses.matrix[:, at].sum(axis=0)).ravel().astype(np.int64),
            "group": pd.Series([names[g] for g in most], dtype="str"),
            "log_rate_ratio": ratio[most, np.arange(len(at))],
            "p": together,
            "q": adjusted(together, weight.mean(axis=0)),
        }
    )
    table = table.sort_values(["p", "term"], kind="stable", ignore_index=True)
    columns = dict(zip(uses.names(at), at.tolist(), strict=True))
    lines = Occurrences(rows, positions, place, uses, columns, tuple(names), analyser, None)
    return result(table, keys="term", lines=lines, corpus=corpus, statements=statements, more=["group"])
