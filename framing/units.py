"""What is drawn at random when a corpus is: articles, clusters of them, and the strata they are drawn within.

What stands in one article is not independent; no more are articles that are near-copies of one another, or that tell of
one event. A *cluster* is a set of articles that counts as one draw. A *stratum* is a part of the corpus that every
sample would have had: outlets, months, events. Every interval and test of the package counts in these units, and this
is the one place that makes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from framing.errors import ComparisonError
from framing.statements import NOT_GIVEN
from framing.tables import row_numbers
from framing.values import Corpus
from framing.wording import nearest

__all__ = ["COPIES", "Grouping", "Units", "joined", "of_articles", "units_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Grouping = str | Mapping[str, object] | pd.Series | pd.DataFrame
"""What groups articles: a column of the table or of the articles, the group of each article id, or a table of
near-copies (``article_id`` and :data:`COPIES`)."""

COPIES = "copy_group"
"""The column by which near-copies are known: where a table or its articles carry it, they are one cluster."""


@dataclass(frozen=True, eq=False)
class Units:
    """The unit of each article (a number from 0), and the stratum of each unit where there are strata."""

    unit: Ints
    stratum: Ints | None = None

    def __len__(self) -> int:
        return int(self.unit.max()) + 1 if len(self.unit) else 0

    def sums(self, values: Floats) -> Floats:
        """Sums over the articles of each unit: (articles, columns) to (units, columns)."""
        if len(self) == len(values):
            return values[np.argsort(self.unit)]
        found = np.zeros((len(self), *values.shape[1:]))
        np.add.at(found, self.unit, values)
        return found


def units_of(
    articles: Sequence[str],
    *,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
    table: pd.DataFrame | None = None,
    corpus: Corpus | None = None,
) -> Units:
    """The units of these articles.

    Without ``cluster`` each article is one, or each group of near-copies where the column :data:`COPIES` is known. A
    stratum with a single unit says nothing of the spread within it: such strata are taken together as one.
    Raises a ComparisonError: no such column; a column that has several values within one article; a cluster that
    reaches over two strata.
    """
    if cluster is None and _known(COPIES, table, corpus):
        cluster = COPIES
    groups = of_articles(cluster, articles, what="cluster", table=table, corpus=corpus)
    unit = np.arange(len(articles)) if groups is None else _numbers(groups, articles)
    parts = of_articles(strata, articles, what="strata", table=table, corpus=corpus)
    if parts is None:
        return Units(unit)
    of_unit = pd.Series(parts).groupby(unit, sort=True).agg(["first", "nunique"])
    if (of_unit["nunique"] > 1).any():
        raise ComparisonError(
            "strata: a cluster of articles reaches over two strata; give strata that hold whole clusters, or leave "
            "one of the two out."
        )
    stratum, names = pd.factorize(of_unit["first"], sort=True)
    single = np.bincount(stratum, minlength=len(names))[stratum] == 1
    return Units(unit, np.where(single, len(names), stratum).astype(np.int64))


def of_articles(
    grouping: Grouping | None,
    articles: Sequence[str],
    *,
    what: str,
    table: pd.DataFrame | None = None,
    corpus: Corpus | None = None,
) -> list[str | None] | None:
    """The group of each article, None where it has none; None altogether where nothing groups them.

    Raises a ComparisonError, which begins with ``what``.
    """
    if grouping is None:
        return None
    if isinstance(grouping, pd.DataFrame):
        if not {"article_id", COPIES} <= set(grouping.columns):
            raise ComparisonError(f"{what}: a table that groups articles has the columns 'article_id' and {COPIES!r}.")
        grouping = grouping.set_index("article_id")[COPIES]
    given = _column(grouping, what, table, corpus) if isinstance(grouping, str) else dict(grouping.items())
    known = {str(k): v for k, v in given.items()}
    if not any(a in known for a in articles):
        raise ComparisonError(f"{what}: none of the articles is in it; its keys have to be article ids.")
    return [_text(known.get(a)) for a in articles]


def joined(*groupings: Sequence[str | None] | None, articles: int) -> Ints:
    """The number of each article's unit, where articles that any of the groupings puts together are together."""
    edges = [np.zeros((2, 0), dtype=np.int64)]
    for groups in groupings:
        number = pd.factorize(np.array(groups or (), dtype=object))[0]  # -1 for none
        held = np.flatnonzero(number >= 0)
        first = np.unique(number[held], return_index=True)[1]
        edges.append(np.stack([held[first][number[held]], held]))
    a, b = np.concatenate(edges, axis=1)
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(articles, articles))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _numbers(groups: Sequence[str | None], articles: Sequence[str]) -> Ints:
    """A number for each group; an article without one is a unit of its own."""
    keys = [("article", a) if g is None else ("group", g) for g, a in zip(groups, articles, strict=True)]
    number: dict[tuple[str, str], int] = {}
    return np.array([number.setdefault(k, len(number)) for k in keys], dtype=np.int64)


def _known(name: str, table: pd.DataFrame | None, corpus: Corpus | None) -> bool:
    if table is not None and name in table.columns:
        return True
    return corpus is not None and any(name in a.extra for a in corpus)


def _column(name: str, what: str, table: pd.DataFrame | None, corpus: Corpus | None) -> dict[str, object]:
    if table is not None and name in table.columns:
        number = row_numbers(table, ["article_id", name])
        pairs = table[["article_id", name]].iloc[np.unique(number, return_index=True)[1]].astype("str")
        doubled = pairs.loc[pairs["article_id"].duplicated(), "article_id"]
        if len(doubled):
            raise ComparisonError(
                f"{what}: {name!r} has several values within one article ({doubled.iloc[0]}); whole articles are "
                "drawn, so take a column that has one value an article, such as 'outlet' or 'event'."
            )
        return dict(zip(pairs["article_id"], pairs[name], strict=True))
    if corpus is not None and (name in ("outlet", "date") or any(name in a.extra for a in corpus)):
        return {a.id: a.extra.get(name, getattr(a, name, None)) for a in corpus}
    columns = [*(table.columns if table is not None else ()), *({k for a in corpus for k in a.extra} if corpus else ())]
    raise ComparisonError(f"{what}: there is no column {name!r}. {nearest(name, map(str, columns), shown=40)}")


def _text(value: object) -> str | None:
    return None if value is None or value != value or str(value) in ("", NOT_GIVEN, "None", "<NA>") else str(value)
