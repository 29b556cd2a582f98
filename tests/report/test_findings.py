"""What the report says: every sentence right for the seeds, and right in general."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from framing.measure import Stance
from framing.pictures.bars import FAMILIES
from framing.report import Finding, Report, summarise
from framing.report.charts import charts
from framing.report.findings import about_words
from framing.statements import NOT_GIVEN, Statements
from framing.values import Article, Corpus

Invent = Callable[..., Statements]


@pytest.fixture(scope="module")
def report(seeds: Statements) -> Report:
    return summarise(seeds, title="Raqqa")


def _sentences(report: Report, topic: str) -> str:
    return " ".join(f.sentence for f in report.findings if f.topic == topic)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        (
            "articles",
            "Two articles with 1,596 words hold 39 statements by 18 speakers; of the prose, 47% is the outlet’s",
        ),
        ("speakers", "Sergey Lavrov is given the most words, 15% of all that is attributed (125 in six statements)"),
        ("speakers", "before Steve Warren (14%) and Igor Konashenkov (11%)."),
        ("speakers", "Sources without a name (“an official”) have 4% of the attributed words, and 1% have no stated"),
        ("verbs", "One of 39 statements is introduced with a distancing verb: Jean-Yves Le Drian “claimed”, where"),
        ("verbs", "where Sergey Lavrov “said” and “stressed”."),
        (
            "words",
            "“Terrorist”, the most frequent label for armed and political actors, stands nine times in the outlet",
        ),
        ("words", "once in quotation marks (Sergey Lavrov)."),
        ("where", "A1 gives the first word to Sergey Lavrov (A1.1)"),
        ("where", "and ends in the outlet’s own voice, after words of Mohammad Khalaf (A1."),
        ("where", "and the last to Ankara (A2.20"),
    ],
)
def test_the_report_on_the_seeds_says(topic: str, words: str, report: Report) -> None:
    assert words in _sentences(report, topic)


def test_every_finding_is_one_sentence_for_a_reader(report: Report, invent: Invent) -> None:
    many = summarise(invent([f"Person {c}" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"], each=2), title="t")
    for finding in (*report.findings, *many.findings):
        assert len(re.findall(r"[.!?](?: |$)", re.sub(r"\(A[\d.]+\)", "", finding.sentence))) == 1, finding.sentence
        assert len(finding.sentence) < 240
        assert finding.sentence.count("Person ") <= 4, finding.sentence  # no lists of names
        assert all(len(q.text.split()) >= 4 for q in finding.quotes)  # an example says something by itself


def test_every_quotation_stands_where_it_is_said_to_stand(report: Report, seeds: Statements) -> None:
    quotes = [q for f in report.findings for q in f.quotes] + [i.quote for i in report.introductions]
    assert len(quotes) > 15
    for quote in quotes:
        text = seeds.corpus[quote.article_id].text
        for piece in quote.text.split(" … "):
            assert " ".join(piece.strip("… ").split()) in " ".join(text.split())
        if "…" not in quote.text:
            assert text[quote.start : quote.end] == quote.text


def test_every_reference_exists(report: Report, seeds: Statements) -> None:
    known = set(report.references.values())
    assert set(report.references) == {s.id for s in seeds}
    assert sum(bool(f.statements) for f in report.findings) >= 3
    for finding in report.findings:
        assert set(finding.statements) <= known
        assert set(re.findall(r"\bA\d+\.\d+\b", finding.sentence)) <= known
        assert all(q.statement_id is None or report.references[q.statement_id] == q.reference for q in finding.quotes)


def test_words_by_voice_add_up(report: Report) -> None:
    totals = report.totals
    assert totals.own + totals.quoted + totals.paraphrase + totals.scare + totals.none == totals.words
    for article in report.articles:
        parts = (article.own, article.quoted, article.paraphrase, article.scare, article.none)
        assert sum(parts) == article.words
    assert sum(s.statements for s in report.speakers) == totals.statements
    assert sum(s.word_share for s in report.speakers) == pytest.approx(1)
    assert sum(len(s.cues) for s in report.speakers) == totals.statements
    assert len(report.tables["lexicon_hits"]) == report.tables["lexicon"]["hits"].sum()


def test_every_part_gives_the_same_words_of_each_speaker_and_side(report: Report) -> None:
    tables = report.tables
    attributed = report.totals.attributed
    speakers = {s.name: s.words for s in report.speakers}
    assert sum(speakers.values()) == tables["sides"]["words"].sum() == tables["sources"]["words"].iloc[0] == attributed
    said = tables["where"][tables["where"]["voice"].isin(["quoted", "paraphrase"])]
    placed = (said["last_word"] - said["first_word"]).groupby(said["speaker"].replace("", NOT_GIVEN)).sum()
    assert placed.to_dict() == speakers
    assert tables["speakers_by_article"].groupby("speaker")["words"].sum().to_dict() == speakers
    assert tables["statements"].groupby("speaker")["words"].sum().to_dict() == speakers
    sides = tables["sides"].set_index("side")["words"]
    assert tables["prominence"].set_index("side")["words"].to_dict() == sides.to_dict()
    assert tables["prominence_by_article"].groupby("speaker")["words"].sum().to_dict() == speakers
    drawn = {c.name: c.picture.table for c in charts(report)}
    shown = drawn["words_by_actor"].set_index("speaker")["words"].drop(index="7 others")
    assert shown.to_dict() == {name: speakers[name] for name in shown.index}
    of_contrasts = {
        name: words
        for contrast in report.contrasts
        if contrast.key != "voices"
        for name, words in contrast.contrast.groups.set_index("group")["words"].items()
    }
    known = speakers | sides.to_dict()
    assert of_contrasts == {name: known[name] for name in of_contrasts}


def test_speakers_are_introduced_as_they_first_appear(report: Report) -> None:
    introduced = {i.speaker: (i.quote.text, i.later, i.form) for i in report.introductions}
    assert introduced["Steve Warren"] == (
        "a Baghdad-based US military spokesman, Colonel Steve Warren",
        ("Warren", "the spokesman", "He", "the colonel"),
        "described",
    )
    assert introduced["SDF"] == ("the statement", (), "described")
    assert introduced["Moscow"] == ("Moscow", (), "name")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "and the last to Ada Brandt (A1.1"),
        (" Nobody came.", "and ends in the outlet’s own voice, after words of Ada Brandt (A1.1"),
    ],
    ids=["a speaker", "the outlet"],
)
def test_who_has_the_last_word(more: str, expected: str, invent: Invent) -> None:
    made = invent(["Ada Brandt"])
    article = replace(made.corpus.articles[0], text=made.corpus.articles[0].text + more)
    report = summarise(replace(made, corpus=Corpus((article,))), title="t")
    assert expected in _sentences(report, "where")
    assert report.articles[0].own_ending == bool(more)


def test_a_report_is_told_in_one_line(report: Report) -> None:
    assert repr(report).startswith("<Report 'Raqqa': two articles, 39 statements, ")
    assert "\n" not in repr(report)


def test_the_statement_without_a_source_is_nobodys(report: Report) -> None:
    nobody = [s for s in report.speakers if s.source_kind == "none stated"]
    assert [(s.label, s.statements) for s in nobody] == [("no source stated", 1)]
    assert report.totals.speakers == 18


def test_two_articles_are_described_only(report: Report) -> None:
    assert "can be described, not generalised from" in report.cautions[0]
    whole = " ".join(f.sentence for f in report.findings)
    assert not re.search(r"\bp\s*[<=]|significant", whole)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (("said",), "None of the six statements with a reporting verb comes with a distancing one"),
        (("claimed",), "Six of six statements are introduced with a distancing verb"),
        (("said", "claimed"), "Three of six statements are introduced with a distancing verb"),
    ],
)
def test_distancing_verbs_are_told_in_any_corpus(cues: tuple[str, ...], expected: str, invent: Invent) -> None:
    report = summarise(invent(["Ada Brandt", "Bo Lind"], each=3, cues=cues), title="t")
    assert expected in _sentences(report, "verbs")


def test_who_claims_and_who_says_are_set_side_by_side(invent: Invent) -> None:
    report = summarise(invent(["Ada Brandt", "Bo Lind"], articles=2, each=1, cues=("claimed", "insisted")), title="t")
    swapped = summarise(invent(["Ada Brandt", "Bo Lind"], each=1, cues=("claimed", "insisted")), title="t")
    assert "Ada Brandt “claimed” and Bo Lind “claimed”." in _sentences(report, "verbs")
    assert "Ada Brandt “claimed”, where Bo Lind “insisted”." in _sentences(swapped, "verbs")


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (["Ada Brandt"], "Ada Brandt is the only speaker, with 10 words in one statement."),
        (
            ["Ada Brandt", "Bo Lind"],
            "Two speakers are given the most words, 50% of all that is attributed each: Ada Brandt",
        ),
        (["A B", "C D", "E F", "G H", "I J"], "20% of all that is attributed each: A B, C D and 3 more."),
    ],
)
def test_few_and_many_speakers(speakers: list[str], expected: str, invent: Invent) -> None:
    assert expected in _sentences(summarise(invent(speakers), title="t"), "speakers")


@pytest.mark.parametrize(
    ("texts", "cautions"),
    [
        ([], 0),
        (["The bridge is closed."], 2),
        (["The bridge is closed."] * 12, 1),
    ],
    ids=["no article", "no statement", "no statement in twelve"],
)
def test_nothing_said_is_said(texts: list[str], cautions: int) -> None:
    report = summarise(Statements((), Corpus(tuple(Article(str(i), t) for i, t in enumerate(texts)))), title="t")
    assert len(report.cautions) == cautions
    assert {f.topic for f in report.findings} <= {"articles", "words"}
    assert bool(texts) == bool(report.findings)


def test_copies_are_not_counted(invent: Invent) -> None:
    once = invent(["Ada Brandt"])
    article = once.corpus.articles[0]
    corpus = Corpus((article, Article("copy", article.text, duplicate_of=article.id)))
    report = summarise(Statements(once.items, corpus), title="t")
    assert (report.totals.articles, report.totals.duplicates, report.totals.statements) == (1, 1, 1)


def test_each_stance_is_in_one_family() -> None:
    assert sorted(s for stances in FAMILIES.values() for s in stances) == sorted(Stance)


def test_findings_are_values() -> None:
    assert Finding("read", "One.") == Finding("read", "One.")


def test_words_are_asserted_only_where_a_test_asserts_them(report: Report) -> None:
    assert report.contrasts
    assert not any("stand out" in f.sentence for f in report.findings)
    assert [about_words(c) for c in report.contrasts] == [[]] * len(report.contrasts)


def test_words_with_small_q_stand_out(report: Report) -> None:
    summary = report.contrasts[0]
    table = summary.contrast.table.assign(q=0.5)
    mine = summary.terms["group"].eq(summary.contrast.names[0]) & summary.terms["rank"].le(2)
    tested = replace(summary, terms=summary.terms.assign(q=mine.map({True: 0.01, False: 0.5})))
    (found,) = about_words(replace(tested, contrast=replace(summary.contrast, table=table)))
    shown = tested.terms.loc[mine, "shown"].tolist()
    assert f"Sergey Lavrov’s words stand out for “{shown[0]}” (" in found.sentence
    assert "Steve Warren’s words" not in found.sentence
    assert "q < .05 for all of these)" in found.sentence
    none = replace(tested, terms=summary.terms.assign(q=0.5), contrast=replace(summary.contrast, table=table))
    assert about_words(none) == []
