"""Which groups are compared: outlets, periods, articles, or the values of any column of articles or speakers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from framing.contrasts.groups import Period, periods
from framing.errors import ComparisonError
from framing.subject import Tables
from framing.tables import MISSING, source_values, with_groups
from framing.values import Article
from framing.whose import ABOUT_SPEAKER
from framing.wording import amount, cardinal, shorten

__all__ = ["MOST_GROUPS", "OTHERS", "Grouping", "group_articles"]

MOST_GROUPS = 12
"""So many groups, the largest, are shown by name; the rest are one together."""

MOST_ARTICLES = 6
"""Up to so many articles are compared with each other where no column is given and there is one outlet."""

MOST_PERIODS = 4
"""Without a column, articles are divided into the longest periods that give at least two and at most so many."""

OTHERS = "all others"

ALL = "all articles"
"""The one group where there are no others."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups of articles, or of what is said in them.

    ``by`` names the column. ``of_article`` gives the group of each counted article; where the column is about speakers,
    it is None and ``column`` is the column of the tables. ``names`` are the groups in the order in which they are
    shown, ``notes`` what a reader has to know about them.
    """

    by: str
    of_article: pd.Series | None
    column: str | None
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def of(self, frame: pd.DataFrame) -> pd.Series:
        """The group of each line."""
        if self.of_article is not None:
            return frame["article_id"].map(self.of_article)
        assert self.column is not None  # noqa: S101  # one of the two is given
        values = source_values(frame, self.column)
        return values.where(values.isin(self.names), OTHERS if OTHERS in self.names else None)


def group_articles(tables: Tables, by: str | None = None) -> Grouping:
    """The groups of ``by``, a column of the articles or of the speakers; ``month``, ``year`` … group by date.

    Without ``by``: by outlet where there are several, else the articles themselves up to :data:`MOST_ARTICLES`, else by
    periods. Empty cells are the group "not given". Where there is nothing to compare there is one group, and its note
    says why and what would do. Raises a ComparisonError where there is no article or too many to be compared one by
    one, and an InputError for a column that does not exist.
    """
    articles = tables.corpus.counted
    if by in ABOUT_SPEAKER or by in ("role", "access"):
        return _of_speakers(tables, by)
    if not articles:
        raise ComparisonError("There is no article to compare.")
    ids = pd.Index([a.id for a in articles])
    table = pd.DataFrame({"article_id": ids, "date": [a.date.isoformat() if a.date else None for a in articles]})
    if len(articles) == 1:
        return _alone(
            ids, "article", "A1", "1 article: there is nothing to compare it with. Give two articles or more."
        )
    if by is None:
        by = _column(tables)
    if by is None:
        reason = (
            f"All {amount(len(ids), 'article')} are of one outlet, without dates that divide them into two to "
            f"{cardinal(MOST_PERIODS)} periods, so nothing is compared. Name the column that makes the groups with by= "
            "(--by), such as event or month."
        )
        return _alone(ids, "outlet", articles[0].outlet or ALL, reason)
    if by == "article":
        short = [f"A{i}" for i in range(1, len(ids) + 1)]
        notes = tuple(f"{name}: {_begins(a)}" for name, a in zip(short, articles, strict=True))
        if len(ids) > MOST_GROUPS:
            raise ComparisonError(
                f"{amount(len(ids), 'article')} are too many to be compared one by one: name a column that groups them "
                f"with by= (--by), such as outlet or month, or give {MOST_GROUPS} articles or fewer."
            )
        return Grouping(by, pd.Series(short, index=ids), None, tuple(short), notes)
    if by in list(Period):
        values = periods(table["date"], Period(by)).fillna(MISSING).astype("str")
        values, names, notes = _largest(values, by)
        names = tuple(sorted(names, key=lambda v: (v in (MISSING, OTHERS), v)))
    else:
        values = with_groups(table[["article_id"]], tables.corpus, by)[by]
        values, names, notes = _largest(values, by)
    if len(names) < 2:
        reason = (
            f"All {amount(len(articles), 'article')} have the {by} {names[0]!r}, so there is nothing to compare. Name "
            "another column with by= (--by), such as event, or article to compare the articles themselves."
        )
        return _alone(ids, by, names[0], reason)
    return Grouping(by, values.set_axis(ids), None, names, notes)


def _alone(ids: pd.Index, by: str, name: str, reason: str) -> Grouping:
    """All articles as one group, which is described."""
    return Grouping(by, pd.Series(name, index=ids), None, (name,), (reason,))


def _begins(article: Article) -> str:
    """Title or first words, and the date where there is one."""
    text = next((line for line in (article.title or article.text).splitlines() if len(line.split()) >= 6), article.id)
    return f"“{shorten(text, limit=70)}”{f', {article.date.isoformat()}' if article.date else ''}"


def _column(tables: Tables) -> str | None:
    articles = tables.corpus.counted
    if len({a.outlet for a in articles}) > 1:
        return "outlet"
    if len(articles) <= MOST_ARTICLES:
        return "article"
    dates = pd.Series([a.date.isoformat() if a.date else None for a in articles])
    if dates.notna().any():
        for every in (Period.YEAR, Period.QUARTER, Period.MONTH, Period.WEEK, Period.DAY):
            if 2 <= periods(dates, every).nunique() <= MOST_PERIODS:
                return every.value
    return None


def _largest(values: pd.Series, by: str) -> tuple[pd.Series, tuple[str, ...], tuple[str, ...]]:
    """Values, names by size and then by name, and what was put together."""
    sizes = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    notes = []
    if MISSING in sizes.index:
        notes.append(f"Without {by}: {amount(int(sizes[MISSING]), 'article')}, a group of their own, “{MISSING}”.")
    names = list(sizes.index)
    if len(names) > MOST_GROUPS:
        kept = names[:MOST_GROUPS]
        notes.append(
            f"{len(names)} groups: the {MOST_GROUPS} with most articles are shown by name, the rest as “{OTHERS}”."
        )
        values = values.where(values.isin(kept), OTHERS)
        names = [*kept, OTHERS]
    return values, tuple(names), tuple(notes)


def _of_speakers(tables: Tables, by: str) -> Grouping:
    table = tables.slim.voices
    if by not in table.columns:
        raise ComparisonError(f"There is no column {by!r} to compare by.")
    said = table[table["statement_id"].notna()]
    values = source_values(said, by)
    words = said["words"].groupby(values).sum().drop(MISSING, errors="ignore").sort_index()
    names = list(words.sort_values(ascending=False, kind="stable").index)
    if len(names) < 2:
        what = "sides are given in the project file" if by == "side" else f"the statements need two values of {by}"
        raise ComparisonError(f"Fewer than two values of {by!r} speak, so there is nothing to compare: {what}.")
    kept = names[:MOST_GROUPS]
    rest = len(names) > MOST_GROUPS
    note = f"{len(names)} groups: the {MOST_GROUPS} with most words are shown by name, the rest as “{OTHERS}”."
    return Grouping(by, None, by, (*kept, OTHERS) if rest else tuple(kept), (note,) if rest else ())
