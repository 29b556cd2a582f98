"""The reading view without a browser: marks, offsets, addresses, sets of lines, pages of a folder."""

from __future__ import annotations

import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.cli import main
from framing.errors import OutputError
from framing.report.reading import Lines, View, folder, fragment, gather, half, page, policy, view
from framing.report.reading.marks import Look, mark
from framing.report.reading.text import escaped, field_html
from framing.report.reading.values import Reading
from framing.statements import Statements
from framing.structure import parse
from framing.values import Act, Article, Corpus
from tests.browser.stories import hard, many, said

VOICES = Article(
    "v",
    "HARBOUR TOWN — “The quay [at Skerry] is safe,” said Ida Lind. "
    "The firm’s “successful model” ended in court.\n\n"
    "Olaf Berg claimed that the quay had sunk. It is said that nobody paid.",
)


def looks(statements: Statements, acts: tuple[Act, ...] = (Act.SPEECH,)) -> list[tuple[str, str]]:
    article = statements.corpus[0]
    parts = mark(parse(article.text), list(statements), acts)
    return [(r.look.value, article.text[r.start : r.end]) for part in parts for r in part.runs]


@pytest.fixture(scope="module")
def voices() -> Statements:
    items = (
        said(VOICES, 1, "“The quay [at Skerry] is safe,”", "Ida Lind", "said"),
        said(VOICES, 2, "that the quay had sunk", "Olaf Berg", "claimed"),
        said(VOICES, 3, "that nobody paid", None, "is said"),
    )
    return Statements(items, Corpus((VOICES,)))


def test_every_voice_has_its_look(voices: Statements) -> None:
    assert [x for x in looks(voices) if x[0] != "own"] == [
        ("none", "HARBOUR TOWN"),
        ("quoted", "“The quay"),
        ("inserted", "[at Skerry]"),
        ("quoted", "is safe,”"),
        ("scare", "“successful model”"),
        ("paraphrase", "that the quay had sunk."),
        ("unsourced", "that nobody paid."),
    ]


def test_looks_count_the_words_that_the_voices_table_counts(voices: Statements) -> None:
    for statements in (voices, hard(), many(4)):
        table = framing.voices(statements)
        words = Counter({str(v): int(n) for v, n in table.groupby("voice")["words"].sum().items()})
        shown: Counter[str] = Counter()
        for article in gather(statements).articles:
            shown.update(article.voices)
        shown["own"] += shown.pop("inserted")
        shown["paraphrase"] += shown.pop("unsourced")
        assert +shown == +words


def test_cues_are_marked_and_statements_open_once(voices: Statements) -> None:
    parts = mark(parse(VOICES.text), list(voices))
    runs = [r for part in parts for r in part.runs]
    assert [VOICES.text[p.start : p.end] for r in runs for p in r.pieces if p.cue] == ["said", "claimed", "is said"]
    assert sorted(k for r in runs for k in r.opens) == [0, 1, 2]


def test_an_attitude_opens_at_the_words_that_tell_it() -> None:
    article = Article("x", "Ida Lind backed the plan of the town. Rain fell.")
    from dataclasses import replace

    one = replace(said(article, 1, "the plan of the town", "Ida Lind", "backed"), act=Act.OTHER)
    parts = mark(parse(article.text), [one])
    assert [(article.text[r.start : r.end], r.statement) for p in parts for r in p.runs if r.opens] == [
        ("the plan of the town.", -1)
    ]


