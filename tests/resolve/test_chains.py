"""Chains of sources whichever link the model marks as the source: who relays, and whose words they are."""

from __future__ import annotations

import pytest

from framing.resolve import Project
from framing.resolve.statements import resolve_article
from framing.values import Article, Statement
from tests.resolve.resolve_marked import annotate, resolve

CASES = {
    "citing, the cited marked": (
        "{c1|Rain fell}, {O|XTV} reported on Sunday, {q1|citing} {s1|a harbour pilot}.",
        ("XTV", "harbour pilot", "XTV", "Rain fell"),
    ),
    "the report in the content": (
        "{c1|The dam is intact, {O|XTV} reported on Sunday}, {q1|quoting} {s1|an engineer}.",
        ("XTV", "engineer", "XTV", "The dam is intact"),
    ),
    "between subject and verb": (
        "{O|XTV}, citing {s1|two officials}, {q1|wrote} {c1|that the talks had failed}.",
        ("XTV", "officials", "XTV", "that the talks had failed"),
    ),
    "between subject and verb, a description": (
        "The state broadcaster, quoting {s1|the coastguard}, {q1|said} {c1|two boats had sunk}.",
        ("state broadcaster", "coastguard", "The state broadcaster", "two boats had sunk"),
    ),
    "behind a second clause": (
        "It rained, but {O|XTV} {q1|said}, quoting {s1|the mayor}, {c1|that the road was open}.",
        ("XTV", "mayor", "XTV", "that the road was open"),
    ),
    "according to, inside": (
        "{O|XTV} {q1|reported} that, according to {s1|two diplomats}, {c1|the talks had failed}.",
        ("XTV", "diplomats", "XTV", "the talks had failed"),
    ),
    "nothing marked, at the end": (
        "The road was closed for a week, {O|XTV} reported, citing the police.",
        ("XTV", "police", "XTV", "The road was closed for a week"),
    ),
    "nothing marked, inside": (
        "{O|XTV}, citing a court clerk, reported that the trial was off.",
        ("XTV", "court clerk", "XTV", "that the trial was off"),
    ),
    "quotes as saying": (
        "{O|XTV} {q1|quoted} {s1|a pilot} as saying {c1|that the harbour was shut}.",
        ("XTV", "pilot", "XTV", "that the harbour was shut"),
    ),
    "quoted by as saying": (
        "{P|Anna Berg} {q1|was quoted} by {s1|{O|XTV}} {c1|as saying the mill would close}.",
        ("Anna Berg", None, "XTV", "the mill would close"),
    ),
    "quoted by, behind the quotation": (
        "{c1|“We stay,”} General {P|Ivo Brandt} {q1|was quoted} by {s1|{O|XTV}} as saying.",
        ("Ivo Brandt", None, "XTV", "“We stay,”"),
    ),
    "a study pointed to": (
        "Opponents pointed to {s1|a 2019 survey} that {q1|found} {c1|most residents wanted it}.",
        ("opponents", "survey", "Opponents", "most residents wanted it"),
    ),
    "a report cited, the citing one marked": (
        "{s1|{P|Anna Berg}} {q1|cited} {c1|a police report which said the gate was locked}.",
        ("Anna Berg", "police report", "Anna Berg", "the gate was locked"),
    ),
    "a report that is not shown to say anything": (
        "{s1|{P|Anna Berg}} {q1|cited} {c1|a police report}.",
        ("Anna Berg", None, None, "a police report"),
    ),
    "told an outlet": (
        "{c1|“It is over,”} {s1|{P|Anna Berg}} {q1|told} the {O|Evening Courier}.",
        ("Anna Berg", None, "the Evening Courier", "“It is over,”"),
    ),
    "told an outlet in an interview": (
        "{c1|“It is over,”} {s1|{P|Anna Berg}} {q1|told} {O|Radio Obala} in an interview on Monday.",
        ("Anna Berg", None, "Radio Obala", "“It is over,”"),
    ),
    "told an outlet's programme": (
        "{s1|{P|Anna Berg}} {q1|told} {O|Radio Obala}'s “Morning” {c1|that it was over}.",
        ("Anna Berg", None, "Radio Obala", "that it was over"),
    ),
    "told reporters": (
        "{s1|{P|Anna Berg}} {q1|told} reporters {c1|that it was over}.",
        ("Anna Berg", None, None, "that it was over"),
    ),
    "told a committee": (
        "{s1|{P|Anna Berg}} {q1|told} the {O|Harbour Committee} {c1|that it was over}.",
        ("Anna Berg", None, None, "that it was over"),
    ),
    "a statement carried by an agency": (
        "{s1|The army} {q1|said} in a statement carried by the {O|Norpress} agency {c1|that it would stay}.",
        ("army", None, "the Norpress agency", "that it would stay"),
    ),
    "according to somebody, quoted by an outlet": (
        "{q1|According to} {s1|the coastguard}, quoted by {O|XTV}, {c1|two boats had sunk}.",
        ("coastguard", None, "XTV", "two boats had sunk"),
    ),
    "a dispatch": (
        "{P|Oskar Lindt} reports from {L|Oslo}: {s1|{P|Anna Berg}, an analyst,} {q1|said} {c1|it was late}.",
        ("Anna Berg", None, "Oskar Lindt", "it was late"),
    ),
    "a reason is no origin": (
        "{s1|The minister} {q1|said} {c1|she would resign}, citing ill health.",
        ("minister", None, None, "she would resign"),
    ),
}


def chain(statement: Statement) -> tuple[str | None, str | None, str | None, str]:
    """Who is stated, who is the origin, who relays, and what is said."""
    return (
        statement.speaker.name if statement.speaker else None,
        statement.origin_speaker.name if statement.origin_speaker else None,
        statement.via[0].text if statement.via else None,
        statement.content.text,
    )


@pytest.mark.parametrize(("marked", "expected"), CASES.values(), ids=CASES.keys())
def test_chain(marked: str, expected: tuple[str | None, str | None, str | None, str]) -> None:
    (found,) = resolve(marked)
    assert chain(found) == expected


@pytest.mark.parametrize(
    ("outlet", "via"), [("Daily Post", []), ("Evening Courier", ["the Daily Post"]), (None, ["the Daily Post"])]
)
def test_an_outlet_does_not_relay_to_itself(outlet: str | None, via: list[str]) -> None:
    annotation = annotate("{s1|{P|Anna Berg}} {q1|told} the {O|Daily Post} {c1|that it rained}.")
    article = Article("a", annotation.document.text, outlet=outlet)
    (found,) = resolve_article(article, {"text": annotation}, Project())
    assert [v.text for v in found.via] == via
