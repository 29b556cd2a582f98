"""Colours of the report's charts: voices and kinds are steps from dark to light; see :mod:`framing.pictures.look`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["KINDS", "STANCES", "TONES", "VOICES"]

VOICES: Mapping[str, str] = {"own": "#E4E0D8", "quoted": "#00497A", "paraphrase": "#6DB6E3", "none": "#FFFFFF"}
KINDS: Mapping[str, str] = {"direct": "#00497A", "mixed": "#2F86BF", "indirect": "#A8D4EF"}
TONES: Mapping[str, str] = {"negative": "#D55E00", "neutral": "#E4E0D8", "positive": "#0072B2"}
STANCES: Mapping[str, str] = {
    "distancing": "#A63A00",
    "tentative or thought": "#F2BC57",
    "neutral": "#DCDCDC",
    "affirming": "#56B4E9",
    "arguing, judging, feeling": "#CC79A7",
    "denying, asking, promising": "#009E73",
    "none told": "#FFFFFF",
}
