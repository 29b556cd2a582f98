"""What a project file says of the report: which sections it has, and in which order.

::

    [report]
    sections = ["compare", "speakers", "where", "articles", "method"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import InputError, ProjectError
from framing.given import from_plain
from framing.wording import nearest

if TYPE_CHECKING:
    from framing.report.blocks import Section
    from framing.report.values import Report

__all__ = ["OwnSection", "Part", "SectionChoice", "chosen_sections", "read_sections"]


class Part(StrEnum):
    """The sections that a report has by itself, in this order."""

    COMPARE = "compare"
    EVENTS = "events"
    SPEAKERS = "speakers"
    VERBS = "verbs"
    WORDS = "words"
    WHERE = "where"
    TIME = "time"
    ARTICLES = "articles"
    METHOD = "method"
    PROBLEMS = "problems"


OwnSection = Callable[["Report"], "Section | None"]
"""A section of your own: a function of the report that gives a section, or None where it has nothing to show."""

SectionChoice = str | OwnSection


def read_sections(project: Path | None) -> tuple[Part, ...]:
    """The sections that a project file chooses; all where it does not, or where there is no file.

    Raises a :class:`~framing.errors.ProjectError`: no list, an unknown or a double section; it names the nearest.
    """
    if project is None:
        return tuple(Part)
    try:
        raw = tomllib.loads(project.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ProjectError(f"{project}: cannot be read ({error}); give the path of a framing.toml") from error
    tables = from_plain(raw, lambda reason, _: ProjectError(f"{project}: {reason}")).table()
    if "report" not in tables:
        return tuple(Part)
    keys = tables["report"].table("sections")
    if "sections" not in keys:
        return tuple(Part)
    keys["sections"].texts()
    found = [item.choice(Part, "section of the report") for item in keys["sections"].value]
    if not found:
        raise keys["sections"].error("is empty; name a section, or leave the line out for all")
    for item, part in zip(keys["sections"].value, found, strict=True):
        if found.count(part) > 1:
            raise item.error(f"{part.value!r} stands there twice; keep one")
    return tuple(found)


def chosen_sections(given: Iterable[SectionChoice] | None, project: Path | None) -> tuple[Part | OwnSection, ...]:
    """The sections that a caller chooses, else those of the project file.

    Raises a :class:`~framing.errors.InputError` for a name that is none.
    """
    if given is None:
        return read_sections(project)
    if isinstance(given, str):
        raise InputError(f'sections is a list of names and functions: sections=["{given}"]')
    known = [part.value for part in Part]
    chosen: list[Part | OwnSection] = []
    for one in given:
        if callable(one) and not isinstance(one, str):
            chosen.append(one)
        elif one in known:
            chosen.append(Part(one))
        else:
            raise InputError(f"there is no section {one!r} of the report. {nearest(str(one), known)}")
    return tuple(chosen)


def named(chosen: Sequence[Part | OwnSection]) -> list[str]:
    """The chosen sections by name, for the manifest."""
    return [c.value if isinstance(c, Part) else getattr(c, "__name__", type(c).__name__) for c in chosen]
