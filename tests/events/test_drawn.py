"""Of very many articles, the statements of some events are aligned: whole events, the same ones each time."""

from __future__ import annotations

import pandas as pd

from framing.events.drawn import drawn_events


def events(several: int, alone: int) -> pd.Series:
    names = [f"e{i // 3}" for i in range(3 * several)] + [f"lone {i}" for i in range(alone)]
    return pd.Series(names, index=[f"a{i}" for i in range(len(names))])


def test_few_articles_are_all_aligned() -> None:
    event = events(10, 5)
    assert drawn_events(event, 35) is event


def test_whole_events_are_drawn_of_those_that_several_tell() -> None:
    event = events(100, 200)
    drawn = drawn_events(event, 60)
    assert len(drawn) == 60
    assert (drawn.value_counts() == 3).all()
    assert drawn.equals(drawn_events(event, 60))
    names = sorted(drawn.unique())
    assert names != [f"e{i}" for i in range(20)]


def test_those_drawn_of_a_part_are_drawn_of_the_whole_too() -> None:
    whole = events(100, 0)
    part = whole[whole.isin([f"e{i}" for i in range(50)])]
    small, large = set(drawn_events(part, 30)), set(drawn_events(whole, 90))
    assert len(small & large) >= 8
