"""Statements aligned across articles: near-verbatim, in other words, alone; who cuts and introduces them how."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import framing
from framing.errors import ComparisonError
from framing.events import differing_figures, shared_list, shared_statements
from framing.events.figures import FIGURE_COLUMNS, find_figures
from framing.events.quotes import compared, words_of
from framing.events.shared import LIST_COLUMNS, SHARED_COLUMNS
from framing.values import Article, Corpus
from tests.events.stories import FERRY, FERRY_AGAIN

NEAR_VERBATIM = [
    ("We had calm water and a good deal of luck.", "calm water and a good deal of luck"),
    ("We had calm water … and a good deal of luck, thank heaven", "We had calm water and a good deal of luck"),
    ("I will never sign a treaty that sells our coast", "she would never sign a treaty that sells her coast"),
    ("The harbour was closed because nobody trusted the cranes. I was glad when that rotten ferry season had ended.",
     "I was glad when that rotten ferry season had ended. Nobody thanked those who had held this town together."),
    ("They ARE rotten to the core, every plank of them", "they’re rotten to the core, every plank of them"),
    ("reckless gamble", "This was a reckless gamble with the lives of others"),
]  # fmt: skip

NOT_THE_SAME = [
    ("We had calm water and a good deal of luck.", "We had good people and a great deal of work to do."),
    ("I think that it is", "I think that it is going to rain on the parade"),
    ("The mayor of the town of Harwick opened the bridge", "A bridge is what the town of Harwick needs"),
    ("of the", "of the"),
    ("", ""),
    ("Rain.", ""),
]


@pytest.mark.parametrize(("first", "second"), NEAR_VERBATIM)
def test_one_utterance_cut_and_fitted_differently(first: str, second: str) -> None:
    assert compared(words_of(first), words_of(second)).is_near_verbatim
    assert compared(words_of(second), words_of(first)).is_near_verbatim


@pytest.mark.parametrize(("first", "second"), NOT_THE_SAME)
def test_what_two_utterances_have_by_chance(first: str, second: str) -> None:
    assert not compared(words_of(first), words_of(second)).is_near_verbatim


def voices(*rows: tuple[str, str, str, str, str], **more: Any) -> pd.DataFrame:
    """A table of voices: article, speaker, cue, voice and words of each statement; its event is "E"."""
    made = [
        {
            "article_id": article, "field": "text", "sentence": k, "start": 100 * k, "end": 100 * k + len(text),
            "voice": voice, "statement_id": None if voice == "own" else f"{article}-{k}", "text": text,
            "words": len(text.split()), "speaker": speaker or None, "type": "person" if speaker else None,
            "cue": cue, "outlet": f"outlet {article[0]}", "date": "2024-05-01", "event": "E",
        }
        for k, (article, speaker, cue, voice, text) in enumerate(rows)
    ]  # fmt: skip
    return pd.DataFrame(made).assign(**more)


LUCK = "We had calm water and a good deal of luck."

TABLE = voices(
    ("a1", "Ada Berg", "said", "quoted", LUCK),
    ("b1", "Berg", "claimed", "quoted", "calm water and a good deal of luck"),
    ("c1", "Ada Berg", "said", "paraphrase", "that Norland Lines cut the corner at the reef to save twenty minutes"),
    ("a1", "Ada Berg", "told", "quoted", "Norland Lines cut corners at this reef, to save minutes"),
    ("c1", "Ivo Lund", "said", "paraphrase", "that the ship's papers were in order"),
    ("b1", "Ivo Lund", "said", "quoted", "Our crews are trained for this"),
)


def levels(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["statement_id"], table["level"], strict=True))


def test_levels() -> None:
    table = shared_statements(TABLE)
    assert tuple(table.columns) == SHARED_COLUMNS
    assert levels(table) == {
        "a1-0": "near-verbatim", "b1-1": "near-verbatim", "c1-2": "paraphrase", "a1-3": "paraphrase",
        "c1-4": "alone", "b1-5": "alone",
    }  # fmt: skip
    assert table["shared_id"].tolist() == ["S1", "S1", "S2", "S2", "S3", "S4"]
    assert table["in_outlets"].tolist() == [2, 2, 2, 2, 1, 1]
    assert table["kept_share"].iloc[:2].tolist() == pytest.approx([1, 8 / 10])


def test_who_has_it_who_lacks_it_and_how_it_is_introduced() -> None:
    listed = shared_list(shared_statements(TABLE)).set_index("shared_id")
    assert listed.loc["S1", "outlets"] == "outlet a; outlet b"
    assert listed.loc["S1", "lacking"] == "outlet c"
    assert listed.loc["S1", "cues"] == "outlet a: said; outlet b: claimed"
    assert listed.loc["S1", "text"] == LUCK
    assert listed.loc["S3", "lacking"] == "outlet a; outlet b"
    assert tuple(shared_list(shared_statements(TABLE).iloc[:0]).columns) == LIST_COLUMNS


def test_two_claims_without_quotation_marks() -> None:
    said = "that Norland Lines cut the corner at the reef to save twenty minutes"
    other = "that Norland Lines had cut a corner near the reef and saved twenty minutes"
    table = shared_statements(
        voices(("a1", "Ada Berg", "said", "paraphrase", said), ("b1", "Ada Berg", "said", "paraphrase", other))
    )
    assert set(table["level"]) == {"claim"}


ALONE = {
    "one article twice": (("a1", "Ada Berg", "said", "quoted", LUCK), ("a1", "Ada Berg", "said", "quoted", LUCK)),
    "a denial is not the claim": (
        ("a1", "Ada Berg", "said", "paraphrase", "that Norland Lines cut the corner at the reef"),
        ("b1", "Ada Berg", "said", "paraphrase", "that Norland Lines did not cut the corner at the reef"),
    ),
    "two people in other words": (
        ("a1", "Ada Berg", "said", "paraphrase", "that Norland Lines cut the corner at the reef"),
        ("b1", "Ivo Lund", "said", "paraphrase", "that Norland Lines cut a corner near the reef"),
    ),
    "two people, few words": (
        ("a1", "Ada Berg", "said", "quoted", "a reckless gamble"),
        ("b1", "Ivo Lund", "said", "quoted", "a reckless gamble"),
    ),
}


@pytest.mark.parametrize("rows", ALONE.values(), ids=ALONE)
def test_what_stands_alone(rows: tuple[tuple[str, str, str, str, str], ...]) -> None:
    assert set(shared_statements(voices(*rows))["level"]) == {"alone"}


def test_few_words_are_one_utterance_within_an_event_only() -> None:
    rows = voices(
        ("a1", "Ada Berg", "said", "quoted", "a reckless gamble"),
        ("b1", "Ada Berg", "said", "quoted", "reckless gamble"),
    )
    assert set(shared_statements(rows)["level"]) == {"near-verbatim"}
    assert set(shared_statements(rows, event={"a1": "E1", "b1": "E2"})["level"]) == {"alone"}


def test_a_long_quotation_is_found_over_the_corpus_and_under_two_names() -> None:
    text = "calm water, a sober captain and a good deal of luck saved every one of those passengers tonight"
    rows = voices(("a1", "Ada Berg", "said", "quoted", text), ("b1", "Ivo Lund", "said", "quoted", text))
    assert set(shared_statements(rows)["level"]) == {"near-verbatim"}
    one = rows.assign(speaker="Ada Berg")
    assert set(shared_statements(one, event={"a1": "E1", "b1": "E2"})["level"]) == {"near-verbatim"}


def test_events_are_given_or_found() -> None:
    given = pd.DataFrame({"article_id": ["a1", "b1", "c1"], "event": ["X", "X", "Y"]})
    assert set(shared_statements(TABLE, event=given)["event"]) == {"X", "Y"}
    assert set(shared_statements(TABLE, event="date")["event"]) == {"2024-05-01"}
    with pytest.raises(ComparisonError, match=r"no column 'evnt'.*Did you mean 'event'"):
        shared_statements(TABLE, event="evnt")
    with pytest.raises(ComparisonError, match="no event for the article 'c1'"):
        shared_statements(TABLE, event={"a1": "X", "b1": "X"})
    with pytest.raises(ComparisonError, match="does not know its articles"):
        shared_statements(TABLE.drop(columns="event"))


def test_no_statement_is_an_error() -> None:
    with pytest.raises(ComparisonError, match="aligns statements, and the table has none"):
        shared_statements(voices(("a1", "", "", "own", "It rained.")))


def test_from_articles_to_evidence() -> None:
    articles = Corpus((Article("wire", FERRY, outlet="W"), Article("paper", FERRY_AGAIN, outlet="P")))
    found = framing.analyze(articles, model="fast")
    table = found.shared_statements()
    assert set(found.match_events()["event"]) == {"E1"}
    assert found.near_copies()["versions"].tolist() == [1, 1]
    top = table[table["level"].eq("near-verbatim")]
    assert set(top["article_id"]) == {"wire", "paper"}
    lines = table.evidence(top.iloc[0])
    assert set(lines["article_id"]) == {"wire", "paper"}
    assert lines["words"].str.contains("In a storm this would have ended otherwise").all()
    assert {"level", "outlet", "cue", "left"} <= set(lines.columns)


FIGURES = {
    "3,000 to 5,000 fighters": (3_000, 5_000, "fighters"),
    "up to 4,000 armed men": (0, 4_000, "armed men"),
    "more than 20 villages": (20, float("inf"), "villages"),
    "two hundred passengers": (200, 200, "passengers"),
    "3 to 5 million refugees": (3e6, 5e6, "refugees"),
    "$3.5 billion": (3.5e9, 3.5e9, ""),
    "47 percent of voters": (47, 47, "voters"),
}


@pytest.mark.parametrize(("text", "expected"), FIGURES.items(), ids=FIGURES)
def test_figures(text: str, expected: tuple[float, float, str]) -> None:
    assert [(f.at_least, f.at_most, f.counted) for f in find_figures(f"It was {text}, they said.")] == [expected]


@pytest.mark.parametrize(
    "text",
    ["In 2016 elections were held.", "On 12 May he left.", "at 10:30", "aged 45, he", "the No. 2 post", "10 a.m."],
)
def test_what_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


def test_figures_that_differ() -> None:
    rows = voices(
        (
            "a1",
            "Ada Berg",
            "said",
            "paraphrase",
            "that 214 passengers were on board of the ferry Northern Star off Vessel",
        ),
        ("b1", "", "", "own", "Up to 300 passengers had been on board of the Northern Star when it struck off Vessel."),
        ("b1", "", "", "own", "The town of Lindmark has 300 chairs in its school hall."),
    )
    table = differing_figures(rows)
    assert tuple(table.columns) == FIGURE_COLUMNS
    assert table["figure"].tolist() == ["214 passengers", "Up to 300 passengers"]
    assert table["figure_id"].tolist() == ["F1", "F1"]
    assert table["at_most"].tolist() == [214, 300]
    assert table["at_least"].isna().tolist() == [False, True]


def test_figures_that_agree_or_that_one_article_has_both_of() -> None:
    board = "{} passengers were on board of the ferry Northern Star off Vessel"
    same = voices(("a1", "", "", "own", board.format(214)), ("b1", "", "", "own", board.format(214)))
    assert differing_figures(same).empty
    both = voices(
        ("a1", "", "", "own", board.format(214)), ("b1", "", "", "own", board.format(300)),
        ("b1", "Ada Berg", "said", "paraphrase", board.format(214)),
    )  # fmt: skip
    assert differing_figures(both).empty
