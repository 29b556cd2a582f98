"""Of very many articles those whose statements are aligned: all of some events, which are drawn at random."""

from __future__ import annotations

from hashlib import blake2b

import pandas as pd

__all__ = ["MOST_ALIGNED", "drawn_events"]

MOST_ALIGNED = 3_000
"""Articles whose statements are aligned at most: a shared one is found from its words, a millisecond an article."""


def drawn_events(event: pd.Series, most: int = MOST_ALIGNED) -> pd.Series:
    """The rows of ``event``, the event of each article by its id, or where there are more than ``most`` some of them.

    These are of events that several articles tell, drawn by a hash of their names: the same every time, and those of a
    corpus that grows among those of the larger one.
    """
    if len(event) <= most:
        return event
    counts = event.value_counts()
    told = counts[counts.gt(1)]
    order = sorted(map(str, told.index), key=lambda name: blake2b(name.encode("utf-8", "replace")).digest())
    until = told.reindex(order).cumsum().le(most)
    drawn = set(until.index[until])
    return event[event.isin(drawn)]