class _Text(HTMLParser):
    """The text of a field without what stands in the margin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.margin: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.margin.append(str(dict(attrs).get("class", "")).split(" ")[0] == "m" or any(self.margin))

    def handle_endtag(self, tag: str) -> None:
        self.margin.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.margin):
            self.text.append(data)


def shown_text(reading: Reading, number: int) -> str:
    shown = reading.articles[number - 1]
    parser = _Text()
    labels = {a.number: a.label for a in reading.articles}
    parser.feed(field_html(shown, "text", shown.parts["text"], reading.sides, labels, lambda *_: ""))
    parser.close()
    return "".join(parser.text)


def test_the_html_holds_every_character_of_a_text() -> None:
    for statements in (hard(), many(2)):
        reading = gather(statements)
        for shown in reading.articles:
            assert shown_text(reading, shown.number) == shown.article.text


@given(st.text(alphabet="aB .,“”\"'’[]—<>&\n\r🙂א\u2028", max_size=200))
def test_any_text_comes_through(text: str) -> None:
    article = Article("x", text)
    reading = gather(Statements((), Corpus((article,))))
    assert (shown_text(reading, 1) if text else text) == text


@given(st.text())
def test_escaped_text_keeps_its_length(text: str) -> None:
    from html import unescape

    kept = re.sub("[\x00\ud800-\udfff]", "\ufffd", text)
    assert unescape(escaped(text).replace("&#13;", "\r")) == kept or "&" in text


def test_sets_of_lines_have_one_address_each(voices: Statements) -> None:
    reading = gather(voices)
    lines = Lines(reading)
    rows = [("v", "text", 15, 30), ("v", "text", 130, 140)]
    assert lines.href(rows) == "#L1"
    assert lines.href([*rows, rows[0]]) == "#L1"
    assert lines.href([{"article_id": "v", "field": "text", "start": 15, "end": 30}]) == "#L2"
    assert lines.href([]) is None
    assert lines.href([("other", "text", 0, 3)]) is None
    assert lines.statement(voices[1]) == "#s1.2"
    html = str(fragment(reading, lines))
    assert html.count('class="set"') == 2
    for target in re.findall(r'<li><a href="#([^"]+)"', html):
        assert f"id={target}" in html or f'id="{target}"' in html


def test_evidence_of_a_measure_leads_to_lines(voices: Statements) -> None:
    table = framing.balance(voices, by="speaker")
    lines = Lines(gather(voices))
    assert lines.href(table.evidence(0)) == "#L1"
    [(_, found)] = lines.sets()
    assert len(found) == len(table.evidence(0))


def test_every_link_of_a_folder_leads_somewhere() -> None:
    statements = many(5, sentences=60)
    reading = gather(statements)
    lines = Lines(reading, home="read/index.html")
    assert lines.href(statements.frame().iloc[:3]) == "read/index.html#L1"
    files = {k: v.decode() for k, v in folder(reading, title="Five", lines=lines).items()}
    ids = {k: set(re.findall(r'\bid="?([^\s">]+)', v)) for k, v in files.items()}
    for name, html in files.items():
        for target, anchor in re.findall(r'href="([^"#]*)(?:#([^"]+))?"', html):
            assert (target or name) in files
            assert not anchor or anchor in ids[target or name], (name, target, anchor)
    assert all(len(v) < 300_000 for k, v in files.items() if k != "index.html")


def test_the_page_asks_for_nothing(voices: Statements) -> None:
    html = view(voices).html()
    assert " src=" not in html
    assert "<link" not in html
    assert "style=" not in re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert policy(["a"], ["b"]).startswith("default-src 'none'; style-src 'sha256-")


def test_the_same_statements_give_the_same_page() -> None:
    assert view(hard()).html() == view(hard()).html()


def test_confidence_by_halves_is_told_in_words() -> None:
    assert [half(c) for c in (None, 0.2, 0.5)] == ["not known", "below one half", "above one half"]
    told = gather(hard(), confidence=half).articles[0].notes[0].confidence
    assert told == "above one half"


def test_no_article_and_no_statement_are_told(tmp_path: Path) -> None:
    assert "There is no article to read." in page("Empty", fragment(gather(Statements((), Corpus(())))))
    assert "No statement was found in it." in view(Statements((), Corpus((Article("x", "Rain fell."),)))).html()


def test_two_hundred_speakers_have_notes_of_their_own() -> None:
    reading = gather(many(1, speakers=200, sentences=200))
    assert len({n.speaker for n in reading.articles[0].notes}) == 200
    assert str(fragment(reading)).count('class="note"') == 200


def test_shared_statements_lead_to_each_other() -> None:
    first, second = gather(many(2)).articles
    there = {(x.article, x.number) for n in first.notes for x in n.also}
    assert there
    assert all(article == 2 for article, _ in there)
    assert {(x.article, x.number) for n in second.notes for x in n.also} <= {(1, n.number) for n in first.notes}


def test_a_view_is_written_whole_or_refused(tmp_path: Path) -> None:
    made = view(many(3))
    assert made.write(tmp_path / "page.html") == tmp_path / "page.html"
    assert made.write(tmp_path / "pages") == tmp_path / "pages" / "index.html"
    assert made.write(tmp_path / "pages") == tmp_path / "pages" / "index.html"
    (tmp_path / "pages" / "mine.txt").write_text("kept")
    with pytest.raises(OutputError, match=r"mine\.txt"):
        made.write(tmp_path / "pages")
    assert (tmp_path / "pages" / "mine.txt").read_text() == "kept"
    with pytest.raises(OutputError, match="is a file"):
        made.write(tmp_path / "pages" / "mine.txt")
    with pytest.raises(OutputError, match="51 articles are more than one page has room for"):
        view(many(51)).write(tmp_path / "many.html")


def test_a_notebook_shows_the_first_articles_in_a_sandbox() -> None:
    html = view(many(10))._repr_html_()
    assert html.startswith('<iframe title="10 articles')
    assert 'sandbox="allow-scripts' in html
    assert "allow-same-origin" not in html
    assert "2 more articles" in html
    assert len(html) < 400_000


def test_a_notebook_tells_only_of_articles_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    made = view(many(2))
    assert any(n.also for n in made.reading.articles[0].notes)
    monkeypatch.setattr(sys.modules[View.__module__], "_INLINE", 1)
    html = made._repr_html_()
    assert "1 more article:" in html
    assert "#s2." not in html


def test_looks_are_in_the_style() -> None:
    from framing.report.reading import reading_css

    for look in Look:
        if look not in (Look.OWN, Look.NONE):
            assert f".{look.value} " in reading_css()


def test_the_command_writes_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“The quay is safe,” said Ida Lind.\n", "utf-8")
    out = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["view", str(tmp_path / "a.txt"), "--out", str(out), "--title", "The quay"])
    assert result.exit_code == 0, result.output
    assert "<title>The quay</title>" in out.read_text("utf-8")
    assert "Ida Lind" in out.read_text("utf-8")
