"""Whether two outlets, sides or periods differ in a measure, by how much, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.checking import Checked
from framing.differences.measures import ratios_of
from framing.differences.ratios import Ratios
from framing.differences.tested import differences, omnibus
from framing.errors import ComparisonError
from framing.subject import Subject, corpus_of, statements_table
from framing.tables import By
from framing.units import COPIES, Grouping, of_articles

__all__ = ["difference"]


def difference(
    subject: Subject,
    measures: By | Ratios,
    *,
    by: str = "outlet",
    groups: Sequence[str] | None = None,
    of: Mapping[str, str] | None = None,
    events: Grouping | None = None,
    cluster: Grouping | None = None,
    margin: float | Mapping[str, float] | None = None,
    checked: Checked | None = None,
    level: float = 0.95,
    draws: int = 9999,
    seed: int = 0,
) -> pd.DataFrame:
    """Tested differences of measures between groups: one row a measure and pair of groups.

        framing.difference(a, "official_share", by="outlet", groups=("Outlet A", "Outlet B"))
        framing.difference(a, ["word_share", "direct_share"], of={"side": "Russia"}, events="event", margin=0.05)

    ``measures`` are names of :data:`framing.differences.MEASURES`, or :class:`framing.differences.Ratios` of your own.
    ``by`` is a column of the statements, the voices or the articles; ``groups`` two of its values, or more for all
    pairs; by default all. ``of`` narrows to a side, a speaker, a voice. ``events`` names the event of each article:
    then groups are compared within the events that both tell. ``cluster`` names articles that count as one;
    near-copies do where they are known. ``checked`` (:func:`framing.checking.read_checked`) corrects what is counted by
    what people found in a sample. Columns are those of :func:`framing.differences.differences`; with three or more
    groups ``p_any``, the p of the omnibus test that any of them differs (:func:`framing.differences.omnibus`), and
    ``q`` is corrected over all rows, a measure a family.

    Raises a ComparisonError: an unknown measure, group or column; one group.
    """
    made = measures if isinstance(measures, Ratios) else ratios_of(subject, measures, by=by, of=of, checked=checked)
    chosen = made.groups() if groups is None else list(dict.fromkeys(groups))
    if len(chosen) < 2:
        raise ComparisonError(
            f"difference: {by!r} has {'one value' if chosen else 'no value'}{f', {chosen[0]!r}' if chosen else ''}; "
            "name a column with two or more."
        )
    pairs = [(a, b) for i, a in enumerate(chosen) for b in chosen[i + 1 :]]
    event, copies = _known(made, subject, events=events, cluster=cluster)
    table = differences(
        made, pairs, events=event, cluster=copies, margin=margin, level=level, draws=draws, seed=seed
    )  # fmt: skip
    if len(chosen) > 2:
        found = omnibus(made, chosen, events=event, cluster=copies, seed=seed).set_index("measure")["p"]
        table.insert(list(table.columns).index("q") + 1, "p_any", table["measure"].map(found))
    return table


def _known(
    made: Ratios, subject: Subject, *, events: Grouping | None, cluster: Grouping | None
) -> tuple[dict[str, object] | None, dict[str, object] | None]:
    """Events and clusters of the articles, from columns of the table or of the articles."""
    articles = list(dict.fromkeys(str(a) for a in made.article))
    corpus = corpus_of(subject)
    if not (isinstance(events, str) or isinstance(cluster, str) or cluster is None):
        table = None
    elif isinstance(subject, pd.DataFrame):
        table = subject
    else:
        table = statements_table(subject, purpose="difference", words=False)
    if cluster is None:
        there = table is not None and COPIES in table.columns
        cluster = COPIES if there or (corpus is not None and any(COPIES in a.extra for a in corpus)) else None

    def of(grouping: Grouping | None, what: str) -> dict[str, object] | None:
        groups = of_articles(grouping, articles, what=what, table=table, corpus=corpus)
        return None if groups is None else dict(zip(articles, groups, strict=True))

    return of(events, "events"), of(cluster, "cluster")
