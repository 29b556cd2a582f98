"""Where what is said begins and ends: what the outlet tells on, what a clause lacks, what belongs to another verb."""

from __future__ import annotations

import pytest

from framing.structure import parse
from tests.resolve.resolve_marked import resolve

ADDED = [
    (
        "{s1|{P|Anna Berg}} {q1|said} {c1|the quay would shut, a step that could ruin the fishmongers}.",
        "the quay would shut",
    ),
    (
        "{s1|{P|Anna Berg}} {q1|said} {c1|the dam had been “built to last” — a claim widely doubted by engineers}.",
        "the dam had been “built to last”",
    ),
    (
        "{s1|The rules} {q1|state} {c1|that riders must be “of sound mind,” wording that often keeps out the old}.",
        "that riders must be “of sound mind,”",
    ),
    (
        "{s1|She} {q1|said} {c1|the choir must sing louder, an apparent dig at the tenors}.",
        "the choir must sing louder",
    ),
    (
        "{s1|{P|Karl Bohm}} {q1|said} {c1|he sold the boat in May, as did two of his brothers}.",
        "he sold the boat in May",
    ),
    ("{s1|{P|Karl Bohm}} {q1|said} {c1|he sold the boat in May, as have many in the bay}.", "he sold the boat in May"),
    ("{s1|{P|Karl Bohm}} {q1|said} {c1|he was ill, as was {P|Ida Lind} that winter}.", "he was ill"),
    ("{s1|{P|Karl Bohm}} {q1|vowed} {c1|to mend the roof and hired two carpenters}.", "to mend the roof"),
    ("{s1|He} {q1|promised} {c1|never to sail again, and then sold the boat}.", "never to sail again"),
    ("{s1|He} {q1|said} {c1|the firm would pay, and later signed the papers}.", "the firm would pay"),
]

KEPT = [
    "{s1|{P|Anna Berg}} {q1|said} {c1|the ban, a move that hurt many, was lifted in May}.",
    "{s1|{P|Anna Berg}} {q1|said} {c1|it was a decision that she regretted}.",
    "{c1|The mill will close, a move that will cost 20 jobs}, {s1|the owner} {q1|said}.",
    "{s1|{P|Anna Berg}} {q1|said} {c1|he spoke of his son, not of the idea that the mill was doomed}.",
    "{s1|{P|Karl Bohm}} {q1|said} {c1|he would do as did his father}.",
    "{s1|{P|Karl Bohm}} {q1|said} {c1|the men who lied and cheated would be fined and banned}.",
    "{s1|The chart} {q1|shows} {c1|that most plums are grown in Serbia, as are many pears}.",
    "{s1|{P|Karl Bohm}} {q1|said} {c1|it snowed and rained all night}.",
    "{s1|{P|Karl Bohm}} {q1|promised} {c1|to find the men who came and burned the barn}.",
    "{s1|{P|Ida Lind}} {q1|said} {c1|the brakes failed midway through the race}.",
]


@pytest.mark.parametrize(("marked", "content"), ADDED)
def test_what_the_outlet_tells_on_is_not_said(marked: str, content: str) -> None:
    (found,) = resolve(marked)
    assert found.content.text == content


