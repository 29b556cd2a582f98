"""What counts as speech: the shipped model and the signs around the cue, on sentences of our own."""

from __future__ import annotations

import json
from importlib import resources

import pytest

import framing
from framing.attribute.annotation import Attribution
from framing.attribute.labels import ACTS
from framing.resolve.acts import chances, signs
from framing.resolve.layout import layouts
from framing.values import Act, Article, Corpus, Kind
from tests.resolve.resolve_marked import annotate


def speech(text: str) -> list[tuple[str, str]]:
    """Speaker and content of every statement that counts as speech."""
    found = framing.extract(Corpus((Article("a", text),)))
    return [
        ((s.origin_speaker or s.speaker).name if s.origin_speaker or s.speaker else "-", s.content.text)
        for s in found
        if s.act is Act.SPEECH and not s.nested
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The bill would let towns tax empty flats.",
        "Under the treaty, both sides must scrap their mines by 2030.",
        "The striker conceded a penalty in the ninth minute and was booked for it.",
        "The village celebrated the return of the bell with a feast.",
        "Thousands rallied on Sunday against the new toll.",
        "The team analysed the effects of salt on wheat for nine years.",
        "He took offence at the joke and left the hall.",
        "She waved a flag with two stars, a nod to the lost province.",
        "The firm made no comment about the fire.",
        "Villagers fear that the slope will move.",
        "The senator castigated the Navy.",
        "Petra Holm lashed out at her critics.",
        "The coach praised Ida Lind.",
        "Ida Lind is promoting her plans for mending the quay.",
        "The minister defended the toll.",
        "Ida Lind spoke about the toll.",
        "Ida Lind echoed the mayor.",
        "The harbour board agreed to sell the old crane to the shipyard.",
        "The company agreed to lend the club two million euros.",
        "Members of the board rejected appeals that they step down.",
        "The council turned down requests to open the quay.",
        "The two parties would cap the fund, stipulating that it must not grow faster than prices.",
        "Ministers avoided saying whether the toll would stay.",
        "Ida Lind was asked if the bridge was safe.",
        "The port issued the above statement.",
        "The board responded with two lawsuits targeting his firm.",
        "Ida Lind will be unable to win the crowd over and accuse the hosts of bias.",
        "The council is to take up a proposed 5 percent cut in its budget.",
        "Ida Lind stamped out calls for a new vote.",
    ],
)
def test_no_speech(text: str) -> None:
    assert speech(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dr. Pell, asked about the files, said she had never seen them.", [("Pell", "she had never seen them")]),
        (
            "Ute Lang told the inquiry that the brakes had failed, and called the report “a fairy tale”.",
            [("Ute Lang", "that the brakes had failed"), ("Ute Lang", "the report “a fairy tale”")],
        ),
        (
            "The claim by Harlan Voss that the count was rigged has been rejected by two courts.",
            [("Harlan Voss", "that the count was rigged")],
        ),
        (
            "Doctors pointed to data showing that the clinics were full.",
            [("data", "that the clinics were full")],
        ),
        (
            "The orchard, warns Dina Falk, will not survive another frost.",
            [("Dina Falk", "The orchard … will not survive another frost")],
        ),
        ("The mayor denounced the strike on Monday.", [("mayor", "the strike")]),
        ("Petra Holm criticised the Navy as careless.", [("Petra Holm", "the Navy as careless")]),
        ("Petra Holm berated the Navy for losing the boat.", [("Petra Holm", "the Navy for losing the boat")]),
        ("Ida Lind defended the toll, saying it was fair.", [("Ida Lind", "it was fair")]),
        ("Ida Lind agreed that the toll was unfair.", [("Ida Lind", "that the toll was unfair")]),
        ("The minister rejected claims that he had lied.", [("minister", "claims that he had lied")]),
        ("Ida Lind explained why the quay had sunk.", [("Ida Lind", "why the quay had sunk")]),
        ("Ida Lind denounced the toll in a furious letter to the council.", [("Ida Lind", "the toll")]),
        ("The mayor urged the crowd to ask why.", [("mayor", "to ask why")]),
        ("When asked whether the dam would hold, Ida Lind said it would.", [("Ida Lind", "it would")]),
    ],
)
def test_speech(text: str, told: list[tuple[str, str]]) -> None:
    assert speech(text) == told


def test_chances_are_chances_and_the_head_counts() -> None:
    (layout,) = layouts({"text": annotate("{s1|{P|Anna Berg}} {q1|said} {c1|that it rained}.")})
    one = layout.annotation.attributions[0]
    spoken = Attribution(one.source, one.cue, one.content, 0.9, (0.97, 0.01, 0.01, 0.01))
    meant = Attribution(one.source, one.cue, one.content, 0.9, (0.01, 0.97, 0.01, 0.01))
    first, second = (chances(layout, a, Kind.INDIRECT) for a in (spoken, meant))
    assert sum(first) == pytest.approx(1)
    assert first.index(max(first)) == ACTS.index("speech")
    assert second.index(max(second)) == ACTS.index("thought")


def test_every_weight_has_one_number_for_each_act() -> None:
    file = resources.files("framing.resolve").joinpath("data", "acts.json")
    weights = json.loads(file.read_text("utf-8"))
    assert {len(w) for w in weights.values()} == {len(ACTS)}
    (layout,) = layouts({"text": annotate("{s1|{P|Anna Berg}} {q1|said} {c1|that it rained}.")})
    one = layout.annotation.attributions[0]
    named = dict(signs(layout, Attribution(one.source, one.cue, one.content, 0.9, (0.25,) * 4), Kind.INDIRECT))
    assert named.keys() & weights.keys() >= {"always", "begins that", "source name person", "kind indirect"}
