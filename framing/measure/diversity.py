"""Diversity of speakers: how many effectively speak, how evenly, with intervals and a test between outlets.

Plug-in indices grow with the number of articles: more articles, more speakers. Their intervals say how far they would
move in as many other articles like these; to compare outlets with different numbers of articles, take
``speakers_at_equal_coverage``, ``simpson`` or the test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from framing.errors import ComparisonError
from framing.intervals import FEWEST_ARTICLES, check_level, few_articles
from framing.measure.indices import BOUNDS, GRADIENTS, INDICES, coverages, hill, rarefied_to, speakers_at
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, statements_table
from framing.tables import By, columns_of, grouped, known_value, somebody
from framing.units import Grouping, Ints, of_articles, units_of
from framing.whose import each_speaker

__all__ = ["Drawn", "diversity", "diversity_test", "hill_profile"]

Floats = NDArray[np.float64]
_Of = Callable[[Floats, Floats, int], Floats]
"""A figure of summed counts (speakers × samples), of their articles (speakers × samples), and the articles' number."""

_CHUNK = 500
"""Permutations that are computed at a time."""


class Drawn(StrEnum):
    """What a sample is a sample of when its coverage is estimated: whole articles, or statements one by one."""

    ARTICLES = "articles"
    STATEMENTS = "statements"


@dataclass(frozen=True, eq=False)
class _Group:
    """One group: its values of ``within``, rows of the table, counts and statements (both articles × speakers).

    ``unit`` is that of each article: what is left out at a time, or dealt.
    """

    key: tuple[str, ...]
    rows: pd.DataFrame
    counts: Floats
    statements: Floats
    unit: Ints

    @property
    def articles(self) -> int:
        return len(self.counts)

    @property
    def units(self) -> int:
        return len(np.unique(self.unit))

    @property
    def said(self) -> int:
        """Statements, a joint one once."""
        keys = [c for c in ("article_id", "statement_id") if c in self.rows.columns]
        return len(self.rows.drop_duplicates(keys)) if len(keys) > 1 else len(self.rows)


def diversity(
    subject: Subject,
    *,
    by: By = "speaker",
    within: By = (),
    count: str = "statements",
    drawn: Drawn | str | None = None,
    level: float = 0.95,
    cluster: Grouping | None = None,
) -> Result:
    """Diversity of the values of ``by``, for the whole table or for each value of ``within`` ("outlet", "side" …).

    Both are a column or several. ``count`` is "statements", "words" or "quoted_words". Rows with no value of ``by``
    are nobody in particular and are left out; ``not_given`` counts them. One row a group: ``articles, statements,
    speakers, not_given``, the
    indices of :data:`INDICES`, ``coverage`` (the estimated share of the outlet's sourcing whose speakers are in the
    sample) and ``speakers_at_equal_coverage``, rarefied to the least coverage of the groups. Coverage is that of a
    sample of whole articles where every group has two or more, else of statements drawn one by one
    (``coverage_of`` says which, ``drawn`` chooses).

    Each has ``_low`` and ``_high``: the estimate ± t·SE, where SE is the jackknife's over articles, leaving out one
    article at a time (Efron 1982), or one ``cluster`` of articles (near-copies; :mod:`framing.units`), missing with
    fewer than ten (``note`` says so). A bootstrap of articles is
    not used here: a resample repeats articles and lacks others, so it holds fewer different speakers than any sample
    of that size, and its intervals for speakers at equal coverage hold the truth in 13 to 71% of simulated cases, the
    jackknife's in 92 to 98% (``benchmarks/diversity_coverage.py``, printed in docs/balance.md).
    """
    check_level(level)
    groups = _groups(subject, by=by, within=within, count=count, cluster=cluster)
    kind = _drawn(drawn, groups)
    reached = [float(_coverage(kind)(*_sums(g))[0]) for g in groups]
    least = min((c for c in reached if c > 0), default=float("nan"))
    rows = []
    for g in groups:
        known = int(g.rows["_known"].sum())
        row: dict[str, object] = {
            **_names(within, g),
            "articles": g.articles,
            "statements": g.said,
            "speakers": g.counts.shape[1],
            "not_given": len(g.rows) - known,
        }
        for name, index in INDICES.items():
            row |= _with_interval(name, _of(index), g, level=level)
        row |= _with_interval("coverage", _coverage(kind), g, level=level)
        row |= _with_interval("speakers_at_equal_coverage", _at_coverage(kind, least), g, level=level)
        row["coverage_of"] = kind.value
        row["note"] = few_articles(g.units)
        rows.append(row)
    return _opening(pd.DataFrame(rows), groups, subject, by, within)


