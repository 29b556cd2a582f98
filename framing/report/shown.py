"""Of articles that are too many to be shown: which stand in the folder, and which lines a number opens to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.lots import lot

__all__ = ["MOST_LINES", "MOST_SHOWN", "Shown", "drawn", "spread"]

MOST_SHOWN = 200
"""So many articles stand in the folder."""

MOST_LINES = 20
"""So many lines a number opens to."""

_EACH = 5
"""Articles in which a number has lines, where it has as many."""


def drawn(ids: Iterable[str], most: int) -> list[str]:
    """At most so many ids, drawn by lot, in their order; the lot of an id is its hash, and always the same."""
    given = list(ids)
    if len(given) <= most:
        return given
    kept = set(sorted(given, key=lot)[:most])
    return [one for one in given if one in kept]


class Shown:
    """The articles that are chosen so that numbers have lines in them; what is asked for first comes first.

    ``ids`` are all articles. Each number that is asked for (:meth:`want`) gets lines in a few articles, in those that
    are chosen already as far as they have some; which others are taken is drawn by lot (:func:`drawn`).
    """

    def __init__(self, ids: Sequence[str], most: int = MOST_SHOWN) -> None:
        self._index = pd.Index(list(ids), dtype="str")
        self._lot = np.array([lot(one) for one in ids], dtype=np.uint64)
        self._chosen: NDArray[np.bool_] = np.zeros(len(ids), dtype=bool)
        self._room = min(most, len(ids))

    @property
    def ids(self) -> list[str]:
        """Those that are chosen, in the order of all."""
        return [str(one) for one in self._index[self._chosen]]

    def want(self, articles: pd.Series, *, each: int = _EACH) -> None:
        """Let there be lines of these articles; ``articles`` may name one many times."""
        if isinstance(articles.dtype, pd.CategoricalDtype):
            code = articles.cat.codes.to_numpy()
            there = pd.Index(articles.cat.categories[np.unique(code[code >= 0])])
        else:
            there = pd.Index(pd.unique(articles))
        at = self._index.get_indexer(there)
        at = at[at >= 0]
        new = at[~self._chosen[at]]
        take = min(each - (len(at) - len(new)), len(new), self._room)
        if take > 0:
            self._chosen[new[np.argsort(self._lot[new], kind="stable")[:take]]] = True
            self._room -= take

    def fill(self) -> None:
        """Take others, by lot, until there are as many as may be."""
        self.want(pd.Series(self._index), each=self._room + int(self._chosen.sum()))


def spread(lines: pd.DataFrame, ids: Iterable[str], most: int = MOST_LINES) -> pd.DataFrame:
    """Lines in these articles, at most so many, from as many articles as may be; in their order."""
    there = lines[lines["article_id"].isin(list(ids))]
    if len(there) <= most:
        return there
    nth = there.groupby("article_id", sort=False, observed=True).cumcount().to_numpy()
    return there.iloc[np.sort(np.argsort(nth, kind="stable")[:most])]
