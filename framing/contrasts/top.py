"""The terms most typical of each group, for display."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from framing.contrasts.contrast import Contrast
from framing.function_words import FUNCTION_WORDS, is_function_phrase

__all__ = ["top_terms"]


def top_terms(
    found: Contrast,
    n: int = 10,
    *,
    hide: Callable[[str], bool] = is_function_phrase,
    min_statements: int = 1,
) -> pd.DataFrame:
    """The terms most typical of each group by the contrast's method, the first group's first.

    Gives the contrast's columns with ``group`` and ``rank`` in front. Terms that ``hide`` is true of are left
    out, by default those made of function words only. Of terms with the same uses of which one contains the
    other ("kill", "kill them all") one is shown: the longest that neither begins nor ends with a function word.
    """
    column = found.method.value
    parts = []
    for name, sign, side in ((found.names[0], 1, "a"), (found.names[1], -1, "b")):
        scored = found.table.assign(score=sign * found.table[column])
        ranked = scored[(scored["score"] > 0) & (scored[f"statements_{side}"] >= min_statements)]
        ranked = ranked.sort_values(["score", "length", "term"], ascending=[False, False, True])
        kept = _without_nested(ranked, n, hide=hide)
        part = ranked.loc[kept].drop(columns="score").reset_index(drop=True)
        part.insert(0, "rank", np.arange(1, len(part) + 1))
        part.insert(0, "group", pd.Series(name, index=part.index, dtype="str"))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _without_nested(ranked: pd.DataFrame, n: int, *, hide: Callable[[str], bool]) -> list[int]:
    """Index of the first ``n`` terms to show, of nested terms with the same uses the best one."""
    chosen: list[tuple[int, str, tuple[int, int]]] = []
    counts = zip(ranked["count_a"].tolist(), ranked["count_b"].tolist(), strict=True)
    for index, term, uses in zip(ranked.index.tolist(), ranked["term"].tolist(), counts, strict=True):
        if hide(term):
            continue
        rivals = [k for k, (_, other, its) in enumerate(chosen) if its == uses and _nested(term, other)]
        if not rivals:
            if len(chosen) == n:
                break
            chosen.append((index, term, uses))
        elif all(_clean(term) > _clean(chosen[k][1]) for k in rivals):
            chosen[rivals[0]] = (index, term, uses)
    return [index for index, _, _ in chosen]


def _nested(a: str, b: str) -> bool:
    return f" {a} " in f" {b} " or f" {b} " in f" {a} "


def _clean(term: str) -> tuple[bool, int]:
    words = term.split(" ")
    return words[0] not in FUNCTION_WORDS and words[-1] not in FUNCTION_WORDS, len(words)
