from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measure.voices import VOICE_COLUMNS, voices
from framing.structure import parse
from framing.values import Article, Kind, SpeakerType, Statement
from tests.lexicon.cases import one, passage, said, seed, speaker, statement


def runs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["voice"], table["text"], strict=True))


def test_paraphrase_is_not_the_speakers_label() -> None:
    article = seed("000")
    content = (
        "The US-backed coalition of Kurdish-led forces have already started to recapture the area "
        "north of Raqqa from IS terrorists"
    )
    table = voices(said([statement(article, "US official", "a US official", "confirmed", content)], article))
    row = table[table["text"].str.contains("IS terrorists")].iloc[0]
    assert (row["voice"], row["text"], row["speaker"]) == ("paraphrase", content, "US official")
    after = table[table["text"].str.startswith("a US official confirmed")].iloc[0]
    assert after["voice"] == "own"
    assert pd.isna(after["speaker"])


def test_insertions_in_brackets_are_the_outlets() -> None:
    article = seed("000")
    content = "They [IS terrorists] wanted children to fight alongside them, to blow themselves up"
    table = voices(said([statement(article, "Mohammad Khalaf", "Mohammad", "recalls", content)], article))
    at = table.index[table["text"] == "They"][0]
    assert runs(table.loc[at : at + 3]) == [
        ("quoted", "They"),
        ("own", "IS terrorists"),
        ("quoted", "wanted children to fight alongside them, to blow themselves up"),
        ("own", "Mohammad recalls."),
    ]


def test_content_splits_at_its_marks() -> None:
    article = seed("002")
    made = statement(
        article, "Igor Konashenkov", "the Russian ministry's spokesman, Igor Konashenkov", "said",
        'it had "nothing to do with reality and the situation on the ground."',
    )  # fmt: skip
    table = voices(said([made], article))
    mine = table[table["statement_id"] == made.id]
    assert runs(mine) == [
        ("paraphrase", "it had"),
        ("quoted", "nothing to do with reality and the situation on the ground."),
    ]


def test_nobodys_prose_speaks_only_in_a_statement() -> None:
    article = seed("002")
    words = "US military presence 'does not serve fight against terrorism'"
    table = voices(said([statement(article, "Syria", "Syria", None, words, source_from="- Syria")], article))
    heading = table[table["sentence"] == table.loc[table["text"] == "US military presence", "sentence"].iloc[0]]
    assert runs(heading) == [
        ("paraphrase", "US military presence"),
        ("quoted", "does not serve fight against terrorism"),
        ("none", "Syria"),
    ]
    without = table[~table["block"].isin(["paragraph", "list"]) & table["statement_id"].isna()]
    assert set(without["voice"]) == {"none"}
    assert {"caption", "credit", "heading"} <= set(without["block"])


TEXTS = {
    "scare quotes": 'The "moderate" rebels left the town.',
    "its source in marks": 'The "experts" said the town was free.',
    "a title": "They sang “The Long Way Home” in the “free” town.",
    "nested": "Warren said Lavrov claimed the town was free.",
    "nested in marks": "“The minister told me the town was free,” Lavrov said.",
    "own source inside": "The town, Lavrov said, was free.",
    "single marks": "Lavrov called it 'a mistake' on Friday.",
    "relayed": "The town was free, AFP reported, citing an official.",
    "long source": "Lavrov, who said the town was free, told reporters that he would stay.",
    "cue in content": "“We will stay,” he said, “and fight.”",
}


