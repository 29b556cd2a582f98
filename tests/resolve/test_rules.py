"""The table of rules: every example with its rule and without it, and traces that can be replayed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings

from framing.attribute.annotation import Annotation
from framing.resolve.layout import layouts
from framing.resolve.rules import RULES, Change, Rule, Told, apply, history, replay
from tests.resolve.resolve_marked import MARKED_SEEDS, annotate, resolve
from tests.resolve.test_properties import annotated

BY_NAME = pytest.mark.parametrize("rule", RULES, ids=[r.name for r in RULES])


def told(marked: str, *, rules: tuple[Rule, ...] = RULES) -> tuple[Told, ...]:
    """What comes of a marked text, in short."""
    return tuple(
        Told(
            s.content.text,
            s.source.text if s.source else "",
            s.speaker.name if s.speaker else None,
            s.origin_speaker.name if s.origin_speaker else None,
            "; ".join(v.text for v in s.via),
        )
        for s in resolve(marked, rules=rules)
    )


def test_names_are_unique() -> None:
    assert len({r.name for r in RULES}) == len(RULES)
    assert all(r.effect.endswith(".") for r in RULES)


@BY_NAME
def test_example(rule: Rule) -> None:
    assert told(rule.example.text) == rule.example.told


@BY_NAME
def test_example_needs_its_rule(rule: Rule) -> None:
    without = tuple(r for r in RULES if r is not rule)
    assert told(rule.example.text, rules=without) != rule.example.told


def traced(annotation: Annotation) -> tuple[Change, ...]:
    """The trace of a text, once it has been replayed."""
    (layout,) = layouts({"text": annotation})
    attributions, trace = apply(RULES, layout, annotation.attributions)
    assert replay(annotation.attributions, trace) == attributions
    for one in attributions:
        changes = history(one, trace)
        first = changes[0].before if changes else one
        assert first is None or first in annotation.attributions
        assert all(a.after == b.before for a, b in itertools.pairwise(changes))
    return trace


@BY_NAME
def test_replaying_an_example(rule: Rule) -> None:
    assert rule.name in {c.rule for c in traced(annotate(rule.example.text))}


@pytest.mark.parametrize("marked", MARKED_SEEDS.values(), ids=MARKED_SEEDS.keys())
def test_replaying_the_seeds(marked: str) -> None:
    assert traced(annotate(marked))


@settings(max_examples=100, deadline=None)
@given(annotated())
def test_replaying_anything(annotation: Annotation) -> None:
    traced(annotation)


def test_the_documentation_lists_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "extraction.md").read_text("utf-8")
    listed = [line.split(" | ")[:2] for line in page.splitlines() if line.count(" | ") == 7]
    assert [[f"| {r.name}", r.effect] for r in RULES] == [row for row in listed if row[0] != "| rule"]
