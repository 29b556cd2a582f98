"""Events: which articles belong together, who was first, and what is said of each."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from framing.errors import ComparisonError
from framing.events import event_list, match, match_events
from framing.events.match import EVENT_COLUMNS
from framing.events.weights import background_shares, weighted_words
from framing.values import Article, Corpus
from tests.events.stories import BUDGET, BUDGET_AGAIN, COMET, FERRY, FERRY_AGAIN, paragraphs

STORIES = {"ferry": FERRY, "budget": BUDGET, "comet": COMET, "ferry2": FERRY_AGAIN, "budget2": BUDGET_AGAIN}

FERRIES = {"ferry": FERRY, "ferry2": FERRY_AGAIN}


def corpus(texts: dict[str, str], days: dict[str, int] | None = None) -> Corpus:
    day = {name: dt.date(2024, 5, 1) + dt.timedelta(days=n) for name, n in (days or {}).items()}
    return Corpus(
        tuple(Article(name, text, outlet=f"outlet {name[-1]}", date=day.get(name)) for name, text in texts.items())
    )


def events(**texts: str) -> dict[str, str]:
    table = match_events(corpus(texts))
    return dict(zip(table["article_id"], table["event"], strict=True))


def test_articles_of_one_event_are_joined_and_no_others() -> None:
    assert events(**STORIES) == {"ferry": "E1", "budget": "E2", "comet": "E3", "ferry2": "E1", "budget2": "E2"}


@pytest.mark.parametrize("pair", [("ferry", "ferry2"), ("budget", "budget2")])
def test_two_articles_are_enough(pair: tuple[str, str]) -> None:
    assert set(events(**{name: STORIES[name] for name in pair}).values()) == {"E1"}


def test_two_articles_of_two_events() -> None:
    assert events(a=FERRY, b=COMET) == {"a": "E1", "b": "E2"}


def test_a_copy_is_of_the_event_of_its_text() -> None:
    assert events(a=FERRY, b=COMET, c=paragraphs(FERRY, 0, 1, 2)) == {"a": "E1", "b": "E2", "c": "E1"}


def test_events_do_not_depend_on_the_order_of_the_articles() -> None:
    forwards, backwards = events(**STORIES), events(**dict(reversed(STORIES.items())))
    assert {frozenset(k for k in forwards if forwards[k] == e) for e in forwards.values()} == {
        frozenset(k for k in backwards if backwards[k] == e) for e in backwards.values()
    }


def test_dates_part_what_words_would_join() -> None:
    dated = corpus(FERRIES, {"ferry": 0, "ferry2": 20})
    assert match_events(dated)["event"].nunique() == 2
    assert match_events(dated, days=None)["event"].nunique() == 1
    assert match_events(dated, days=30)["event"].nunique() == 1
    half = corpus(FERRIES, {"ferry": 0})
    assert match_events(half)["event"].nunique() == 1


def test_the_table_says_who_was_first() -> None:
    days = {"ferry": 1, "ferry2": 0, "budget": 2, "budget2": 2, "comet": 5}
    table = match_events(corpus(STORIES, days))
    assert tuple(table.columns) == EVENT_COLUMNS
    assert dict(zip(table["article_id"], table["days_after_first"], strict=True)) == {
        "ferry": 1, "budget": 0, "comet": 0, "ferry2": 0, "budget2": 0,
    }  # fmt: skip
    listed = event_list(table).set_index("event")
    assert listed.index.tolist() == ["E1", "E2", "E3"]
    assert listed.loc["E1", "outlets"] == "outlet 2; outlet y"
    assert listed.loc["E1", "first_outlets"] == "outlet 2"
    assert listed.loc["E2", "first_outlets"] == "outlet t; outlet 2"
    assert listed["first_outlets"].isna().tolist() == [False, False, True]
    assert "vessel" in str(listed.loc["E1", "about"])
    assert table["event_articles"].tolist() == [2, 2, 1, 2, 2]
    assert table["event_outlets"].tolist() == [2, 2, 1, 2, 2]


def test_evidence_is_the_first_line_of_each_article() -> None:
    lines = match_events(corpus(STORIES)).evidence("E1")
    assert lines["article_id"].tolist() == ["ferry", "ferry2"]
    assert lines["words"].tolist() == [FERRY.split("\n")[0], FERRY_AGAIN.split("\n")[0]]


def test_titles_count_and_are_the_evidence() -> None:
    made = Corpus((Article("a", "No one was hurt.", title="Ferry Northern Star strikes reef off Vessel"),))
    assert match_events(made).evidence("E1")["words"].tolist() == ["Ferry Northern Star strikes reef off Vessel"]


def test_what_is_too_large_to_compare_all_pairs_is_split_or_one(monkeypatch: pytest.MonkeyPatch) -> None:
    copies = {f"copy {k}": FERRY for k in range(4)}
    expected = events(**copies, **STORIES)
    monkeypatch.setattr(match, "_LARGE_COMPONENT", 2)
    found = events(**copies, **STORIES)
    assert {found[name] for name in copies} == {found["ferry"]}
    assert found["budget"] == found["budget2"] != found["comet"] != found["ferry"]
    assert {expected[name] for name in (*copies, "ferry2")} == {expected["ferry"]}


def test_a_large_corpus_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "_LARGE_CORPUS", 1)
    assert events(**STORIES)["ferry2"] == "E1"


def test_texts_without_words_are_events_of_their_own() -> None:
    assert events(a="…", b="!", c=FERRY) == {"a": "E1", "b": "E2", "c": "E3"}


def test_no_article_gives_an_empty_table() -> None:
    assert match_events(Corpus(())).empty
    assert event_list(match_events(Corpus(()))).empty


def test_errors_say_what_to_give() -> None:
    with pytest.raises(ComparisonError, match="days=-1: give how many days"):
        match_events(corpus({"a": FERRY}), days=-1)
    with pytest.raises(ComparisonError, match=r"match_events looks at articles, which this dict does not hold"):
        match_events({})  # type: ignore[arg-type]


def test_rare_words_weigh_more_than_common_ones() -> None:
    people, astronomer, made_up = background_shares(["people", "astronomer", "vosselrund"])
    assert 1 >= people > astronomer > made_up > 0
    vectors, leads, words = weighted_words([("people people astronomer", "vosselrund"), ("", "")])
    weight = dict(zip(words, np.asarray(vectors[0].todense()).ravel(), strict=True))
    assert weight["astronomer"] > weight["people"] > weight["vosselrund"] == 0
    assert np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel() == pytest.approx([1, 0])
    assert np.asarray(leads.multiply(leads).sum(axis=1)).ravel() == pytest.approx([1, 0])


def test_words_are_weighed_alike_however_many_texts_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [(f"{FERRY} {n} people {'astronomer ' * n}", FERRY) for n in range(7)]
    whole = weighted_words(texts)
    monkeypatch.setattr("framing.events.weights._AT_A_TIME", 2)
    parts = weighted_words(iter(texts))
    assert list(parts[2]) == list(whole[2])
    for one, other in zip(parts[:2], whole[:2], strict=True):
        np.testing.assert_array_equal(one.todense(), other.todense())
