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
from framing.pictures.cut import check_top, first_of
from framing.pictures.look import CATEGORIES, FIRST, OTHERS, SECOND, STEPS, style
from framing.pictures.panel import fold, width_of
from framing.pictures.placing import Label, place, spread


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


# Machado, Oliveira and Fernandes (2009), full deficiency of red, green and blue cones.
DEFICIENT = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def _linear(colour: str) -> np.ndarray:
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = (to_xyz @ np.clip(linear, 0, 1)) / np.array([0.9505, 1.0, 1.089])
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", [None, *DEFICIENT])
def test_categories_are_told_apart_by_all_readers(kind: str | None) -> None:
    seen = np.array(DEFICIENT[kind]) if kind else np.eye(3)
    for a, b in combinations((*CATEGORIES, OTHERS), 2):
        assert np.linalg.norm(_lab(seen @ _linear(a)) - _lab(seen @ _linear(b))) > 10, (kind, a, b)


def test_neighbours_and_steps_are_told_apart_in_grey() -> None:
    lightness = {c: _lab(_linear(c))[0] for c in (*CATEGORIES, OTHERS, *STEPS, FIRST, SECOND)}
    for a, b in pairwise(CATEGORIES):
        assert abs(lightness[a] - lightness[b]) > 20, (a, b)
    assert all(lightness[a] - lightness[b] > 7 for a, b in pairwise(STEPS))
    assert abs(lightness[FIRST] - lightness[SECOND]) > 20