def hill_profile(
    subject: Subject,
    *,
    by: By = "speaker",
    within: By = (),
    orders: Sequence[float] = (0, 0.5, 1, 1.5, 2, 3, 4),
    count: str = "statements",
    level: float = 0.95,
    cluster: Grouping | None = None,
) -> Result:
    """Effective numbers of speakers over orders (a Hill profile): group, ``order``, ``effective_speakers``.

    With ``effective_speakers_low`` and ``…_high`` as in :func:`diversity`, missing with fewer than ten articles.
    """
    rows = []
    groups = _groups(subject, by=by, within=within, count=count, cluster=cluster)
    for g in groups:
        for order in orders:
            found = _with_interval(
                "effective_speakers", _of(lambda x, q=order: hill(x, order=q)), g, level=level  # type: ignore[misc]
            )  # fmt: skip
            rows.append(_names(within, g) | {"order": float(order)} | found)
    columns = [
        *(columns_of(within) or ["group"]),
        "order",
        *(f"effective_speakers{end}" for end in ("", "_low", "_high")),
    ]
    return _opening(pd.DataFrame(rows, columns=columns), groups, subject, by, within)


def diversity_test(
    subject: Subject,
    groups: tuple[str, str],
    *,
    within: str = "outlet",
    by: By = "speaker",
    count: str = "statements",
    drawn: Drawn | str | None = None,
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
    cluster: Grouping | None = None,
) -> pd.DataFrame:
    """Differences of diversity between two outlets (or other groups of articles), tested by permuting articles.

    Null: which outlet ran which article makes no difference; the number of articles of each stays. What is permuted is
    the difference over its standard error (linearised, over articles), so that the test keeps its level also where
    two outlets give the floor to different people and only the diversity is equal (Janssen 1997; Chung and Romano
    2013); ``speakers_at_equal_coverage`` is permuted as it is. One row an index: ``index``, its value in both groups,
    ``difference``, its ends ``difference_low`` and ``…_high`` (as many standard errors away as the permuted reach in
    ``level`` of the draws), two-sided ``p`` (1 + as far out)/(1 + draws), ``note``. ``cluster`` says which articles are
    dealt together. The rows are one question asked in several
    ways, not several tests: name beforehand the index that counts. No p with fewer than ten articles a group. Raises
    ComparisonError for an unknown group, or where an article is in both.
    """
    check_level(level)
    parts = {g.key[0]: g for g in _groups(subject, by=by, within=within, count=count)}
    for name in groups:
        known_value(name, parts, what=f"No statement has the {within}")
    first, second = (parts[name] for name in groups)
    shared = set(first.rows["article_id"]) & set(second.rows["article_id"])
    if shared:
        raise ComparisonError(
            f"{len(shared)} articles are in both {groups[0]!r} and {groups[1]!r}: only groups of whole articles can be "
            "tested."
        )
    kind = _drawn(drawn, [first, second])
    rows_of_both = pd.concat([first.rows, second.rows])
    table = statements_table(subject, purpose="diversity_test", words=False)
    both = _group(("both",), rows_of_both, count, _clusters(cluster, table, subject))
    order = sorted(both.rows["article_id"].unique())
    in_first = np.isin(order, first.rows["article_id"].unique())
    _, dealt = np.unique(both.unit, return_inverse=True)
    share = np.bincount(dealt, in_first) / np.bincount(dealt)
    if ((share > 0) & (share < 1)).any():
        raise ComparisonError(
            f"a cluster of articles is in both {groups[0]!r} and {groups[1]!r} (a text that both print): only groups "
            "of whole clusters can be dealt; leave such articles out, or cluster= by the article."
        )
    unit_in_first = share > 0
    fewest = int(min(unit_in_first.sum(), (~unit_in_first).sum()))
    rng = np.random.default_rng(seed)
    masks = np.empty((len(in_first), 0 if fewest < FEWEST_ARTICLES else draws), dtype=bool)
    for k in range(masks.shape[1]):
        masks[:, k] = rng.permutation(unit_in_first)[dealt]
    observed = _differences(both, in_first[:, None], kind)
    chunks = [_differences(both, masks[:, k : k + _CHUNK], kind) for k in range(0, masks.shape[1], _CHUNK)]
    note = few_articles(fewest, what="p", of=" in a group")
    rows = []
    for name, (here, there, spread) in observed.items():
        difference = float(here[0] - there[0])
        p = low = high = float("nan")
        if chunks and np.isfinite(difference):
            reach = abs(float(_over(np.array([difference]), spread)[0]))
            null = np.concatenate([_over(c[name][0] - c[name][1], c[name][2]) for c in chunks])
            null = null[np.isfinite(null)]
            p = (1 + float((np.abs(null) >= reach - 1e-9).sum())) / (1 + len(null))
            if float(spread[0]) > 0 and len(null):
                away = float(np.quantile(np.abs(null), level, method="higher") * spread[0])
                low, high = difference - away, difference + away
        rows.append((name, float(here[0]), float(there[0]), difference, low, high, p, note))
    columns = ["index", groups[0], groups[1], "difference", "difference_low", "difference_high", "p", "note"]
    return pd.DataFrame(rows, columns=columns)


