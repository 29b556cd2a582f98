"""Pictures: all there, nothing outside or on top of each other, the table behind each right, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import matplotlib
import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from framing.pictures import Picture
from framing.pictures.look import png, style
from framing.report import summarise
from framing.report.blocks import Chart
from framing.report.charts import charts
from framing.statements import Statements
from framing.values import Article, Corpus

Invent = Callable[..., Statements]

LONG = "the deputy assistant undersecretary for bridges number {} of the Ministry of Rivers"


@pytest.fixture(scope="module")
def drawn(seeds: Statements) -> dict[str, Chart]:
    return {c.name: c for c in charts(summarise(seeds, title="t"))}


def _boxes(picture: Picture) -> list[tuple[str, Bbox]]:
    with style():
        picture.figure.draw_without_rendering()
        texts = [t for t in picture.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
        return [(t.get_text(), t.get_window_extent()) for t in texts]


def _assert_readable(chart: Chart) -> None:
    for picture in (chart.picture, *([chart.narrow] if chart.narrow else [])):
        _assert_all_read(chart, picture)


def _assert_all_read(chart: Chart, picture: Picture) -> None:
    page = picture.figure.bbox
    boxes = _boxes(picture)
    for text, box in boxes:
        assert box.x0 >= page.x0, (chart.name, text)
        assert box.x1 <= page.x1, (chart.name, text)
        assert box.y0 >= page.y0, (chart.name, text)
        assert box.y1 <= page.y1, (chart.name, text)
    for (a, one), (b, other) in combinations(boxes, 2):
        overlap = Bbox.intersection(one, other)
        assert overlap is None or overlap.width * overlap.height < 4, (chart.name, a, b)


def test_the_seeds_have_all_pictures(drawn: dict[str, Chart]) -> None:
    assert list(drawn) == ["shares", "words_by_actor", "labels", "where"]


@pytest.mark.parametrize(
    ("speakers", "articles", "each", "expected"),
    [
        (["Ada Brandt"], 1, 1, ["where"]),
        (["Ada Brandt", "Bo Lind"], 2, 3, ["shares", "words_by_actor", "where"]),
        ([LONG.format(i) for i in range(40)], 1, 1, ["words_by_actor", "where"]),
        (
            ["Ada Brandt", "Bo Lind", LONG.format(7)],
            50,
            2,
            ["words_by_actor", "reporting_verbs", "terms_actors", "where"],
        ),
    ],
    ids=["one actor", "two actors", "forty actors", "fifty articles"],
)
def test_from_one_actor_to_forty_nothing_collides(
    speakers: list[str], articles: int, each: int, expected: list[str], invent: Invent
) -> None:
    made = charts(summarise(invent(speakers, articles=articles, each=each), title="t"))
    assert [c.name for c in made] == expected
    for chart in made:
        _assert_readable(chart)


def test_nothing_collides_in_the_pictures_of_the_seeds(drawn: dict[str, Chart]) -> None:
    for chart in drawn.values():
        _assert_readable(chart)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [([], []), (["The bridge is closed."], ["where"]), (["  \n"], [])],
    ids=["no article", "no statement", "no word"],
)
def test_without_statements_there_is_little_to_draw(texts: list[str], expected: list[str]) -> None:
    corpus = Corpus(tuple(Article(str(i), t) for i, t in enumerate(texts)))
    assert [c.name for c in charts(summarise(Statements((), corpus), title="t"))] == expected


def test_the_twelve_first_are_named_and_the_others_counted(invent: Invent) -> None:
    statements = invent([LONG.format(i) for i in range(40)])
    report = summarise(statements, title="t")
    chart = next(c for c in charts(report) if c.name == "words_by_actor")
    assert len(chart.picture.table) == 13
    assert chart.picture.table["speaker"].iloc[-1] == "28 others"
    assert chart.picture.table["words"].sum() == statements.frame()["words"].sum()


def test_tables_behind_the_pictures_add_up(drawn: dict[str, Chart], seeds: Statements) -> None:
    frame = seeds.frame()
    shares = drawn["shares"].picture.table
    assert shares.groupby("group")["share"].sum().tolist() == pytest.approx([1, 1])
    assert shares["words"].sum() == frame["words"].sum()
    for _, strip in drawn["where"].picture.table.groupby("article_id"):
        assert strip["first_word"].tolist() == [0, *strip["last_word"].tolist()[:-1]]


def test_titles_say_what_is_seen(drawn: dict[str, Chart]) -> None:
    titles = {name: chart.picture.title for name, chart in drawn.items()}
    assert titles["shares"] == "US-led coalition: 36% of the attributed words in A1, 9% in A2"
    assert titles["words_by_actor"] == "Sergey Lavrov has 15% of the attributed words, more than any other"
    assert titles["labels"].startswith("“Terrorist” stands nine times in the outlet’s own voice, ")
    assert titles["where"] == "First word in both articles: Russia"


def test_each_mark_leads_to_the_lines_it_is_made_of(drawn: dict[str, Chart]) -> None:
    for name in ("shares", "where"):
        chart = drawn[name]
        assert chart.lines is not None
        for row in range(len(chart.picture.table)):
            lines = chart.lines(row)
            assert lines is not None
            if name == "shares":
                assert lines["words"].sum() == chart.picture.table["words"].iloc[row]


def test_other_texts_say_what_is_drawn(drawn: dict[str, Chart]) -> None:
    assert all(c.picture.alt.startswith(c.picture.title) for c in drawn.values())
    assert "Sergey Lavrov 15%" in drawn["words_by_actor"].picture.alt


def test_settings_of_the_user_are_neither_used_nor_changed(seeds: Statements) -> None:
    report = summarise(seeds, title="t")
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "black"}):
        before = dict(matplotlib.rcParams)
        first = [png(c.picture.figure) for c in charts(report)[:2]]
        assert dict(matplotlib.rcParams) == before
    assert first == [png(c.picture.figure) for c in charts(report)[:2]]