@pytest.mark.parametrize("marked", KEPT)
def test_what_goes_on_is_said(marked: str) -> None:
    (found,) = resolve(marked)
    inside = marked[marked.index("{c1|") + 4 :]
    assert found.content.text == inside[: inside.index("}")]


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        (
            "Worn out by the night shifts, {s1|they} {q1|said}, {c1|he slept at the wheel}.",
            "Worn out by the night shifts …",
        ),
        ("But in the end, {s1|she} {q1|said}, {c1|the boats came home}.", "in the end …"),
        ("By June, {q1|according to} {s1|the board}, {c1|the reservoir had run dry}.", "By June …"),
        ("They met nurses, many of whom {s1|she} {q1|said} {c1|slept in the ward}.", "slept in the ward"),
        (
            "As {q1|noted} in {s1|the memo}, there were doubts and delays over {c1|how the bolts were made}.",
            "there were doubts",
        ),
        ("The memo, {s1|she} {q1|said}, listed {c1|three causes of the fire}.", "The memo … listed three causes"),
        ("The guide, {s1|she} {q1|said}, told him {c1|the hut was shut}.", "The guide … told him the hut"),
        ("In a letter, {s1|she} {q1|said}, {c1|the boats came home}.", "the boats"),
        ("Asked about the bolts, {s1|she} {q1|said}, {c1|they would hold}.", "they would"),
        ("After lunch, {s1|she} {q1|said}, {c1|“The boats came home.”}", "“The boats"),
        ("After lunch, {s1|she} {q1|said} {c1|the boats came home}.", "the boats"),
        ("As {q1|noted} in {s1|the memo}, she told the board {c1|that the bolts were new}.", "that the bolts"),
    ],
)
def test_what_stands_before_the_speaker(marked: str, content: str) -> None:
    (found,) = resolve(marked)
    assert found.content.text.startswith(content)


@pytest.mark.parametrize(
    ("marked", "content"),
    [
        (
            "So when the firm hinted {c1|that it might sell}, {s1|{P|Ida Lind}} {q1|said}, {c1|“we danced.”}",
            "“we danced.”",
        ),
        ("{s1|Both}, in their replies to {c1|the plan}, {q1|said} {c1|they saw a gap}.", "they saw a gap"),
        ("{s1|He} {q1|used} {c1|the wreck to argue that the buoys were old}.", "that the buoys were old"),
        ("{s1|He} {q1|pointed to} {c1|last winter's frost to explain why the roof fell}.", "why the roof fell"),
        ("{s1|He} {q1|cited} {c1|the case of his aunt to show how slow the court was}.", "how slow the court was"),
        ("{s1|He} {q1|urged} {c1|the council to show that it cared}.", "the council to show that it cared"),
        ("{s1|He} {q1|used} {c1|the wreck to scare the crew}.", "the wreck to scare the crew"),
        ("{c1|The barge sank in Hull. Two men swam ashore}, {s1|police} {q1|said}.", "Two men swam ashore"),
        (
            "{c1|The ban covers all boats. But it spares the ferry}, {s1|the port} {q1|said}.",
            "The ban covers all boats. But it spares the ferry",
        ),
        (
            "{c1|“The barge sank. Two men swam ashore,”} {s1|police} {q1|said}.",
            "“The barge sank. Two men swam ashore,”",
        ),
    ],
)
def test_what_belongs_to_another(marked: str, content: str) -> None:
    (found,) = resolve(marked)
    assert found.content.text == content


def test_quotations_of_two_are_not_one() -> None:
    own = (
        "{c1|“It rained,”} {s1|{P|Anna Berg}} {q1|said}.\n\n{c2|“We lost the road for two days.”}\n\n"
        "{c3|“And the bridge,”} {s3|{P|Karl Bohm}} {q3|said}.\n\n{c2|“So we walked,”} {s2|{P|Ida Lind}} {q2|said}."
    )
    assert [(s.content.text, s.speaker and s.speaker.name) for s in resolve(own)] == [
        ("“It rained,”", "Anna Berg"),
        ("“We lost the road for two days.”", "Anna Berg"),
        ("“And the bridge,”", "Karl Bohm"),
        ("“So we walked,”", "Ida Lind"),
    ]
    same = "{c1|“We lost the road.”}\n\nIt was noon.\n\n{c1|“So we walked,”} {s1|{P|Ida Lind}} {q1|said}."
    assert len(resolve(same)) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("She moved to Dover, Del. Berg's wife stayed.", 2),
        ("He was born in Reno, Nev. Nobody there knew him.", 2),
        ("They met near Camden, N.J. Lind was late.", 2),
        ("He spoke to voters in Washington, D.C. Mayor Lind did not.", 1),
        ("The D.C. Jackson brothers sang.", 1),
    ],
)
def test_a_sentence_may_end_behind_a_place_and_its_state(text: str, count: int) -> None:
    assert len(parse(text).sentences) == count
