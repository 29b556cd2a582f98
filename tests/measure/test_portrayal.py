"""Who portrays whom: whose portrayal a sentence is, how it is counted, and the lines behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

import framing
from framing.compare import compare_groups, group_articles
from framing.compare.actor_rows import portrayal_rows
from framing.measure.portrayal import OWN_VOICE, portrayal, portrayed
from framing.pictures import portrayal_matrix
from framing.values import Article

TEXT = (
    "The reckless Ida Brandt ruined the harbour of Eastmere last week.\n\n"
    "“Ida Brandt is a splendid mayor,” the engineer Bo Strand said.\n\n"
    "Bo Strand walked home along the wall.\n\n"
    "“I, Ida Brandt, have done nothing,” Ida Brandt said on Monday."
)


def judge(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
    """A model that reads two words."""
    rows = {"reckless": (0.9, 0.05, 0.05), "splendid": (0.05, 0.05, 0.9)}
    for text, start, end in zip(texts, starts, ends, strict=True):
        assert text[start:end] in ("Ida Brandt", "Brandt", "Bo Strand", "Strand", "Eastmere")
    return np.array([next((p for word, p in rows.items() if word in t), (0.1, 0.45, 0.45)) for t in texts])


@cache
def analysis() -> framing.Analysis:
    return framing.analyze([Article(f"a{i}", TEXT, outlet="AB"[i % 2]) for i in range(4)], copies=True)


def test_whose_portrayal_it_is() -> None:
    """A sentence of nobody's words is the outlet's, a statement its speaker's; of oneself there is none."""
    found = portrayed(analysis(), predict=judge)
    of = found.set_index(["portrayer", "actor"])["label"].groupby(level=[0, 1]).agg(set).to_dict()
    assert of[OWN_VOICE, "Ida Brandt"] == {"negative"}
    assert of["Bo Strand", "Ida Brandt"] == {"positive"}
    assert of[OWN_VOICE, "Bo Strand"] == {"uncertain"}
    assert ("Ida Brandt", "Ida Brandt") not in of


def test_counts_intervals_and_lines() -> None:
    """Four articles with one negative sentence each; the interval is over articles; the lines are the names."""
    assert portrayal(analysis(), predict=judge)["negative_share_low"].isna().all()  # versions of a text count as one
    apart = {a.id: a.id for a in analysis().corpus}
    table = portrayal(analysis(), predict=judge, cluster=apart)
    row = table[table["portrayer"].eq(OWN_VOICE) & table["actor"].eq("Ida Brandt")].iloc[0]
    assert (row["mentions"], row["negative_mentions"], row["articles"]) == (4, 4, 4)
    assert row["negative_share_low"] < 1 == row["negative_share_high"]
    lines = table.evidence(row)
    assert len(lines) == 4
    assert set(lines["words"]) == {"Ida Brandt"}
    assert set(lines["label"]) == {"negative"}


def test_by_any_column() -> None:
    table = portrayal(analysis(), by=["outlet", "actor"], predict=judge)
    assert set(table["outlet"]) == {"A", "B"}
    with pytest.raises(framing.FramingError, match="outlt"):
        portrayal(analysis(), by="outlt", predict=judge)


def test_nobody_named_gives_an_empty_table() -> None:
    nobody = framing.analyze([Article("a", "Rain fell on the fields. It was cold.")])
    assert portrayal(nobody, predict=judge).empty


def test_the_matrix_says_how_many_of_how_many() -> None:
    drawn = portrayal_matrix(portrayal(analysis(), predict=judge))
    assert b"<svg" in drawn.svg()
    assert "own voice of Ida Brandt 100%" in drawn.alt
    with pytest.raises(framing.FramingError, match="two columns"):
        portrayal_matrix(portrayal(analysis(), by="actor", predict=judge))


def test_rows_of_a_comparison() -> None:
    """A frequent actor's negative share in the outlet's own voice, by outlet."""
    rows = list(portrayal_rows(analysis(), predict=judge))
    made = compare_groups(analysis(), rows, group_articles(analysis(), "outlet"), draws=99)
    row = next(c for c in made.found if c.measure.name == "Ida Brandt: put negatively by the outlet’s own voice")
    assert row.numbers == (1.0, 1.0)
    assert row.sentence.startswith("Ida Brandt is put negatively by the outlet’s own voice in 100% of the sentences")
