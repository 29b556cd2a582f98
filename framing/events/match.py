"""Which articles are about the same event.

Two articles are the more alike, the more of their rare words they share (TF-IDF), in particular in headline and first
words, and the more runs of four words: the same quotations, names in full, figures. A logistic regression weighs the
three (:data:`WEIGHTS`; on what it was fitted: docs/events.md). Articles are then joined while they are, on average over
all pairs of what is joined, more likely of one event than not (average linkage): one roundup that touches on
everything does not chain events together as single linkage would.

Not every pair is looked at: only those that share several of their heaviest words, with dates only those a few days
apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

from framing.errors import ComparisonError
from framing.events.copies import corpus_given
from framing.events.shingles import Cutter, Hashes, sampled
from framing.events.weights import weighted_words
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables
from framing.terms import Floats
from framing.values import Article, Corpus
from framing.words import offsets

__all__ = ["EVENT_COLUMNS", "WEIGHTS", "Likeness", "event_list", "match_events"]

EVENT_COLUMNS = (
    "article_id",
    "event",
    "about",
    "event_articles",
    "event_outlets",
    "outlet",
    "date",
    "days_after_first",
)

WEIGHTS = {"text": 3.50, "lead": 1.94, "runs": 5.76, "constant": -1.25}
"""Log-odds that two articles are of one event: constant + the cosine of their texts, of their leads, and the share of
runs in common, each times its weight. Made by benchmarks/events.py fit."""

_LEAD = 120
"""Words, the headline's among them, that tell what an article is about."""
_HEAVIEST = 30
"""Words of an article by which others are found to be compared with it."""
_BLOCK = 0.02
"""Least product of the vectors of these words."""
_COMMON = 300
"""Articles in which such a word may stand; with more it finds nothing. At least this share of the corpus: """
_COMMON_SHARE = 0.05
_ROWS, _PAIRS = 500, 5_000
"""Articles whose candidates are looked for, and pairs that are compared, at a time."""
_LARGE_CORPUS = 50_000
"""Articles from which on one run in eight stands for all."""
_LARGE_COMPONENT = 2_000
_STEP, _SURE = 0.1, 3.0
"""By how much the log-odds are raised to split a component that is too large, and from where on it is one event."""
_APART = 5.0
"""Log-odds that a pair loses which is too many days apart."""


