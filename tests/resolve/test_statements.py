"""Passages, blocks and chains: what is kept, what is dropped, who relays whom."""

from __future__ import annotations

import pytest

from tests.resolve.resolve_marked import by_number, resolve

CHAINS = {
    "citing": (
        "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported, citing a {L|US} official}.",
        ("XTV", "US official", ["XTV"]),
    ),
    "citing beyond the cue": (
        "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported} last week, citing the {G|Norwegian} {O|Trade Ministry}.",
        ("XTV", "Norwegian Trade Ministry", ["XTV"]),
    ),
    "quoted by": (
        "{c1|“Rain fell,”} {s1|{P|Anna Berg}} {q1|said, as quoted by {O|XTV}}.",
        ("Anna Berg", None, ["XTV"]),
    ),
    "according to after the verb": (
        "{c1|“Rain fell,”} {s1|{P|Anna Berg}} {q1|said}, according to {O|XTV}.",
        ("Anna Berg", None, ["XTV"]),
    ),
    "its source": (
        "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported}, citing its source on the ground.",
        ("XTV", "XTV's source on the ground", ["XTV"]),
    ),
    "which cited": (
        "{c1|Rain fell}, {q1|according to} {s1|{O|XTV}}, which cited {c1|two officials in {L|Oslo}}.",
        ("XTV", "officials in Oslo", ["XTV"]),
    ),
    "citing at the head of the sentence": (
        "Citing a senior {G|Turkish} official, {s1|{O|XTV}} {q1|reported} {c1|that rain fell}.",
        ("XTV", "senior Turkish official", ["XTV"]),
    ),
    "citing, as a statement of its own, at the head of the sentence": (
        "{q2|Citing} {c2|a senior {G|Turkish} official}, {s1,2|{O|XTV}} {q1|reported} {c1|that rain fell}.",
        ("XTV", "senior Turkish official", ["XTV"]),
    ),
    "was quoted as saying by": (
        "{c1|“Rain fell,”} {c1|the general} {q1|was quoted as saying} by {s1|the {O|Vesti} agency}.",
        ("general", None, ["the Vesti agency"]),
    ),
    "was quoted by … as saying": (
        "{c1|“Rain fell,” General {P|Ivo Brandt}} {q1|was quoted by} {s1|{O|Vesti}} as saying.",
        ("Ivo Brandt", None, ["Vesti"]),
    ),
    "an outlet that says so": (
        "{c1|Rain fell}, {s1|the {O|Harbour News}} {q1|said}, citing two pilots.",
        ("Harbour News", "pilots", ["the Harbour News"]),
    ),
    "what a politician cites is a reason": (
        "{c1|“It is better now,”} {s1|{P|Anna Berg}} {q1|said}, citing the release of a report on the bridge.",
        ("Anna Berg", None, []),
    ),
    "a month passes nothing on": (
        "{s1|{O|XTV}} {q1|reported} in October {c1|that rain fell}.",
        ("XTV", None, []),
    ),
    "quoted in a statement": (
        "{s1|{P|Anna Berg}} {q1|was quoted as saying in a statement} {c1|that rain fell}.",
        ("Anna Berg", None, []),
    ),
    "quoted in the press": (
        "{s1|{P|Anna Berg}} {q1|was quoted in the press as saying} {c1|that rain fell}.",
        ("Anna Berg", None, ["the press"]),
    ),
    "a reason is no origin": (
        "{c1|It will not open}, {s1|the {O|Baltic Fund}} {q1|said}, citing security concerns.",
        ("Baltic Fund", None, []),
    ),
    "no chain": ("{c1|Rain fell}, {s1|{P|Anna Berg}} {q1|told {O|XTV}}.", ("Anna Berg", None, [])),
    "citing inside the content": (
        "{s1|{P|Anna Berg}} {q1|said} {c1|XTV had erred, citing a false report}.",
        ("Anna Berg", None, []),
    ),
}


@pytest.mark.parametrize(("marked", "expected"), CHAINS.values(), ids=CHAINS.keys())
def test_chain(marked: str, expected: tuple[str, str | None, list[str]]) -> None:
    (statement,) = resolve(marked)
    assert statement.speaker is not None
    origin = statement.origin_speaker.name if statement.origin_speaker else None
    assert (statement.speaker.name, origin, [v.text for v in statement.via]) == expected


def test_citing_is_no_statement_of_its_own() -> None:
    marked = "{c1|Rain fell}, {s1,2|{O|XTV}} {q1|reported} last week, {q2|citing} {c2|a {L|US} official}."
    assert [s.content.text for s in resolve(marked)] == ["Rain fell"]


def test_citing_a_reason_is_a_statement_of_its_own() -> None:
    marked = "{c1|It will not open}, {s1,2|the {O|Baltic Fund}} {q1|said}, {q2|citing} {c2|security concerns}."
    assert [s.content.text for s in resolve(marked)] == ["It will not open", "security concerns"]


def test_source_in_a_credit_is_none() -> None:
    marked = (
        "{P|Anna Berg} spoke.\n\nMap of Norway\n{q1|©} {s1|{O|Fjord Pictures}}\n{c1|Operation Tern}\n\nIt rained.\n"
    )
    assert resolve(marked) == ()


def test_discontinuous_content_and_white_space() -> None:
    marked = "{c1| Rain} was {q1|reported }{c1|to have fallen }."
    (statement,) = resolve(marked)
    assert statement.content.text == "Rain … to have fallen"
    assert statement.cue is not None
    assert statement.cue.text == "reported"
    assert statement.source is None
    assert statement.speaker is None


def test_title_comes_first_and_shares_the_actors() -> None:
    text = "{s1|{P|Anna Berg}} {q1|said} {c1|one}. {s2|She} {q2|added} {c2|two}."
    title = "{s1|{P|Berg}}{q1|:} {c1|Rain is coming}"
    statements = resolve(text, title=title)
    assert [(s.id, s.field, s.block) for s in statements] == [
        ("a-001", "title", "title"),
        ("a-002", "text", "paragraph"),
        ("a-003", "text", "paragraph"),
    ]
    assert {s.speaker.id for s in statements if s.speaker} == {"anna-berg"}


def test_same_name_is_the_same_actor_in_every_article() -> None:
    first = by_number(a := "{s1|{P|Anna Berg}} {q1|said} {c1|one}.", resolve(a))[1].speaker
    second = by_number(b := "{s1|Mayor {P|Anna J. Berg}} {q1|said} {c1|two}.", resolve(b))[1].speaker
    assert first is not None
    assert second is not None
    assert first.id == second.id == "anna-berg"


def test_people_who_share_a_surname_stay_apart_across_articles() -> None:
    """Each article knows its own: a bare surname is never another article's person."""
    ids = [
        s.speaker.id
        for marked in (
            "{s1|{P|Bill Danton}} {q1|said} {c1|no}. {s2|{P|Danton}} {q2|left it} {c2|there}.",
            "{s1|{P|Hilde Danton}} {q1|said} {c1|yes}. {s2|{P|Danton}} {q2|left it} {c2|there}.",
            "{s1|{P|Danton}} {q1|said} {c1|perhaps}.",
        )
        for s in resolve(marked)
        if s.speaker
    ]
    assert ids == ["bill-danton", "bill-danton", "hilde-danton", "hilde-danton", "danton"]
