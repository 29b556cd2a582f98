"""How the words of a statement reached the outlet."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from framing.errors import ComparisonError
from framing.measure import access, balance
from framing.occasion import Access, access_of, is_agency, same_access
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

OWN, OTHER, AGENCY = Access.OWN, Access.OTHER, Access.AGENCY
PUBLIC, DOCUMENT, UNSTATED = Access.PUBLIC, Access.DOCUMENT, Access.UNSTATED
COLE = Speaker("ann-cole", "Ann Cole", SpeakerType.PERSON)


def statement(
    text: str, content: str, speaker: Speaker | None = COLE, source: str | None = "Cole", **more: object
) -> Statement:
    def passage(words: str) -> Passage:
        at = text.index(words)
        return Passage(words, ((at, at + len(words)),))

    return Statement(
        id="a-1", article_id="a", field="text", block="paragraph", kind=Kind.INDIRECT,
        source=passage(source) if source else None, cue=None, content=passage(content), speaker=speaker, confidence=1.0,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "outlet", "expected"),
    [
        ("Cole told the Daily Courier that it rained.", "The Daily Courier", OWN),
        ("Cole told the Daily Courier that it rained.", "Evening Post", OTHER),
        ("In an interview with RT, Cole said it rained.", "RT", OWN),
        ("Cole told us it rained.", "Evening Post", OWN),
        ("In an interview on Tuesday, Cole said it rained.", "Evening Post", OWN),
        ("In a CNN interview, Cole said it rained.", "Evening Post", OTHER),
        ("In a television interview, Cole said it rained.", "Evening Post", OTHER),
        ("Cole told Reuters it rained.", "Evening Post", AGENCY),
        ("Cole, who spoke on condition of anonymity, said it rained.", "Evening Post", OWN),
        ("Cole told reporters it rained.", "Evening Post", PUBLIC),
        ("Cole said it rained at a news conference.", "Evening Post", PUBLIC),
        ("Cole tweeted it rained.", "Evening Post", PUBLIC),
        ("Cole said it rained in a written statement.", "Evening Post", PUBLIC),
        ("In testimony before the panel, Cole said it rained.", "Evening Post", PUBLIC),
        ("In a letter to the mayor, Cole said it rained.", "Evening Post", DOCUMENT),
        ("He was told by Reuters. Cole said it rained. She tweets.", "Evening Post", UNSTATED),
        ("Cole said it rained.", None, UNSTATED),
    ],
)
def test_by_what_the_sentence_says(text: str, outlet: str | None, expected: Access) -> None:
    assert access_of(statement(text, "it rained"), Article("a", text, outlet=outlet)) is expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("AFP", SpeakerType.MEDIA, AGENCY), ("Herald", SpeakerType.MEDIA, OTHER), ("Post", SpeakerType.MEDIA, OWN),
        ("ministry report", SpeakerType.DOCUMENT, DOCUMENT), ("ministry statement", SpeakerType.DOCUMENT, PUBLIC),
        ("survey", SpeakerType.DATA, DOCUMENT),
    ],
)  # fmt: skip
def test_by_who_speaks(name: str, kind: SpeakerType, expected: Access) -> None:
    text = "It said it rained."
    found = statement(text, "it rained", Speaker(name.lower(), name, kind), "It")
    assert access_of(found, Article("a", text, outlet="Post")) is expected


def test_a_relay_is_where_the_words_come_from() -> None:
    text = "The Herald quoted Cole as saying it rained in a speech."
    relayed = statement(text, "it rained", via=(Passage("The Herald", ((0, 10),)),))
    assert access_of(relayed, Article("a", text, outlet="Post")) is OTHER


def test_nobody_is_asked_where_nobody_is_named() -> None:
    text = "It is said that it rained, AP reported."
    assert access_of(statement(text, "it rained", None, None), Article("a", text)) is UNSTATED


def test_agencies() -> None:
    assert [is_agency(n) for n in ("the Associated Press", "Norland News Agency", "Daily Courier")] == [
        True,
        True,
        False,
    ]


def table() -> pd.DataFrame:
    texts = [
        "Cole told reporters it rained.",
        "Cole said it rained.",
        "Cole told Reuters it rained.",
        "Cole told reporters it rained.",
    ]
    articles = tuple(Article(f"a{i}", t, outlet="Post" if i < 3 else "Herald") for i, t in enumerate(texts))
    items = tuple(
        Statement(
            id=f"a{i}-1", article_id=f"a{i}", field="text", block="paragraph", kind=Kind.INDIRECT,
            source=Passage("Cole", ((0, 4),)), cue=None, speaker=COLE, confidence=1.0,
            content=Passage("it rained", ((t.index("it"), t.index("it") + 9),)),
        )
        for i, t in enumerate(texts)
    )  # fmt: skip
    return Statements(items, Corpus(articles)).frame()


def test_the_table_by_outlet() -> None:
    found = access(table())
    rows = found[["outlet", "access", "statements", "statement_share", "stated_share"]].round(3)
    assert rows.fillna(-1).to_numpy().tolist() == [
        ["Herald", "public statement", 1, 1.0, 1.0],
        ["Post", "news agency", 1, 0.333, 0.5],
        ["Post", "public statement", 1, 0.333, 0.5],
        ["Post", "not stated", 1, 0.333, -1],
    ]
    assert len(found.evidence(["Post", "news agency"])) == 1
    assert access(table(), by=())["statements"].tolist() == [1, 2, 1]


def test_access_and_role_are_columns_to_group_by() -> None:
    assert balance(table(), by="access")["statements"].tolist() == [2, 1, 1]
    assert balance(table(), by="role")["role"].tolist() == ["other"]
    with pytest.raises(ComparisonError, match="group by another column"):
        access(table(), by="access")


WHO = (
    COLE, None, Speaker("post", "Evening Post", SpeakerType.MEDIA), Speaker("rt", "RT", SpeakerType.MEDIA),
    Speaker("report", "report", SpeakerType.DOCUMENT), Speaker("tweet", "tweet", SpeakerType.DOCUMENT),
    Speaker("cole", "Cole of Ohio", SpeakerType.GOVERNMENT),
)  # fmt: skip


@pytest.mark.parametrize("relayed", [False, True])
def test_what_is_the_same_without_a_look_at_the_text_is_the_same_with_it(relayed: bool) -> None:
    text = "Cole told RT on Monday that it rained."
    article = Article("a", text, outlet="Evening Post")
    made = statement(text, "it rained")
    same = 0
    for one, other in product(WHO, WHO):
        pair = (
            [replace(made, speaker=who, origin_speaker=COLE) if who else made for who in (one, other)]
            if relayed
            else [replace(made, speaker=who) for who in (one, other)]
        )
        if same_access(*pair):
            same += 1
            assert access_of(pair[0], article) == access_of(pair[1], article)
    assert len(WHO) <= same < len(WHO) ** 2