@dataclass(frozen=True, eq=False)
class Likeness:
    """What articles are compared by: vectors of texts and of leads, the runs that several have, and days."""

    text: sparse.csr_matrix
    lead: sparse.csr_matrix
    runs: sparse.csr_matrix
    lengths: Floats
    days: Floats
    """Day of each article, NaN where it is not known or does not count."""
    within: float

    def features(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> Floats:
        """Cosine of the texts, cosine of the leads, and share of runs in common (pairs × 3)."""
        dots = [np.asarray(m[i].multiply(m[j]).sum(axis=1)).ravel() for m in (self.text, self.lead, self.runs)]
        dots[2] = np.sqrt(dots[2] / np.minimum(self.lengths[i], self.lengths[j]))
        found: Floats = np.stack(dots, axis=1)
        return found

    def log_odds(self, i: NDArray[np.int64], j: NDArray[np.int64]) -> Floats:
        """Log-odds that the articles of each pair are of one event."""
        found = self.features(i, j)
        return self._odds(found[:, 0], found[:, 1], found[:, 2], self.days[i] - self.days[j])

    def log_odds_among(self, members: NDArray[np.int64]) -> Floats:
        """The same of all pairs of some articles, in the order of :func:`numpy.triu_indices`."""
        own = [m[members] for m in (self.text, self.lead, self.runs)]
        text, lead, runs = (np.asarray((m @ m.T).todense(), dtype=np.float64) for m in own)
        shares = np.sqrt(runs / np.minimum.outer(self.lengths[members], self.lengths[members]))
        days = np.subtract.outer(self.days[members], self.days[members])
        odds: Floats = self._odds(text, lead, shares, days)[np.triu_indices(len(members), 1)]
        return odds

    def _odds(self, text: Floats, lead: Floats, runs: Floats, days: Floats) -> Floats:
        apart = np.nan_to_num(np.abs(days), nan=0.0) > self.within
        alike = WEIGHTS["text"] * text + WEIGHTS["lead"] * lead + WEIGHTS["runs"] * runs
        odds: Floats = alike + WEIGHTS["constant"] - _APART * apart
        return odds


def match_events(subject: Corpus | Tables | Statements, *, days: float | None = 3) -> Result:
    """Which event each article is about, one row an article, in the order of the corpus.

    ``subject`` is a corpus, statements or an analysis. Articles more than ``days`` apart are of one event only if those
    between them hold them together; None leaves dates out of account, as does an article without one.

    Columns: ``article_id``; ``event``, "E1" and so on in the order of their first articles; ``about``, the words that
    its articles have most in common; ``event_articles`` and ``event_outlets``, how many articles and outlets it has
    (outlets that are not given count as none); ``outlet``, ``date``; ``days_after_first``, how many days after the
    event's first article it appeared, missing without dates. Copies of another article are of its event, too.

    ``evidence(event)`` gives the headline or the first line of each article. Raises a ComparisonError where ``subject``
    holds no articles, or ``days`` is negative.
    """
    corpus = corpus_given(subject, purpose="match_events")
    if days is not None and not days >= 0:
        raise ComparisonError(f"days={days}: give how many days the articles of an event may lie apart, or None.")
    if not len(corpus):
        return result(pd.DataFrame(columns=list(EVENT_COLUMNS)), keys="event", corpus=corpus)
    alike, words = likeness(corpus, days=days)
    number = _in_order(_joined(alike), alike.days)
    table = pd.DataFrame(
        {
            "article_id": [a.id for a in corpus],
            "event": [f"E{n + 1}" for n in number],
            "about": _about(alike.text, words, number)[number],
            "event_articles": np.bincount(number)[number],
            "outlet": [a.outlet for a in corpus],
            "date": [a.date.isoformat() if a.date else None for a in corpus],
        }
    )
    dated = pd.Series([a.date.toordinal() if a.date else np.nan for a in corpus], dtype="float64")
    events = table.groupby("event", sort=False)
    table["event_outlets"] = events["outlet"].transform("nunique").astype("int64")
    table["days_after_first"] = dated - dated.groupby(table["event"]).transform("min")
    table = table[list(EVENT_COLUMNS)].astype(dict.fromkeys(("article_id", "event", "about", "outlet", "date"), "str"))
    heads = pd.DataFrame([_head(a) for a in corpus], columns=["article_id", "field", "start", "end"])
    return result(table, keys="event", lines=heads.assign(event=table["event"]), corpus=corpus)


def event_list(events: pd.DataFrame) -> pd.DataFrame:
    """One row an event of the table of :func:`match_events`, those of most outlets first, then of most articles.

    Columns: ``event``, ``about``, ``event_articles``, ``event_outlets``, ``outlets`` (their names, in the order in
    which they had it, with "; " between), ``date`` (of the first article) and ``first_outlets``: who had it on the
    first day, missing where not all articles have a date or one outlet only covers it.
    """
    rows = []
    for event, own in events.groupby("event", sort=False):
        ordered = own.sort_values("days_after_first", kind="stable", na_position="last")
        outlets = list(dict.fromkeys(ordered["outlet"].dropna()))
        known = own["days_after_first"].notna().all() and len(outlets) > 1
        first = dict.fromkeys(own.loc[own["days_after_first"].eq(0), "outlet"].dropna())
        top = own.iloc[0]
        when, who = ordered["date"].iloc[0], "; ".join(first) if known and first else None
        rows.append((event, top["about"], len(own), len(outlets), "; ".join(outlets), when, who))
    names = ["event", "about", "event_articles", "event_outlets", "outlets", "date", "first_outlets"]
    table = pd.DataFrame(rows, columns=names)
    order = table.assign(_n=np.arange(len(table))).sort_values(
        ["event_outlets", "event_articles", "_n"], ascending=[False, False, True]
    )
    return order.drop(columns="_n").reset_index(drop=True)


def likeness(corpus: Corpus, *, days: float | None) -> tuple[Likeness, NDArray[np.object_]]:
    """What the articles of a corpus are compared by, and the words that their vectors count."""
    texts = map(_whole, corpus)
    vectors, leads, words = weighted_words((text, _beginning(text)) for text in texts)
    runs, lengths = _runs(corpus)
    day = [a.date.toordinal() if a.date and days is not None else np.nan for a in corpus]
    made = Likeness(vectors, leads, runs, lengths, np.array(day, dtype=np.float64), days or 0)
    return made, words


def _whole(article: Article) -> str:
    return f"{article.title}\n\n{article.text}" if article.title else article.text


def _beginning(text: str) -> str:
    found = offsets(text)
    return text[: found[2 * _LEAD - 1]] if len(found) >= 2 * _LEAD else text


def _head(article: Article) -> tuple[str, str, int, int]:
    """Headline, or first line that is not blank: article, field, start and end."""
    if article.title and article.title.strip():
        return article.id, "title", 0, len(article.title)
    start = len(article.text) - len(article.text.lstrip())
    end = article.text.find("\n", start)
    return article.id, "text", start, len(article.text) if end < 0 else end


def _runs(corpus: Corpus) -> tuple[sparse.csr_matrix, Floats]:
    """The runs of four words that several texts have (texts × runs), the rarer the heavier, and how many each has."""
    cutter, level = Cutter(), 3 if len(corpus) > _LARGE_CORPUS else 0
    each = [np.unique(r[sampled(r, level)]) for r in (cutter(_whole(a)).runs() for a in corpus)]
    lengths = np.array([len(r) for r in each], dtype=np.int64)
    every = np.concatenate(each)
    every.sort()
    begins = np.flatnonzero(np.diff(every, prepend=~every[:1]) != 0)  # of the different ones, most in one text only
    count = np.diff(begins, append=len(every))
    values, count = every[begins[count > 1]], count[count > 1]
    del every, begins
    kept = [_held(values, runs) for runs in each]
    row = np.repeat(np.arange(len(each)), [len(k) for k in kept])
    column = np.concatenate(kept)
    weight = (count[column] - 1.0) ** -0.25  # squared in a product: one by the root of how many others have it
    shape = (len(each), len(values))
    return sparse.csr_matrix((weight, (row, column)), shape=shape), np.maximum(1, lengths).astype(np.float64)


def _held(values: Hashes, runs: Hashes) -> NDArray[np.int64]:
    """Places in ``values``, which are sorted, of the runs that are there."""
    at = np.searchsorted(values, runs)
    inside = at < len(values)
    found: NDArray[np.int64] = at[inside][values[at[inside]] == runs[inside]]
    return found


def _joined(alike: Likeness) -> NDArray[np.int64]:
    """The number of each article's cluster: average linkage, exact within the components of pairs that are likely.

    What average linkage joins has a pair that is likely; so it never joins components of the graph of likely pairs.
    """
    n = alike.text.shape[0]
    found = list(_likely(alike))
    i, j, odds = (np.concatenate([f[k] for f in found]) if found else np.zeros(0) for k in range(3))
    cluster = np.arange(n)
    for members in _components(n, i.astype(np.int64), j.astype(np.int64), odds, 0.0):
        if len(members) > _LARGE_COMPONENT:
            cluster[members] = members[0]
            continue
        pairs = alike.log_odds_among(members)
        most = pairs.max()
        labels = fcluster(linkage(most - pairs, "average"), max(0.0, most), "distance")
        for label in np.unique(labels):
            own = members[labels == label]
            cluster[own] = own[0]
    return cluster


def _components(
    n: int, i: NDArray[np.int64], j: NDArray[np.int64], odds: Floats, least: float
) -> Iterator[NDArray[np.int64]]:
    """Components of two or more articles; one too large to compare all pairs is split at pairs more likely still.

    What is too large and held together by pairs that are all but sure is given as it is.
    """
    graph = sparse.coo_matrix((np.ones(len(i)), (i, j)), shape=(n, n))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(members) > _LARGE_COMPONENT and least < _SURE:
            inside = (label[i] == label[members[0]]) & (odds > least + _STEP)
            yield from _components(n, i[inside], j[inside], odds[inside], least + _STEP)
        elif len(members) > 1:
            yield members


def _likely(alike: Likeness) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats]]:
    """Pairs that are more likely of one event than not, with their log-odds, some rows at a time."""
    heavy = _heaviest(alike.text)
    order = np.argsort(alike.days, kind="stable")  # those without a day come last
    days = alike.days[order]
    dated = int(np.isfinite(days).sum())
    heavy = heavy[order]
    for first in range(0, len(order), _ROWS):
        rows = slice(first, first + _ROWS)
        end = len(order)
        if first + _ROWS <= dated:
            end = int(np.searchsorted(days[:dated], days[first + _ROWS - 1] + alike.within, side="right"))
        columns = np.concatenate([np.arange(first, end), np.arange(max(end, dated), len(order))])
        product = (heavy[rows] @ heavy[columns].T).tocoo()
        a, b = product.row + first, columns[product.col]
        near = (product.data >= _BLOCK) & (a < b)
        i, j = order[a[near]], order[b[near]]
        for part in range(0, len(i), _PAIRS):
            p, q = i[part : part + _PAIRS], j[part : part + _PAIRS]
            odds = alike.log_odds(p, q)
            likely = odds > 0
            yield p[likely], q[likely], odds[likely]


