"""Hold a lexicon's scores against what people coded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from framing.errors import InputError
from framing.lexicon.agreement import Level, krippendorff_alpha

__all__ = ["NOT_VALIDATED", "Estimate", "Validity", "validate"]

NOT_VALIDATED = "not validated on this corpus"
"""What stands beside a lexicon's scores without a validity note."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its bootstrap interval, which resamples articles; NaN where it is not defined."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if np.isnan(self.value):
            return "not defined"
        return f"{self.value:.2f}" if np.isnan(self.low) else f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class Validity:
    """How well a category's scores agree with coded sentences.

    ``alpha`` is agreement between coders; the rest compares the lexicon with the coders' majority
    (nominal) or mean (ordinal, interval), weighted back to the corpus. A sentence is positive for the
    lexicon with a score of ``threshold`` and more, for the coders with a code of at least one half.
    """

    lexicon: str
    category: str
    items: int
    articles: int
    coders: int
    threshold: int
    alpha: Estimate
    precision: Estimate
    recall: Estimate
    f1: Estimate
    correlation: Estimate

    def note(self) -> str:
        """The validity note that stands beside the lexicon's scores."""
        by = f"{self.coders} coders" if self.coders > 1 else "one coder"
        agreement = f", Krippendorff's alpha {self.alpha}" if self.coders > 1 else ""
        return (
            f"{self.lexicon}, {self.category}: held against {self.items} sentences from {self.articles} articles "
            f"coded by {by}{agreement}; precision {self.precision}, recall {self.recall}, F1 {self.f1}, "
            f"correlation {self.correlation}."
        )

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def validate(
    sheet: pd.DataFrame,
    key: pd.DataFrame,
    *,
    lexicon: str,
    category: str,
    coders: Sequence[str],
    level: Level = Level.NOMINAL,
    threshold: int = 1,
    resamples: int = 1000,
    seed: int = 20160524,
) -> Validity:
    """Precision, recall, F1, correlation and agreement from a coded ``sheet`` and its ``key``.

    Both are as :class:`framing.lexicon.sampling.CodingSample` has them. Items that nobody coded
    are left out. Intervals are percentiles over resampled articles.

    Raises an :class:`~framing.errors.InputError`: columns or items that are missing, codes that are not
    numbers, nothing coded.
    """
    codes, used = _codes(sheet, key, coders)
    with np.errstate(invalid="ignore"):
        mean = np.nanmean(codes, axis=1)
    score = used["score"].to_numpy(np.float64)
    weight = used["weight"].to_numpy(np.float64)
    code = (mean >= 0.5).astype(np.float64) if level is Level.NOMINAL else mean
    article = pd.factorize(used["article_id"])[0]
    members = [np.flatnonzero(article == a) for a in range(article.max() + 1)]

    def measures(rows: NDArray[np.int64]) -> NDArray[np.float64]:
        alpha = krippendorff_alpha([[_code(v) for v in codes[rows, c]] for c in range(codes.shape[1])], level)
        positive = _precision_recall(score[rows] >= threshold, code[rows] >= 0.5, weight[rows])
        return np.array([alpha, *positive, _correlation(score[rows], code[rows], weight[rows])])

    found = measures(np.arange(len(used)))
    low, high = _intervals(measures, members, resamples, seed, len(found))
    estimates = [Estimate(float(v), float(a), float(b)) for v, a, b in zip(found, low, high, strict=True)]
    return Validity(lexicon, category, len(used), len(members), len(coders), threshold, *estimates)


def _code(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _codes(sheet: pd.DataFrame, key: pd.DataFrame, coders: Sequence[str]) -> tuple[NDArray[np.float64], pd.DataFrame]:
    """Codes (items, coders) and the key's rows of the items that somebody coded."""
    for name in ("item", *coders):
        if name not in sheet.columns:
            raise InputError(f"the coding sheet has no column '{name}'; it has {', '.join(map(str, sheet.columns))}.")
    items = pd.to_numeric(sheet["item"], errors="coerce")
    unknown = sheet["item"][~items.isin(key["item"])]
    if len(unknown):
        raise InputError(f"item '{unknown.iloc[0]}' of the coding sheet is not in its key; are they from one sample?")
    if items.duplicated().any():
        raise InputError(f"item {int(items[items.duplicated()].iloc[0])} stands in the coding sheet twice.")
    columns = []
    for name in coders:
        text = sheet[name].astype("str").str.strip().str.replace(",", ".")
        blank = sheet[name].isna() | text.eq("")
        numbers = pd.to_numeric(text.where(~blank), errors="coerce")
        wrong = numbers.isna() & ~blank
        if wrong.any():
            raise InputError(
                f"'{sheet[name][wrong].iloc[0]}' of {name}, item {sheet['item'][wrong].iloc[0]}, is not a number."
            )
        columns.append(numbers.to_numpy(np.float64))
    codes = np.column_stack(columns)
    coded = ~np.isnan(codes).all(axis=1)
    if not coded.any():
        raise InputError("nothing is coded yet: the coders' columns are empty.")
    used = key.set_index("item").loc[items[coded].astype(np.int64)].reset_index()
    return codes[coded], used


def _precision_recall(
    found: NDArray[np.bool_], true: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[float, float, float]:
    both = float(weight[found & true].sum())
    n_found, n_true = float(weight[found].sum()), float(weight[true].sum())
    precision = both / n_found if n_found else float("nan")
    recall = both / n_true if n_true else float("nan")
    f1 = 2 * both / (n_found + n_true) if n_found + n_true else float("nan")
    return precision, recall, f1


def _correlation(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Pearson's correlation of the ranks, weighted (Spearman's where all weights are equal)."""
    x, y = stats.rankdata(x), stats.rankdata(y)
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    spread = float((weight * x * x).sum() * (weight * y * y).sum())
    return float((weight * x * y).sum() / np.sqrt(spread)) if spread > 0 else float("nan")


def _intervals(
    measures: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    members: list[NDArray[np.int64]],
    resamples: int,
    seed: int,
    n: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(members) < 2:
        return np.full(n, np.nan), np.full(n, np.nan)
    rng = np.random.default_rng(seed)
    drawn = np.array(
        [
            measures(np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))]))
            for _ in range(resamples)
        ]
    )
    low, high = np.full(n, np.nan), np.full(n, np.nan)
    for i in range(n):
        defined = drawn[~np.isnan(drawn[:, i]), i]
        if len(defined):
            low[i], high[i] = np.quantile(defined, [0.025, 0.975])
    return low, high