def _clusters(cluster: Grouping | None, table: pd.DataFrame, subject: Subject) -> Callable[[list[str]], Ints]:
    """Gives the unit of each of some articles."""
    corpus = corpus_of(subject)
    return lambda articles: units_of(articles, cluster=cluster, table=table, corpus=corpus).unit


def _differences(both: _Group, masks: NDArray[np.bool_], kind: Drawn) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Every figure of the articles in each mask (articles × masks) and of the others, and what to divide by."""
    sides = []
    held = (both.statements > 0).astype(np.float64)
    for mask in (masks, ~masks):
        weights = mask.astype(np.float64)
        sides.append((weights, both.counts.T @ weights, held.T @ weights, both.statements.T @ weights))
    found = {}
    for name, index in INDICES.items():
        here, there = (index(sums) for _, sums, _, _ in sides)
        squares = sum(_variance(both.counts, weights, sums, GRADIENTS[name]) for weights, sums, _, _ in sides)
        found[name] = (here, there, np.sqrt(squares))
    sizes = [int(weights[:, 0].sum()) for weights, *_ in sides]
    samples = [
        (s[2], n) if kind is Drawn.ARTICLES else (s[3], None) for s, n in zip(sides, sizes, strict=True)
    ]  # fmt: skip
    reached = [coverages(x, trials=n) for x, n in samples]
    least = np.fmin(*reached)
    here, there = (rarefied_to(x, least, trials=n) for x, n in samples)
    return found | {"speakers_at_equal_coverage": (here, there, np.ones(masks.shape[1]))}


def _variance(counts: Floats, weights: Floats, sums: Floats, gradient: Callable[[Floats], Floats]) -> Floats:
    """Variance of an index over the articles of each sample: the sum of squares of their influence on it."""
    total = np.maximum(sums.sum(axis=0), 1e-300)
    shares = sums / total
    slope = gradient(shares)
    influence = (counts @ slope - counts.sum(axis=1)[:, None] * (shares * slope).sum(axis=0)) / total
    n = weights.sum(axis=0)
    return np.asarray((weights * influence**2).sum(axis=0) * n / np.maximum(n - 1, 1))


def _over(difference: Floats, spread: Floats) -> Floats:
    """A difference over its standard error; 0 where neither differs nor varies."""
    still = (spread <= 0) & (np.abs(difference) < 1e-12)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(still, 0.0, difference / spread)


def _groups(subject: Subject, *, by: By, within: By, count: str, cluster: Grouping | None = None) -> list[_Group]:
    single = statements_table(subject, purpose="diversity", words=False)
    statements = each_speaker(single, columns_of(by), statements_of(subject)).reset_index(drop=True)
    if count not in ("statements", "words", "quoted_words"):
        raise ComparisonError(f"count={count!r}: it is 'statements', 'words' or 'quoted_words'.")
    needed = ["article_id", *columns_of(within), *([count] if count != "statements" else [])]
    frame, columns = grouped(statements, by, purpose="diversity", needed=needed)
    frame = frame.assign(_by=frame.groupby(columns, sort=True).ngroup(), _known=somebody(frame, columns))
    units = _clusters(cluster, single, subject)
    if cluster is not None and not single.empty:
        of_articles(cluster, list(single["article_id"]), what="cluster", table=single, corpus=corpus_of(subject))
    if not columns_of(within):
        return [_group(("all",), frame, count, units)]
    places, inside = grouped(statements, within, purpose="diversity")
    parts = places.groupby(inside, sort=True)
    return [_group(tuple(map(str, key)), frame.loc[part.index], count, units) for key, part in parts]


def _opening(table: pd.DataFrame, groups: Sequence[_Group], subject: Subject, by: By, within: By) -> Result:
    """The table with the statements of each group as its lines."""
    keys = columns_of(within) or ["group"]
    parts = [g.rows.assign(**dict(zip(keys, g.key, strict=True))) for g in groups]
    lines = pd.concat(parts) if parts else pd.DataFrame(columns=["article_id", *keys])
    return result(
        table, keys=keys, lines=lines, corpus=corpus_of(subject), statements=statements_of(subject), more=columns_of(by)
    )


def _names(within: By, g: _Group) -> dict[str, object]:
    return dict(zip(columns_of(within) or ["group"], g.key, strict=True))


def _group(key: tuple[str, ...], rows: pd.DataFrame, count: str, units: Callable[[list[str]], Ints]) -> _Group:
    """Articles without a known speaker stay, with zeros."""
    known = rows[rows["_known"]]
    articles = sorted(rows["article_id"].unique())
    speakers = sorted(known["_by"].unique())
    at = pd.Index(articles).get_indexer(known["article_id"]), pd.Index(speakers).get_indexer(known["_by"])
    statements = np.zeros((len(articles), len(speakers)))
    np.add.at(statements, at, 1.0)
    counts = statements
    if count != "statements":
        counts = np.zeros_like(statements)
        np.add.at(counts, at, known[count].to_numpy(dtype=np.float64))
    return _Group(key, rows, counts, statements, units([str(a) for a in articles]))


def _drawn(drawn: Drawn | str | None, groups: Sequence[_Group]) -> Drawn:
    if drawn is not None:
        return Drawn(drawn)
    return Drawn.ARTICLES if groups and all(g.articles > 1 for g in groups) else Drawn.STATEMENTS


def _of(index: Callable[[Floats], Floats]) -> _Of:
    return lambda counts, *_: index(counts)


def _coverage(kind: Drawn) -> Callable[..., Floats]:
    def figure(_: Floats, statements: Floats, held: Floats, articles: int) -> Floats:
        return coverages(held, trials=articles) if kind is Drawn.ARTICLES else coverages(statements)

    return figure


def _at_coverage(kind: Drawn, to: float) -> Callable[..., Floats]:
    def figure(_: Floats, statements: Floats, held: Floats, articles: int) -> Floats:
        if not to > 0:
            return np.full(held.shape[1], np.nan)
        return speakers_at(held, to, trials=articles) if kind is Drawn.ARTICLES else speakers_at(statements, to)

    return figure


def _sums(g: _Group) -> tuple[Floats, Floats, Floats, int]:
    held = (g.statements > 0).astype(np.float64)
    counts, statements, held = (x.sum(axis=0)[:, None] for x in (g.counts, g.statements, held))
    return counts, statements, held, g.articles


def _with_interval(name: str, figure: Callable[..., Floats], g: _Group, *, level: float) -> dict[str, float]:
    """A figure of a group with the ends of its interval from the jackknife over articles."""
    counts, statements, held, n = _sums(g)
    estimate = float(figure(counts, statements, held, n)[0])
    low = high = float("nan")
    units = g.units
    if units >= FEWEST_ARTICLES and np.isfinite(estimate):
        _, unit = np.unique(g.unit, return_inverse=True)
        gone = np.zeros((3, counts.shape[0], units))
        for k, values in enumerate((g.counts, g.statements, (g.statements > 0).astype(np.float64))):
            np.add.at(gone[k].T, unit, values)
        sizes = np.bincount(unit)
        parts = [
            figure(counts - gone[0][:, here], statements - gone[1][:, here], held - gone[2][:, here], n - int(size))
            for size, here in ((s, np.flatnonzero(sizes == s)) for s in np.unique(sizes))
        ]
        without = np.concatenate(parts)
        without = without[np.isfinite(without)]
        # what few articles cover cannot always be extrapolated to the coverage of all
        if len(without) >= 0.9 * units:
            spread = float(np.sqrt((units - 1) * np.mean((without - without.mean()) ** 2)))
            reach = float(stdtrit(units - 1, 0.5 + level / 2)) * spread
            least, most = BOUNDS.get(name, (1.0, np.inf))
            low, high = max(least, estimate - reach), min(most, estimate + reach)
    return {name: estimate, f"{name}_low": low, f"{name}_high": high}
