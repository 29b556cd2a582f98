"""Hold a lexicon's scores against what people coded, and keep what was found as a note beside its numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import InputError
from framing.lexicon.entries import Lexicon
from framing.lexicon.sheets import Origin, lexicon_hash
from framing.values import Corpus

__all__ = [
    "NOT_VALIDATED",
    "Estimate",
    "Level",
    "Validity",
    "ValidityNote",
    "Verdict",
    "krippendorff_alpha",
    "note_json",
    "read_note",
    "validate",
    "verdicts",
]


class Level(StrEnum):
    """Level of measurement: what counts as a small or a large disagreement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def krippendorff_alpha(ratings: Sequence[Sequence[object]], level: Level = Level.NOMINAL) -> float:
    """Krippendorff's alpha; 1 is perfect agreement, 0 chance, below 0 worse than chance.

    ``ratings`` has a row for each coder and a column for each unit; None (or NaN) is a unit not coded.
    Alpha is 1 minus observed over expected disagreement, from the coincidences of values within units
    (Krippendorff 2004, chapter 11; worked examples in Krippendorff 2011). Nominal values may be of any
    kind; ordinal and interval ones must be numbers. NaN where nothing can be said: fewer than two
    values in every unit, or no variation at all.

    Raises an :class:`~framing.errors.InputError`: rows of different lengths, values that are not numbers.

    >>> round(krippendorff_alpha([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]), 3)
    0.095
    """
    if len({len(row) for row in ratings}) > 1:
        raise InputError("coders have coded different numbers of units; fill the gaps with None.")
    units = [[v for v in unit if not _is_missing(v)] for unit in zip(*ratings, strict=True)]
    units = [u for u in units if len(u) > 1]
    values = _values([v for u in units for v in u], level)
    if not units or len(values) < 2:
        return float("nan")
    index = {v: i for i, v in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.zeros(len(values))
        for v in unit:
            counts[index[v]] += 1
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = coincidences.sum(axis=0)
    difference = _difference(values, totals, level)
    expected = (np.outer(totals, totals) - np.diag(totals)) / (totals.sum() - 1)
    return float(1.0 - (coincidences * difference).sum() / (expected * difference).sum())


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _values(found: list[object], level: Level) -> list[object]:
    """The distinct values, in order; numbers by size."""
    if level is Level.NOMINAL:
        return list(dict.fromkeys(found))
    for value in found:
        if not isinstance(value, int | float | np.number):
            raise InputError(f"'{value}' is not a number; {level} codes must be. Nominal codes may be words.")
    return sorted(set(found), key=lambda v: float(v))  # type: ignore[arg-type]


def _difference(values: list[object], totals: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Squared difference of each pair of values."""
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(values))
    if level is Level.INTERVAL:
        numbers = np.array(values, dtype=np.float64)
        squared: NDArray[np.float64] = (numbers[:, None] - numbers[None, :]) ** 2
        return squared
    # Ordinal: values coded from one to the other, counting the two at half (Krippendorff 2011).
    middle = np.cumsum(totals) - totals / 2
    ranked: NDArray[np.float64] = (middle[:, None] - middle[None, :]) ** 2
    return ranked


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

    Both are as :class:`framing.lexicon.sheets.CodingSample` has them. Items that nobody coded
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
    from scipy.stats import rankdata  # half a second and 50 MB, which most calls do without

    x, y = rankdata(x), rankdata(y)
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


_KIND = "framing validity note"


@dataclass(frozen=True, slots=True)
class ValidityNote:
    """A category's validity, and the lexicon and corpus that it holds for."""

    origin: Origin
    validity: Validity


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a category's numbers are validated on a corpus, and the words to print beside them."""

    lexicon: str
    category: str
    validated: bool
    text: str


def note_json(note: ValidityNote) -> str:
    """A note as JSON; values that are not defined are null."""
    made = {"kind": _KIND, **asdict(note.origin), **_defined(note.validity.to_dict()), "text": note.validity.note()}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _defined(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _defined(v) for k, v in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def read_note(path: str | Path) -> ValidityNote:
    """Read a note that `framing validate` wrote.

    Raises an :class:`~framing.errors.InputError`: missing, damaged, or something else.
    """
    try:
        found = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not a validity note; `framing validate SHEET --out note.json` writes one.") from None
    if not isinstance(found, dict) or found.get("kind") != _KIND:
        raise InputError(f"{path}: not a validity note; `framing validate SHEET --out note.json` writes one.")
    try:
        origin = Origin(**{f.name: _text(found[f.name]) for f in fields(Origin)})
        values: dict[str, Any] = {f.name: _READ[str(f.type)](found[f.name]) for f in fields(Validity)}
        return ValidityNote(origin, Validity(**values))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: a damaged validity note ({error}); write it anew with `framing validate`.") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _estimate(value: Mapping[str, float | None]) -> Estimate:
    limits = [value[name] for name in ("value", "low", "high")]
    return Estimate(*(math.nan if v is None else float(v) for v in limits))


_READ: Mapping[str, Callable[[Any], object]] = {"str": _text, "int": _number, "Estimate": _estimate}
"""How the fields of a :class:`~framing.lexicon.validation.Validity` are read, by their annotation."""


def verdicts(lexicons: Sequence[Lexicon], corpus: Corpus, notes: Sequence[ValidityNote]) -> tuple[Verdict, ...]:
    """For each category of ``lexicons``, whether one of ``notes`` validates it on ``corpus``.

    A note made on other articles, or before the category changed, does not; the text says so.

    Raises an :class:`~framing.errors.InputError`: a note on a category that none of the lexicons has, or
    two notes on one.
    """
    by_category: dict[tuple[str, str], ValidityNote] = {}
    known = [(x.name, c) for x in lexicons for c in x.category_names]
    for note in notes:
        pair = (note.origin.lexicon, note.origin.category)
        if pair not in known:
            raise InputError(
                f"a validity note is on category '{pair[1]}' of lexicon '{pair[0]}', which is not counted here; "
                f"lexicons counted are {', '.join(x.name for x in lexicons)}."
            )
        if pair in by_category:
            raise InputError(f"two validity notes are on category '{pair[1]}' of lexicon '{pair[0]}'; give one.")
        by_category[pair] = note
    here = corpus.sha256 if notes else ""
    found = []
    for lexicon in lexicons:
        for category in lexicon.category_names:
            mine = by_category.get((lexicon.name, category))
            text, validated = NOT_VALIDATED, False
            if mine and mine.origin.corpus_sha256 != here:
                text = f"{NOT_VALIDATED}; on other articles: {mine.validity.note()}"
            elif mine and mine.origin.lexicon_sha256 != lexicon_hash(lexicon, category):
                text = f"{NOT_VALIDATED}: its entries have changed since people coded"
            elif mine:
                text, validated = mine.validity.note(), True
            found.append(Verdict(lexicon.name, category, validated, text))
    return tuple(found)
