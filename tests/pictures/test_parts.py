"""Parts of pictures: saving, folding labels, placing them, cutting, colours."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ComparisonError, OutputError
from framing.pictures import Picture, heat_map
from framing.pictures.look import style
from framing.pictures.page import fold, width_of
from framing.pictures.placing import Label, place, spread
from framing.pictures.shown import check_top, first_of


@pytest.fixture(scope="module")
def some() -> Picture:
    return heat_map(pd.DataFrame({"article_id": ["a", "b"], "speaker": ["Ada", "Bo"], "words": [3, 4]}))


@pytest.mark.parametrize(("ending", "begin"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("PDF", b"%PDF")])
def test_a_picture_is_saved_by_the_ending_of_its_name(some: Picture, tmp_path: Path, ending: str, begin: bytes) -> None:
    out = some.save(tmp_path / f"chart.{ending}", table=tmp_path / "chart.csv")
    assert out.read_bytes().startswith(begin)
    assert pd.read_csv(tmp_path / "chart.csv")["words"].sum() == 7
    again = some.save(tmp_path / f"again.{ending}")
    assert again.read_bytes() == out.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([out.name, again.name, "chart.csv"])


def test_what_cannot_be_saved_leaves_what_was_there(some: Picture, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.pdf, \.png or \.svg"):
        some.save(tmp_path / "chart.jpg")
    with pytest.raises(OutputError, match="cannot be written"):
        some.save(tmp_path / "none" / "chart.svg")
    (tmp_path / "chart.svg").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        some.save(tmp_path / "chart.svg")
    assert [p.name for p in tmp_path.iterdir()] == ["chart.svg"]


def test_a_notebook_gets_a_png_in_its_size(some: Picture) -> None:
    data, size = some._repr_png_()
    assert data == some.png()
    width, height = some.figure.get_size_inches()
    assert size == {"width": round(100 * width), "height": round(100 * height)}


@pytest.mark.parametrize(
    "text", ["a bridge over the river", "x" * 200, "北京市政府" * 9, "ab " * 80, "", "الرقة " * 30]
)
@pytest.mark.parametrize("lines", [None, 1, 2])
def test_folded_lines_fit(text: str, lines: int | None) -> None:
    with style():
        folded = fold(text, inches=1.2, lines=lines)
        assert all(width_of(line) <= 1.2 for line in folded.split("\n"))
    assert lines is None or folded.count("\n") < lines
    if "…" not in folded:
        assert folded.replace("\n", "").replace(" ", "") == text.replace(" ", "")


POINTS = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(5, 90)), min_size=1, max_size=25)


@given(POINTS)
@settings(deadline=None, max_examples=30)
def test_placed_labels_never_overlap(points: list[tuple[float, float, float]]) -> None:
    labels = [Label(x, y, w, 10.0) for x, y, w in points]
    within = (-40.0, -40.0, 340.0, 240.0)
    marks = np.array([(x, y) for x, y, _ in points])
    boxes = [p.box for p in place(labels, within=within, marks=marks, radius=3.0) if p is not None]
    assert boxes
    for box in boxes:
        assert min(box[0] - within[0], box[1] - within[1], within[2] - box[2], within[3] - box[3]) >= 0
    for a, b in combinations(boxes, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.4))
def test_spread_places_keep_order_and_distance(at: list[float], gap: float) -> None:
    places = spread(at, gap=gap, low=0.0, high=1.0)
    assert all(-1e-6 <= p <= 1 + 1e-6 for p in places)
    gap = min(gap, 1 / max(len(at) - 1, 1))
    ordered = [places[k] for k in sorted(range(len(at)), key=lambda k: (at[k], k))]
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("names", "top", "expected"),
    [
        (["a", "b", "c"], 3, ("a", "b", "c")),
        (["a", "b", "c", "d"], 3, ("a", "b", "2 others")),
        (["a", "b", "c", "d", None], 4, ("a", "b", "not given", "2 others")),
        (["2 others", "b", "c", "d"], 3, ("2 others", "b", "the 2 others")),
        ([None, ""], 3, ("not given",)),
    ],
)
def test_the_rest_is_one_and_nobody_stays_apart(names: list[str | None], top: int, expected: tuple[str, ...]) -> None:
    weights = pd.Series(range(len(names), 0, -1))
    assert first_of(pd.Series(names, dtype="object"), weights, top=top).names == expected


@pytest.mark.parametrize("top", [0, 2, 8])
def test_a_number_to_show_is_checked(top: int) -> None:
    with pytest.raises(ComparisonError, match=f"top={top}: it is between 3 and 7"):
        check_top(top, most=7)
