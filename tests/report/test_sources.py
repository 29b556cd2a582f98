"""Relayed statements, officials, who stands first, and who is talked about and not heard."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from framing.measure import balance
from framing.mention_table import MENTION_COLUMNS
from framing.report import Report, report_files, summarise
from framing.report.speakers import unheard
from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

AGENCY = Speaker("newswire", "Newswire", SpeakerType.MEDIA)
MAYOR = Speaker("ada-brandt", "Ada Brandt", SpeakerType.PERSON, side="town", official=True)
CLERK = Speaker("a-town-official", "a town official", SpeakerType.ANONYMOUS, side="town", named=False, official=True)
MILLER = Speaker("bo-lind", "Bo Lind", SpeakerType.PERSON, side="mill")

# Source, cue, content, speaker, and whom the source cites.
Line = tuple[str, str, str, Speaker, tuple[str, Speaker] | None]
RELAYED: Line = (
    "Newswire", "claimed", "the old bridge stays closed for at least four more weeks this year",
    AGENCY, ("a town official", CLERK),
)  # fmt: skip
MAYOR_SAYS: Line = ("Ada Brandt", "said", "the road along the river is open again for carts and riders", MAYOR, None)
OWN_REPORT: Line = ("Newswire", "reported", "rain fell on the hills behind the town all day long", AGENCY, None)
MILLER_SAYS: Line = ("Bo Lind", "said", "flour and bread are going to be dear before the winter", MILLER, None)


def _make(*articles: Sequence[Line]) -> Statements:
    made: list[Article] = []
    items: list[Statement] = []
    for number, lines in enumerate(articles):
        text = ""
        for source, cue, content, speaker, cited in lines:
            places = {}
            for name, piece in (("source", source), ("cue", cue), ("cited", cited[0] if cited else ""), ("c", content)):
                if piece:
                    text += ", citing " if name == "cited" else ", that " if name == "c" else ""
                    places[name] = Passage(piece, ((len(text), len(text) + len(piece)),))
                    text += piece + (" " if name == "source" else "")
            text += ". "
            items.append(
                Statement(
                    f"a{number}-{len(items)}", f"a{number}", "text", "paragraph", Kind.INDIRECT, places["source"],
                    places["cue"], places["c"], speaker, 0.9, origin=places.get("cited"),
                    origin_speaker=cited[1] if cited else None, via=(places["source"],) if cited else (),
                )
            )  # fmt: skip
        made.append(Article(f"a{number}", text))
    return Statements(tuple(items), Corpus(tuple(made)))


def _mentions(*actors: tuple[str, str, str, str]) -> pd.DataFrame:
    """Mentions in article a0, each given by actor, entity, type and side."""
    rows = [
        (
            "a0",
            "text",
            i,
            i + 1,
            name,
            name.lower(),
            name,
            kind,
            entity,
            side,
            "other",
            entity != "place",
            "own",
            None,
            "not given",
            "not given",
        )
        for i, (name, entity, kind, side) in enumerate(actors)
    ]
    return pd.DataFrame(rows, columns=list(MENTION_COLUMNS))


@pytest.fixture(scope="module")
def relayed() -> Statements:
    return _make([RELAYED, MAYOR_SAYS], [MILLER_SAYS, OWN_REPORT])


@pytest.fixture(scope="module")
def report(relayed: Statements) -> Report:
    return summarise(relayed, title="t")


def _said(report: Report, topic: str) -> str:
    return " ".join(f.sentence for f in report.findings if f.topic == topic)


def test_a_relayed_statement_is_its_origins_in_every_part(relayed: Statements, report: Report) -> None:
    everybody = {"a town official", "Ada Brandt", "Newswire", "Bo Lind"}
    tables = report.tables
    for name in ("speakers", "speakers_by_article", "reporting_verbs", "introductions", "statements"):
        assert set(tables[name]["speaker"]) == everybody, name
    spoken = tables["where"][tables["where"]["voice"].eq("paraphrase")]
    assert spoken["speaker"].tolist() == ["a town official", "Ada Brandt", "Bo Lind", "Newswire"]
    assert set(tables["tone_by_speaker"]["speaker"]) == everybody
    assert set(tables["prominence_by_article"]["speaker"]) == everybody
    counted = balance(relayed)
    assert dict(zip(counted["speaker"], counted["words"], strict=True)) == {s.name: s.words for s in report.speakers}
    assert tables["sides"].set_index("side").loc["town", "statements"] == 2
    distant = tables["reporting_verbs_by_side"].query("stance == 'distancing'")
    assert distant["side"].tolist() == ["town"]
    media = tables["sources"].set_index("source_kind").loc["media"]
    assert media["statements"] == 1
    assert "a town official “claimed”" in _said(report, "verbs")


def test_the_origin_is_introduced_by_its_own_phrase(report: Report, relayed: Statements) -> None:
    introduction = next(i for i in report.introductions if i.speaker == "a town official")
    text = relayed.corpus["a0"].text
    assert introduction.quote.text == text[introduction.quote.start : introduction.quote.end] == "a town official"


def test_relays_are_told_apart(report: Report) -> None:
    assert ("Newswire passes on what another said in one statement, which counts for that other.") in _said(
        report, "speakers"
    )
    row = report.tables["relays"].iloc[0]
    assert (row["relay"], row["statements"], row["as_source"]) == ("Newswire", 1, 1)
    cues = [u for s in report.speakers for u in s.cues if u.quote.reference == "A1.1"]
    assert [u.quote.who for u in cues] == ["a town official, according to Newswire"]


def test_several_relays_are_told_in_one_line() -> None:
    other: Line = ("Daily Echo", "reported", "the ferry is to run at night too from next week on",
                   Speaker("daily-echo", "Daily Echo", SpeakerType.MEDIA), ("Ada Brandt", MAYOR))  # fmt: skip
    said = _said(summarise(_make([RELAYED, other]), title="t"), "speakers")
    assert ("Daily Echo and Newswire pass on what others said in two statements, which count for those others.") in said


def test_without_relays_nothing_is_said_of_them(seeds: Statements) -> None:
    files = report_files(seeds, title="t")
    page = files["report.md"].decode()
    assert "tables/relays.csv" not in files
    assert "Relays" not in page
    assert "passes on what another said, the speaker is" not in page


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        (
            [[RELAYED, MAYOR_SAYS], [MILLER_SAYS, OWN_REPORT]],
            ("make two of the four statements with a stated source (50%): 100% in A1 and 0% in A2."),
        ),
        ([[MILLER_SAYS, OWN_REPORT]], "None of the two statements with a stated source is an official’s."),
        ([[MAYOR_SAYS, MILLER_SAYS]], "make one of the two statements with a stated source (50%)"),
        ([[MAYOR_SAYS, MILLER_SAYS]] * 2, "make two of the four statements with a stated source (50%)."),
        ([[MAYOR_SAYS, MILLER_SAYS], [MAYOR_SAYS]] * 6, "(67%; 95% interval "),
    ],
    ids=["relayed", "none", "one", "alike", "many"],
)
def test_officials(articles: list[list[Line]], expected: str) -> None:
    said = _said(summarise(_make(*articles), title="t"), "speakers")
    assert expected in said
    assert (" in A2" in said) == (len(articles) == 2 and articles[0] != articles[1])


def test_who_is_talked_about_and_not_heard(relayed: Statements) -> None:
    mentions = _mentions(
        ("The Ferrymen", "organisation", "armed group", "not given"),
        ("The Ferrymen", "organisation", "armed group", "not given"),
        ("Elbonia", "country", "government", "not given"),
        ("Ada Brandt", "person", "person", "town"),
        ("Town Council", "organisation", "government", "town"),
        ("Lower Lane", "place", "government", "not given"),
        ("Evening Post", "organisation", "media", "not given"),
    )
    report = summarise(relayed, title="t", mentions=mentions)
    assert unheard(report.tables["silence"])["speaker"].tolist() == ["The Ferrymen", "Elbonia"]
    expected = "The Ferrymen is named twice and neither heard nor spoken for; nor is Elbonia (1)."
    assert expected in _said(report, "speakers")
    assert any(expected in f.sentence and f.leads for f in report.findings)
    files = report_files(relayed, title="t", mentions=mentions)
    page = files["report.md"].decode()
    assert "**Talked about, not heard**" in page
    assert "| The Ferrymen | armed group | 2 | 2 | 1 |" in page
    assert "| Town Council |" not in page
    assert len(files["tables/mentions.csv"].decode().splitlines()) == 1 + len(mentions)
    assert "Talked about, not heard" in files["report.html"].decode()


def test_people_without_a_name_are_told() -> None:
    line: Line = ("Ada Brandt", "said", "the residents of the lower town want to see the bridge open", MAYOR, None)
    said = _said(summarise(_make([line]), title="t", mentions=_mentions()), "speakers")
    assert "People without a name (civilians, residents, families) are mentioned once and are never heard." in said


def test_without_mentions_nothing_is_said_of_the_unheard(report: Report) -> None:
    assert not {"silence", "mentions"} & set(report.tables)
    assert "nor spoken for" not in _said(report, "speakers")


def test_mentions_written_and_read_again_give_the_same_report(relayed: Statements) -> None:
    mentions = _mentions(("Elbonia", "country", "government", "not given"))
    once = summarise(relayed, title="t", mentions=mentions).tables
    read = summarise(relayed, title="t", mentions=once["mentions"]).tables
    pd.testing.assert_frame_equal(read["silence"], once["silence"])
    pd.testing.assert_frame_equal(read["mentions"], once["mentions"])


def test_who_stands_first_agrees_with_what_is_said_of_each_article(report: Report) -> None:
    table = report.tables["prominence"].set_index("side")
    assert (table.loc["town", "first_speaker"], table.loc["town", "last_speaker"]) == (1, 1)
    assert (table.loc["mill", "first_speaker"], table.loc["mill", "last_speaker"]) == (1, 0)
    said = _said(report, "where")
    assert "A1 gives the first word to a town official (A1.1" in said
    assert "A2 gives the first word to Bo Lind (A2.1" in said
    early = report.tables["prominence_by_article"]
    first = early[early["article"].eq("A1")].iloc[0]
    assert first["first_third_words"] > 0


def test_many_speakers_without_sides_are_ranked_alone() -> None:
    lines: list[Line] = [
        (f"Person {c}", "said", "the bridge is closed " + "again " * i + "today",
         Speaker(f"p-{c}", f"Person {c}", SpeakerType.PERSON), None)
        for i, c in enumerate("ABCDEFGHIJKLMNOPQRST")
    ]  # fmt: skip
    table = summarise(_make(lines), title="t").tables["prominence"]
    assert table["speaker"].tolist() == [f"Person {c}" for c in "TSRQPONMLKJIHGF"]
    assert table["last_speaker"].tolist() == [1] + [0] * 14


def test_names_of_relays_and_of_the_unheard_cannot_break_the_page() -> None:
    nasty = "<script>a|b</script>"
    source = Speaker("x", nasty, SpeakerType.MEDIA)
    line: Line = (nasty, "said", "the bridge is closed for now and for good", source, ("a town official", CLERK))
    mentions = _mentions((nasty, "organisation", "armed group", "<b>"))
    files = report_files(_make([line]), title="t", mentions=mentions)
    page, markdown = files["report.html"].decode(), files["report.md"].decode()
    assert page.count("<script") == 2  # the page's own, and data
    assert "<b>" not in page
    assert r"\<script\>a\|b\</script\>" in markdown
    assert "<script" not in markdown.replace(r"\<", "")