def _heaviest(vectors: sparse.csr_matrix) -> sparse.csr_matrix:
    """The vectors with their heaviest words only, without those that stand in too many articles."""
    n = vectors.shape[0]
    common = np.bincount(vectors.indices, minlength=vectors.shape[1]) > max(_COMMON, _COMMON_SHARE * n)
    kept = vectors.copy()
    kept.data[common[kept.indices]] = 0
    for row in range(n):
        part = kept.data[kept.indptr[row] : kept.indptr[row + 1]]
        if len(part) > _HEAVIEST:
            part[part < np.partition(part, -_HEAVIEST)[-_HEAVIEST]] = 0
    kept.eliminate_zeros()
    return kept


def _in_order(cluster: NDArray[np.int64], days: Floats) -> NDArray[np.int64]:
    """Clusters numbered from 0, by their first day, then by their first article."""
    places = pd.DataFrame({"cluster": cluster, "day": days, "place": np.arange(len(cluster))})
    first = places.groupby("cluster", sort=True).min().sort_values(["day", "place"], na_position="last")
    return pd.Series(np.arange(len(first)), index=first.index)[cluster].to_numpy(dtype=np.int64)


def _about(vectors: sparse.csr_matrix, words: NDArray[np.object_], number: NDArray[np.int64]) -> NDArray[np.object_]:
    """The heaviest words of each event."""
    n = int(number.max()) + 1
    places = (number, np.arange(len(number)))
    sums = (sparse.csr_matrix((np.ones(len(number)), places), shape=(n, len(number))) @ vectors).tocsr()
    about = np.empty(n, dtype=object)
    for k in range(n):
        row = sums[k]
        about[k] = ", ".join(str(words[row.indices[t]]) for t in np.argsort(-row.data, kind="stable")[:6])
    return about
