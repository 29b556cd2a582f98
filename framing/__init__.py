"""Who speaks in the news, how they are introduced, and in whose voice the words stand.

The stages, in the order an article passes through them: :mod:`framing.read`, :mod:`framing.structure`,
:mod:`framing.attribute`, :mod:`framing.resolve`, :mod:`framing.measure`, :mod:`framing.contrasts`,
:mod:`framing.report`. Everything an analysis needs is importable from here; names are loaded when they are
first used, so that importing the package is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from framing.read import read as read  # the function takes the place of its module; it loads the standard library only

__version__ = "0.1.0"

_WHERE = {
    "Analysis": "framing.analysis",
    "Article": "framing.values",
    "Contrast": "framing.contrasts",
    "Corpus": "framing.values",
    "FramingError": "framing.errors",
    "Passage": "framing.values",
    "Problem": "framing.values",
    "Project": "framing.resolve",
    "Speaker": "framing.values",
    "Statement": "framing.values",
    "Statements": "framing.statements",
    "access": "framing.measure",
    "actors": "framing.actor_table",
    "analyze": "framing.analysis",
    "balance": "framing.measure",
    "contrast": "framing.contrasts",
    "cue_stances": "framing.measure",
    "difference": "framing.differences",
    "diversity": "framing.measure",
    "doubts": "framing.actor_table",
    "echo": "framing.measure",
    "extract": "framing.extraction",
    "hits": "framing.lexicon",
    "indexing": "framing.measure",
    "iter_statements": "framing.extraction",
    "lexicon_scores": "framing.lexicon",
    "load": "framing.analysis",
    "match_events": "framing.events",
    "mentions": "framing.mention_table",
    "near_copies": "framing.events",
    "parse": "framing.structure",
    "portrayal": "framing.measure",
    "prominence": "framing.measure",
    "read_checked": "framing.checking",
    "read_lexicon": "framing.lexicon",
    "read_project": "framing.resolve",
    "read_statements": "framing.statements",
    "shared_statements": "framing.events",
    "shipped_lexicons": "framing.lexicon",
    "silence": "framing.measure",
    "stance": "framing.measure",
    "standing": "framing.measure",
    "tone": "framing.measure",
    "treatment": "framing.measure",
    "voices": "framing.measure",
    "write_report": "framing.report",
}

_MODULES = {"pictures": "framing.pictures"}

__all__ = sorted([*_WHERE, *_MODULES, "__version__", "read"])


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(_MODULES[name])
    try:
        module = _WHERE[name]
    except KeyError:
        raise AttributeError(f"module 'framing' has no attribute {name!r}") from None
    return getattr(import_module(module), name)


def __dir__() -> list[str]:
    return __all__
