"""Pictures: all there, nothing outside or on top of each other, the table behind each right, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import matplotlib
import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from framing.pictures.bars import FAMILIES
from framing.pictures.look import png, style
from framing.report import summarise
from framing.report.blocks import Chart
from framing.report.charts import charts
from framing.statements import Statements
from framing.values import Article, Corpus

Invent = Callable[..., Statements]

LONG = "the deputy assistant undersecretary for bridges number {} of the Ministry of Rivers"
ALL = ["words_by_actor", "direct_indirect", "reporting_verbs", "tone"]


@pytest.fixture(scope="module")
def drawn(seeds: Statements) -> dict[str, Chart]:
    return {c.name: c for c in charts(summarise(seeds, title="t"))}


def _boxes(chart: Chart) -> list[tuple[str, Bbox]]:
    with style():
        chart.picture.figure.draw_without_rendering()
        texts = [t for t in chart.picture.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
        return [(t.get_text(), t.get_window_extent()) for t in texts]


def _assert_readable(chart: Chart) -> None:
    page = chart.picture.figure.bbox
    boxes = _boxes(chart)
    for text, box in boxes:
        assert box.x0 >= page.x0, (chart.name, text)
        assert box.x1 <= page.x1, (chart.name, text)
        assert box.y0 >= page.y0, (chart.name, text)
        assert box.y1 <= page.y1, (chart.name, text)
    for (a, one), (b, other) in combinations(boxes, 2):
        overlap = Bbox.intersection(one, other)
        assert overlap is None or overlap.width * overlap.height < 4, (chart.name, a, b)


def test_the_seeds_have_all_pictures(drawn: dict[str, Chart]) -> None:
    expected = [*ALL, "labels", "terms_actors", "terms_sides", "terms_voices", "where_A1", "where_A2"]
    assert list(drawn) == expected


@pytest.mark.parametrize(
    ("speakers", "articles", "each", "expected"),
    [
        (["Ada Brandt"], 1, 1, [*ALL, "where_A1"]),
        (["Ada Brandt", "Bo Lind"], 2, 3, [*ALL, "terms_actors", "where_A1", "where_A2"]),
        ([LONG.format(i) for i in range(40)], 1, 1, [*ALL, "terms_actors", "where_A1"]),
        (["Ada Brandt", "Bo Lind", LONG.format(7)], 50, 2, [*ALL, "terms_actors", "where"]),
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
    [([], []), (["The bridge is closed."], ["tone", "where_A1"]), (["  \n"], [])],
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
    kinds = next(c for c in charts(report) if c.name == "direct_indirect").picture.table
    assert kinds["speaker"].tolist() == chart.picture.table["speaker"].tolist()
    assert kinds["statements"].sum() == len(statements)


def test_tables_behind_the_pictures_add_up(drawn: dict[str, Chart], seeds: Statements) -> None:
    frame = seeds.frame()
    kinds = drawn["direct_indirect"].picture.table
    assert kinds[["direct", "mixed", "indirect"]].to_numpy().sum() == len(frame)
    verbs = drawn["reporting_verbs"].picture.table.set_index("speaker")
    assert verbs[list(FAMILIES)].to_numpy().sum() == len(frame)
    assert verbs["distancing"].to_dict()["Jean-Yves Le Drian"] == 1
    assert verbs["distancing"].sum() == 1
    tone = drawn["tone"].picture.table
    assert (tone[["negative", "neutral", "positive"]].sum(axis=1) - 1).abs().max() < 1e-9
    for label, article in (("where_A1", "000_097724a25e48f4d7"), ("where_A2", "002_915f7844f59490cb")):
        strip = drawn[label].picture.table
        assert set(strip["article_id"]) == {article}
        assert strip["first_word"].tolist() == [0, *strip["last_word"].tolist()[:-1]]


def test_other_texts_say_what_is_drawn(drawn: dict[str, Chart]) -> None:
    assert all(c.picture.alt.startswith(c.picture.title) for c in drawn.values())
    assert "Jean-Yves Le Drian 1 of 2" in drawn["reporting_verbs"].picture.alt
    assert "Sergey Lavrov 15%" in drawn["words_by_actor"].picture.alt


def test_settings_of_the_user_are_neither_used_nor_changed(seeds: Statements) -> None:
    report = summarise(seeds, title="t")
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "black"}):
        before = dict(matplotlib.rcParams)
        first = [png(c.picture.figure) for c in charts(report)[:2]]
        assert dict(matplotlib.rcParams) == before
    assert first == [png(c.picture.figure) for c in charts(report)[:2]]