@pytest.mark.parametrize(
    ("text", "made", "expected"),
    [
        ("scare quotes", [], [("own", "", "The"), ("scare", "", "moderate"), ("own", "", "rebels left the town.")]),
        ("its source in marks", [("experts", '"experts"', "said", ["the town was free"])],
         [("own", "", "The"), ("scare", "", "experts"), ("own", "", "said"),
          ("paraphrase", "experts", "the town was free.")]),
        (
            "a title",
            [],
            [("own", "", "They sang “The Long Way Home” in the"), ("scare", "", "free"), ("own", "", "town.")],
        ),
        (
            "nested",
            [("Warren", "Warren", "said", ["Lavrov claimed the town was free"]),
             ("Lavrov", "Lavrov", "claimed", ["the town was free"])],
            [("own", "", "Warren said Lavrov claimed"), ("paraphrase", "Lavrov", "the town was free.")],
        ),
        (
            "nested in marks",
            [("Lavrov", "Lavrov", "said", ["The minister told me the town was free"]),
             ("minister", "The minister", "told", ["the town was free"])],
            [("quoted", "Lavrov", "The minister told me"), ("quoted", "minister", "the town was free"),
             ("own", "", "Lavrov said.")],
        ),
        (
            "own source inside",
            [("Lavrov", "Lavrov", "said", ["The town, Lavrov said, was free"])],
            [("paraphrase", "Lavrov", "The town"), ("own", "", "Lavrov said"), ("paraphrase", "Lavrov", "was free.")],
        ),
        (
            "single marks",
            [("Lavrov", "Lavrov", "called", ["it 'a mistake'"])],
            [("own", "", "Lavrov called"), ("paraphrase", "Lavrov", "it"), ("quoted", "Lavrov", "a mistake"),
             ("own", "", "on Friday.")],
        ),
        (
            "long source",
            [("Lavrov", "Lavrov, who said the town was free", "told", ["he would stay"]),
             ("Lavrov", "Lavrov", "said", ["the town was free"])],
            [("own", "", "Lavrov, who said"), ("paraphrase", "Lavrov", "the town was free"),
             ("own", "", "told reporters that"), ("paraphrase", "Lavrov", "he would stay.")],
        ),
        (
            "cue in content",
            [("he", "he", "said", ["We will stay", "and fight"])],
            [("quoted", "he", "We will stay"), ("own", "", "he said"), ("quoted", "he", "and fight.")],
        ),
    ],
)  # fmt: skip
def test_rules(text: str, made: list[tuple[str, str, str, list[str]]], expected: list[tuple[str, str, str]]) -> None:
    article = one(TEXTS[text])
    statements = [statement(article, n, s, c, *content, number=i) for i, (n, s, c, content) in enumerate(made)]
    table = voices(said(statements, article))
    found = zip(table["voice"], table["speaker"].fillna(""), table["text"], strict=True)
    assert list(found) == expected


def test_of_equal_contents_the_official_speaks_not_the_agency() -> None:
    article = one(TEXTS["relayed"])
    agency = statement(article, "AFP", "AFP", "reported", "The town was free", kind=SpeakerType.MEDIA)
    official = statement(article, "an official", "an official", "citing", "The town was free", number=2)
    for order in ([agency, official], [official, agency]):
        assert voices(said(order, article))["speaker"].iloc[0] == "an official"


def test_titles_are_a_field_and_copies_are_not_counted() -> None:
    article = Article("a", "Rain fell. It was wet.", title="Rain 'likely' to fall - minister")
    copy = Article("b", "Rain fell. It was wet.", duplicate_of="a")
    made = statement(article, "minister", "minister", None, "Rain 'likely' to fall", field="title")
    stray = statement(copy, "nobody", None, None, "Rain fell")
    table = voices(said([made, stray], article, copy))
    assert set(table["article_id"]) == {"a"}
    assert runs(table[table["field"] == "title"]) == [
        ("paraphrase", "Rain"), ("quoted", "likely"), ("paraphrase", "to fall"), ("none", "minister")
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "   ", "!!! ???", "one", "“", "[”]"])
def test_small_texts(text: str) -> None:
    table = voices(said([], one(text)))
    assert tuple(table.columns) == VOICE_COLUMNS
    assert table["words"].sum() == len(parse(text).words)


PIECES = st.lists(
    st.sampled_from(['"', "“", "”", "'", "[", "]", "\n", " ", ", ", ". ", "He said ", "the town was free", "© AFP"]),
    max_size=30,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(text=PIECES, data=st.data())
def test_every_word_is_in_exactly_one_row(text: str, data: st.DataObject) -> None:
    article = one(text)
    statements = []
    for i in range(data.draw(st.integers(0, 3)) if len(text) > 2 else 0):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=4, max_size=4))) if len(text) > 4 else []
        if cuts:
            spans = ((cuts[0], cuts[1]), (cuts[2], cuts[3]))
            content = passage(text, text[cuts[0] : cuts[1]])
            content = type(content)("", spans)
            statements.append(
                Statement(str(i), "a", "text", "paragraph", Kind.MIXED, None, None, content, speaker("x"), 0.5)
            )
    table = voices(said(statements, article))
    words = parse(text).words
    covered = [(a, b) for a, b in words.tolist() if ((table["start"] <= a) & (b <= table["end"])).sum() == 1]
    assert len(covered) == len(words) == table["words"].sum()
    assert (table["start"].to_numpy()[1:] >= table["end"].to_numpy()[:-1]).all()
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == list(table["text"])


def test_order_of_statements_does_not_matter() -> None:
    article = one(TEXTS["nested"])
    a = statement(article, "Warren", "Warren", "said", "Lavrov claimed the town was free")
    b = statement(article, "Lavrov", "Lavrov", "claimed", "the town was free", number=2)
    pd.testing.assert_frame_equal(voices(said([a, b], article)), voices(said([b, a], article)))
