"""One palette: told apart by all readers and in grey, with ink that is read on each, named nowhere else."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from framing.pictures import look
from framing.pictures.bars import FAMILIES
from framing.pictures.look import (
    CATEGORIES,
    FIRST,
    KINDS,
    OTHERS,
    SECOND,
    STANCES,
    STEPS,
    TONES,
    VOICES,
    ink_on,
)
from framing.values import Kind, Voice

SETS = {
    "categories": (*CATEGORIES, OTHERS),
    "contrast": (FIRST, SECOND),
    "steps": STEPS,
    "voices": tuple(VOICES.values()),
    "kinds": tuple(KINDS.values()),
    "tones": tuple(TONES.values()),
    "stances": tuple(STANCES.values()),
}

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
@pytest.mark.parametrize("name", SETS)
def test_colours_of_a_set_are_told_apart_by_all_readers(name: str, kind: str | None) -> None:
    seen = np.array(DEFICIENT[kind]) if kind else np.eye(3)
    floor = 7.0 if name in ("steps", "stances") else 10.0  # steps are in order, stances are written into their bars
    for a, b in combinations(SETS[name], 2):
        assert _ciede2000(_lab(seen @ _linear(a)), _lab(seen @ _linear(b))) > floor, (a, b)


def _ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """The colour difference CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one.tolist(), other.tolist()
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    more = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot(more * a1, b1), np.hypot(more * a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, more * a1)) % 360, np.degrees(np.arctan2(b2, more * a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(k * np.cos(np.radians(n * hue + shift)) for k, n, shift in terms)
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    spin = -np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * 2
    rt = spin * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / sh
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_paper(one: tuple[float, ...], other: tuple[float, ...], expected: float) -> None:
    assert _ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


def test_neighbours_and_steps_are_told_apart_in_grey() -> None:
    lightness = {c: _lab(_linear(c))[0] for colours in SETS.values() for c in colours}
    for a, b in [*pairwise(CATEGORIES), (FIRST, SECOND)]:
        assert abs(lightness[a] - lightness[b]) > 20, (a, b)
    for name in ("steps", "voices", "kinds"):
        ordered = sorted(lightness[c] for c in SETS[name])
        assert all(b - a > 7 for a, b in pairwise(ordered)), name


def _contrast(one: str, other: str) -> float:
    luminances = (float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    light, dark = sorted(luminances, reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", SETS)
def test_what_is_written_on_a_colour_is_read(name: str) -> None:
    assert all(_contrast(c, ink_on(c)) >= 3.8 for c in SETS[name])
    assert len(set(SETS[name])) == len(SETS[name]) <= 7


def test_every_voice_is_seen_on_paper() -> None:
    for voice, colour in VOICES.items():
        assert voice == "none" or _contrast(colour, look.PAPER) >= 3, voice


def test_colours_on_paper_are_read_as_letters() -> None:
    assert all(_contrast(c, look.PAPER) >= 4.5 for c in (look.INK, look.FAINT, look.SECOND_INK, FIRST))


def test_each_voice_kind_and_family_has_a_colour() -> None:
    assert set(VOICES) == set(Voice)
    assert set(KINDS) == set(Kind)
    assert list(STANCES) == list(FAMILIES)


def test_no_other_module_names_a_colour() -> None:
    folder = Path(look.__file__).parents[1]
    for path in folder.rglob("*.py"):
        if path != Path(look.__file__):
            named = re.findall(r"[\"'](#[0-9A-Fa-f]{6}|white|black|red|gr[ae]y)[\"']", path.read_text("utf-8"))
            assert not named, path
