"""What a rule is, how rules are applied one after the other, and the trace that they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from framing.attribute.annotation import Attribution
from framing.resolve.layout import Layout
from framing.values import Field

__all__ = ["Change", "Edit", "Edits", "Example", "Rule", "Told", "apply", "each", "history", "replay"]

Edit = tuple[Attribution | None, Attribution | None]
"""An attribution as it was and as it becomes: None where it is added, or left out."""
Edits = Callable[[Layout, Sequence[Attribution]], Iterable[Edit]]
"""What a rule changes in a field, given its attributions in the order of their content."""


class Told(NamedTuple):
    """A statement in short, as an example expects it: the words of each part, the name of the speaker."""

    content: str
    source: str = ""
    speaker: str | None = None
    origin: str | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A small text with what the model finds in it marked, and the statements that come of it.

    ``{s1|…}``, ``{q1|…}`` and ``{c1|…}`` mark source, cue and content of attribution 1, ``{s1,2|…}`` the source of two;
    ``{P|…}``, ``{O|…}``, ``{L|…}`` and ``{G|…}`` persons, organisations, places and groups.
    """

    text: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, what it does, where one sees it, and the function that does it."""

    name: str
    effect: str
    """One sentence, of what it looks at and what it changes."""
    example: Example
    """A case that comes out otherwise without the rule; a test runs it both ways."""
    edits: Edits


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule did to one attribution. ``before`` is None where it was added, ``after`` where it was left out."""

    rule: str
    field: Field
    before: Attribution | None
    after: Attribution | None


def each(function: Callable[[Layout, Attribution], Attribution | None]) -> Edits:
    """A rule for one attribution at a time: the function gives it back, or as it becomes, or None to leave it out."""

    def edits(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
        for one in attributions:
            becomes = function(layout, one)
            if becomes is not one:
                yield one, becomes

    return edits


def apply(
    rules: Iterable[Rule], layout: Layout, attributions: Sequence[Attribution]
) -> tuple[tuple[Attribution, ...], tuple[Change, ...]]:
    """The attributions of a field after all rules, in the order of their content, and the trace."""
    state = tuple(attributions)
    trace: list[Change] = []
    for rule in rules:
        edits = [e for e in rule.edits(layout, state) if e[0] != e[1]]
        if edits:
            state = _edited(state, edits)
            trace += [Change(rule.name, layout.field, before, after) for before, after in edits]
    return tuple(sorted(state, key=attrgetter("content"))), tuple(trace)


def replay(attributions: Sequence[Attribution], trace: Iterable[Change]) -> tuple[Attribution, ...]:
    """What a trace makes of the model's attributions of one field, without any rule being asked again."""
    state = tuple(attributions)
    for _, changes in groupby(trace, key=attrgetter("rule")):
        state = _edited(state, ((c.before, c.after) for c in changes))
    return tuple(sorted(state, key=attrgetter("content")))


def history(attribution: Attribution, trace: Sequence[Change]) -> tuple[Change, ...]:
    """The changes of a field's trace that made one attribution what it is, the first first."""
    found: list[Change] = []
    current: Attribution | None = attribution
    for change in reversed(trace):
        if current is not None and change.after == current:
            found.append(change)
            current = change.before
    return tuple(reversed(found))


def _edited(attributions: Sequence[Attribution], edits: Iterable[Edit]) -> tuple[Attribution, ...]:
    state = list(attributions)
    for before, after in edits:
        if before is None:
            if after is not None:
                state.append(after)
        elif after is None:
            state.remove(before)
        else:
            state[state.index(before)] = after
    return tuple(sorted(state, key=attrgetter("content")))
