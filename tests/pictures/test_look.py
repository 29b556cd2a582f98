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
    for a, b in combinations(SETS[name], 2):
        assert np.linalg.norm(_lab(seen @ _linear(a)) - _lab(seen @ _linear(b))) > 10, (a, b)


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
