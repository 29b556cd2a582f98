"""Sources and contents that the marks put right: what the model found, and what becomes of it."""

from __future__ import annotations

import pytest

from tests.resolve.resolve_marked import by_number, resolve

SOURCES = {
    "verb joined to the one before": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}, and {q2|has promised} {c2|help}.",
        {1: "Anna Berg", 2: "Anna Berg"},
    ),
    "participle behind a comma": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}, {q2|adding} {c2|that it was cold}.",
        {2: "Anna Berg"},
    ),
    "participle behind a participle": (
        "{s1|She} {q1|avoids} {c1|the question}, {q2|noting} {c2|that it was late} - and {q3|arguing} {c3|more}.",
        {1: "She", 2: "She", 3: "She"},
    ),
    "participle before its subject": (
        "{q1|Having questioned} {c1|the figures}, {s2|{P|Anna Berg}} {q2|said} {c2|they were old}.",
        {1: "Anna Berg"},
    ),
    "participle behind a preposition before its subject": (
        "In {q1|describing} {c1|the storm}, {s2|{P|Anna Berg}} {q2|said} {c2|it was over}.",
        {1: "Anna Berg"},
    ),
    "participle with a subject of its own": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}, {s2|her aides} {q2|adding} {c2|that it was cold}.",
        {1: "Anna Berg", 2: "her aides"},
    ),
    "by and a participle says how, not who": (
        "{s1|{P|Berg}'s} {q1|view} {c1|was harsh}, and an aide tried to mend it by {q2|insisting} {c2|it was a joke}.",
        {2: None},
    ),
    "subject of another sentence": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}. And {q2|has promised} {c2|help}.",
        {2: None},
    ),
    "source in another paragraph than its participle": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|one}, {q2|adding} {c2|two}.\n\n{s2,3|{P|Karl Bohm}} {q3|told} us {c3|three}.",
        {1: "Anna Berg", 2: "Anna Berg", 3: "Karl Bohm"},
    ),
    "speaker behind the verb at the end of a sentence": (
        "{c1|The bridge would last longer with new bolts,} {q1|believes} mayor {P|Anna Berg}.",
        {1: "mayor Anna Berg"},
    ),
    "what stands behind the verb is nobody": (
        "{c1|The bridge would last longer,} {q1|was said} on Monday. {c2|It fell,} {q2|say} those who saw it.",
        {1: None, 2: None},
    ),
    "speaker behind the verb after a closing mark": (
        "{c1|“The bridge is old!”} {q1|warns} the mayor, {P|Anna Berg}.",
        {1: "the mayor, Anna Berg"},
    ),
    "agent of a passive": (
        "{c1|The letter} {q1|was signed} by the {O|Harbour Board} in May.",
        {1: "the Harbour Board"},
    ),
    "agent of whoever was told": (
        "{s1|Residents} {q1|were told} by the mayor's office {c1|that the bridge was closed}.",
        {1: "the mayor's office"},
    ),
    "no agent but a way": (
        "{c1|The letter} {q1|was signed} by hand in May.",
        {1: None},
    ),
    "who right before the verb": (
        "{s1,2|{P|Oskar Lindt}} {q1|told} {P|Anna Berg}, who {q2|added} {c2|one}, {c1|that it rained}.",
        {1: "Oskar Lindt", 2: "who"},
    ),
    "who right behind the source that was found": (
        "There are {s1|critics} who {q1|say} {c1|it is late}.",
        {1: "critics"},
    ),
}


@pytest.mark.parametrize(("marked", "sources"), SOURCES.values(), ids=SOURCES.keys())
def test_sources(marked: str, sources: dict[int, str | None]) -> None:
    found = by_number(marked, resolve(marked))
    assert {n: s.source.text if (s := found[n]).source else None for n in sources} == sources


def test_who_is_the_one_who_was_told() -> None:
    marked = SOURCES["who right before the verb"][0]
    found = {n: s.speaker.name for n, s in by_number(marked, resolve(marked)).items() if s.speaker}
    assert found == {1: "Oskar Lindt", 2: "Anna Berg"}


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        (
            "{s1|{P|Anna Berg}} {q1|reported} {c1|losses}, citing {c1|the closed bridge}.",
            "losses … the closed bridge",
        ),
        ('"The old one," he said. He said.{c1|" The pipe was new}, {s1|a worker} {q1|said}.', "The pipe was new"),
        ("{c1|Rain fell}, {s1|{O|XTV}} {q1|reported}, citing {c1|a {O|BRF} Friday statement}.", "Rain fell"),
    ],
)
def test_contents(marked: str, content: str) -> None:
    (statement,) = resolve(marked)
    assert statement.content.text == content


def test_the_cited_one_is_the_origin() -> None:
    (statement,) = resolve("{c1|Rain fell}, {s1|{O|XTV}} {q1|reported}, citing {c1|a {O|BRF} Friday statement}.")
    assert statement.origin is not None
    assert statement.origin_speaker is not None
    assert (statement.origin.text, statement.origin_speaker.name) == ("a BRF Friday statement", "BRF statement")
    assert [v.text for v in statement.via] == ["XTV"]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("{s1|A court} {q1|was told} {c1|that the bridge was sold}.", None),
        ("{s1|Residents} {q1|were told} {c1|that the bridge was closed}.", None),
        ("{s1|They} {q1|are now being informed} {c1|of the date}.", None),
        ("{s1|{P|Anna Berg}} {q1|told} {O|XTV} {c1|that the bridge was closed}.", "Anna Berg"),
        ("{s1|Residents} {q1|heard} {c1|that the bridge was closed}.", "residents"),
    ],
)
def test_whoever_is_told_does_not_say_it(marked: str, speaker: str | None) -> None:
    (statement,) = resolve(marked)
    assert (statement.speaker.name if statement.speaker else None) == speaker
