"""What a picture shows: the first of many and one name for all the rest, in which order, and how terms are spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.contrasts.contrast import Contrast
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.tables import MISSING, group_values, replaced, require_columns
from framing.wording import heading, number

__all__ = [
    "Cut",
    "amounts",
    "check_top",
    "chosen_intervals",
    "first_of",
    "in_order",
    "is_ragged",
    "part_name",
    "spellings",
]

_COUNTS = ("words", "statements")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}([T ].*)?")
_LINES = 20
"""So many uses of a term decide how it is spelt."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Values in the order they are shown in; ``rest`` is the name of all others, None where there are none."""

    shown: tuple[str, ...]
    rest: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the rest's last."""
        return self.shown if self.rest is None else (*self.shown, self.rest)

    @property
    def known(self) -> tuple[str, ...]:
        """The values shown that are given."""
        return tuple(name for name in self.shown if name != MISSING)

    def recode(self, values: pd.Series) -> pd.Series:
        """Values with the name of the rest in place of those that are not shown."""
        return values if self.rest is None else replaced(values, ~values.isin(self.shown), self.rest)


def first_of(values: pd.Series, weights: pd.Series, *, top: int, noun: str = "others") -> Cut:
    """The values with most weight, then by name: ``top`` names in all, that of the rest among them.

    ``values`` and ``weights`` are columns of one table. "not given" is nobody: it comes after the values that are
    somebody, and is never one of the rest, which is never one value only.

    >>> first_of(pd.Series(["a", "b", "b", "c", "d", "e", None]), pd.Series([3, 2, 2, 1, 1, 1, 9]), top=4).names
    ('b', 'a', 'not given', '3 others')
    """
    totals = weights.groupby(group_values(values), sort=True).sum().sort_values(ascending=False, kind="stable")
    known = [str(v) for v in totals.index if v != MISSING]
    nobody = [MISSING] if MISSING in totals.index else []
    if len(known) + len(nobody) <= top:
        return Cut((*known, *nobody), None)
    shown = known[: top - 1 - len(nobody)]
    name = f"{number(len(known) - len(shown))} {noun}"
    while name in known:
        name = f"the {name}"
    return Cut((*shown, *nobody), name)


def check_top(top: int, *, least: int = 3, most: int, name: str = "top", why: str = "more cannot be told apart") -> int:
    """A number of things to show, if a picture can hold so many."""
    if not least <= top <= most:
        raise ComparisonError(f"{name}={top}: it is between {least} and {most}; {why}.")
    return top


def amounts(statements: pd.DataFrame, *, by: str, across: str, count: str, purpose: str) -> pd.Series[Any]:
    """The amount of each statement: its words, or 1.

    Raises ComparisonError for another ``count``, the same column twice, or a column that is not there.
    """
    if count not in _COUNTS:
        raise ComparisonError(f"count={count!r}: it is 'words' or 'statements'.")
    if by == across:
        raise ComparisonError(f"by and across are both {by!r}: name two different columns.")
    require_columns(statements, [by, across, *(["words"] if count == "words" else [])], purpose=purpose)
    return statements["words"] if count == "words" else pd.Series(1, index=statements.index)


def part_name(value: object, by: str) -> str:
    """What a value of the column ``by`` is called.

    >>> part_name("Russia", "side"), part_name("not given", "side")
    ('Russia', 'no side given')
    """
    return f"no {heading(by)} given" if value == MISSING else str(value)


def in_order(statements: pd.DataFrame, column: str, values: Sequence[str]) -> list[str]:
    """Values of a column in the order of their first date, "not given" last.

    Values that have no date follow in the order of the table; where values are themselves dates, months or years
    ("2024-03"), they are their own date.
    """
    named = group_values(statements[column])
    first = {v: k for k, v in enumerate(named.unique())}
    dates: dict[str, str] = {}
    if all(_DATE.fullmatch(v) for v in values if v != MISSING):
        dates = {v: v for v in values}
    elif column == "article_id" and "date" in statements.columns:
        given = group_values(statements["date"])
        dates = {str(k): str(v) for k, v in given[given.ne(MISSING)].groupby(named).min().items()}
    return sorted(values, key=lambda v: (v == MISSING, v not in dates, dates.get(v, ""), first[v]))


def chosen_intervals(found: Contrast, table: pd.DataFrame) -> pd.DataFrame:
    """The table of terms that were chosen for how much they differ, with intervals corrected for the choice.

    False coverage rate (Benjamini and Yekutieli 2005): see :meth:`~framing.contrasts.Contrast.chosen_level`.
    """
    terms = table["term"].tolist()
    low, high = found.intervals(terms, level=found.chosen_level(terms))
    return table.assign(low=low, high=high)


def is_ragged(term: str) -> bool:
    """Whether a term begins or ends with a function word, or has no letters: counted, but not shown.

    >>> is_ragged("the city"), is_ragged("city of Raqqa"), is_ragged("5,000")
    (True, False, True)
    """
    words = term.split(" ")
    return words[0] in FUNCTION_WORDS or words[-1] in FUNCTION_WORDS or not re.search(r"[^\W\d_]", term)


def spellings(found: Contrast, terms: Iterable[str]) -> list[str]:
    """Each term as it is mostly spelt in its first uses; of equally frequent spellings the first."""
    spelt = []
    for term in terms:
        counts = found.kwic(term, _LINES, width=1)["words"].value_counts(sort=False)
        spelt.append(" ".join(str(counts.idxmax()).split()) if len(counts) else term)
    return spelt
