"""Statements whose source is not stated are no speaker: they take no place in a ranking, however many they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import framing
from framing import measure, pictures
from framing.errors import InputError
from framing.report import summarise
from framing.report.sections import sections
from framing.statements import Statements
from framing.values import Kind, Passage, Speaker, SpeakerType, Statement

BERG = Speaker("ida-berg", "Ida Berg", SpeakerType.PERSON, side="north")
ROO = Speaker("ana-roo", "Ana Roo", SpeakerType.PERSON, side="south")
HINTS = "It is claimed that the old dam leaks, that nobody counts the fish and that the mill was sold for a song."
TOLD = "Ida Berg said the dam holds. Ana Roo claimed it leaks."


def made(articles: int = 3) -> Statements:
    """Articles in each of which nobody in particular says most, and first."""
    items: list[Statement] = []
    text = f"{HINTS}\n\n{TOLD}"
    for n in range(articles):
        place: dict[str, Any] = {
            "article_id": f"a{n}",
            "field": "text",
            "block": "paragraph",
            "kind": Kind.INDIRECT,
            "confidence": 0.9,
        }
        for i, (words, cue, who) in enumerate(
            ((HINTS[19:-1], "claimed", None), ("the dam holds", "said", BERG), ("it leaks", "claimed", ROO))
        ):
            at = text.index(words)
            verb = text.index(cue)
            items.append(
                Statement(
                    id=f"a{n}-{i}",
                    source=None,
                    cue=Passage(cue, ((verb, verb + len(cue)),)),
                    content=Passage(words, ((at, at + len(words)),)),
                    speaker=who,
                    **place,
                )
            )
    corpus = framing.Corpus(tuple(framing.Article(f"a{n}", text, outlet=f"Post {n}") for n in range(articles)))
    return Statements(tuple(items), corpus)


RANKED: dict[str, Callable[[Statements, str], pd.DataFrame]] = {
    "balance": lambda s, by: measure.balance(s, by=by),
    "balance_intervals": lambda s, by: measure.balance_intervals(s, by=by),
    "prominence": lambda s, by: measure.prominence(s, by=by),
    "treatment": lambda s, by: measure.treatment(s, by=by),
    "standing": lambda s, by: measure.standing(s, by=by),
    "cue_stances": lambda s, by: measure.cue_stances(s, by=by),
}


@pytest.mark.parametrize("by", ["speaker", "side"])
@pytest.mark.parametrize("name", RANKED)
def test_nobody_comes_last(name: str, by: str) -> None:
    table = RANKED[name](made(), by)
    order = table[by].drop_duplicates().tolist()
    assert order[-1] == "not given"
    assert len(order) == 3


@pytest.mark.parametrize("name", ["diversity", "rebuttals", "ranks"])
def test_nobody_is_left_out(name: str) -> None:
    found = made()
    if name == "diversity":
        row = measure.diversity(found).iloc[0]
        assert (row["speakers"], row["not_given"]) == (2, 3)
    elif name == "rebuttals":
        assert set(measure.rebuttal_summary(found)["side"]) == {"north", "south"}
    else:
        table = pictures.rank_chart(found, by="speaker", across="outlet").table
        assert set(table["speaker"]) == {"Ida Berg", "Ana Roo"}


def test_shares_and_concentration_of_speakers_do_not_count_nobody_as_one() -> None:
    whole = measure.balance_summary(made()).set_index("source_kind").loc["all"]
    assert whole["groups"] == 2
    alone = measure.balance_summary(Statements(tuple(s for s in made() if s.speaker), made().corpus))
    assert whole["hhi_words"] == alone.set_index("source_kind").loc["all", "hhi_words"]


def test_the_report_ranks_speakers_only() -> None:
    report = summarise(made(), title="t")
    told = " ".join(f.sentence for f in report.findings)
    for start in ("is given the most words", "follows.", "First to speak", "most to "):
        for part in told.split(start)[1:]:
            assert "not stated" not in part.split(".")[0] or start == "First to speak"
    assert "Ida Berg is given the most words" in told
    assert report.speakers[-1].source_kind == "none stated"
    assert report.tables["speakers_by_article"].groupby("article_id").tail(1)["speaker"].eq("not given").any()
    assert sections(report, ())


def test_the_report_of_many_articles_ranks_who_opens_them() -> None:
    told = " ".join(f.sentence for f in summarise(made(8), title="t").findings)
    assert "8 of 8 articles begin with a statement whose source is not stated." in told


def test_the_report_says_how_many_statements_are_doubtful_and_how_much_has_no_source() -> None:
    found = made()
    unsure = Statements(tuple(_sure(s, 0.3 if s.speaker is None else 0.9) for s in found), found.corpus)
    report = summarise(unsure, title="t")
    assert report.totals.doubtful == 3
    assert report.totals.unsourced == 3 * 18
    method = next(s for s in sections(report, ()) if s.key == "method")
    assert "3 of 9 statements (33%) have a confidence below 0.5" in str(method.blocks[0])
    left = unsure.at_least(0.5)
    assert (len(left), left.least) == (6, 0.5)
    assert "Statements below 0.5 were left out." in str(sections(summarise(left, title="t"), ()))
    unknown = Statements(tuple(_sure(s, None) for s in found), found.corpus)
    assert summarise(unknown, title="t").totals.doubtful is None
    assert len(unknown.at_least(0.9)) == 9


def test_a_confidence_is_a_share() -> None:
    with pytest.raises(InputError, match="between 0 and 1, not 50"):
        made().at_least(50)


def _sure(statement: Statement, confidence: float | None) -> Statement:
    from dataclasses import replace

    return replace(statement, confidence=confidence)
